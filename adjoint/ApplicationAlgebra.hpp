#pragma once

#include <ritz/solvers/EigenResult.hpp>

namespace ritz {

inline ApplyCount plus(const ApplyCount& a, const ApplyCount& b) {
  return {a.columns + b.columns, a.calls + b.calls, a.seconds + b.seconds};
}

inline ApplyCount minus(const ApplyCount& a, const ApplyCount& b) {
  return {a.columns - b.columns, a.calls - b.calls, a.seconds - b.seconds};
}

/// Both together; verificationColumns are the first's.
inline Applications plus(Applications a, const Applications& b) {
  a.A = plus(a.A, b.A);
  a.mass = plus(a.mass, b.mass);
  a.massInverse = plus(a.massInverse, b.massInverse);
  a.preconditioner = plus(a.preconditioner, b.preconditioner);
  return a;
}

/// What has come since `before`.
inline Applications minus(Applications now, const Applications& before) {
  now.A = minus(now.A, before.A);
  now.mass = minus(now.mass, before.mass);
  now.massInverse = minus(now.massInverse, before.massInverse);
  now.preconditioner = minus(now.preconditioner, before.preconditioner);
  now.verificationColumns -= before.verificationColumns;
  return now;
}

}  // namespace ritz
