#pragma once

#include "Program.hpp"

#include <ritz/drivers/RunReport.hpp>

#include <limits>

namespace ritz::test {

/// Two pairs wanted, one of them converged.
inline EigenResult<double> halfDone() {
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EigenResult<double> result;
  result.status = Status::TimeLimit;
  result.reason = "the limit of 2 s was reached";
  result.options.numPairs = 2;
  result.values = {5.0, 4.0};
  result.residuals = {1e-12, 1e-3};
  result.errorBounds = {1e-12, inf};
  result.converged = {true, false};
  result.normA = 5.0;
  result.history = {{10, 0, nan}, {20, 1, 1e-3}};
  result.applications.A = {25, 25, 0.5};
  result.method = {"krylov-schur", "auto", "it suits", 30, 1};
  return result;
}

inline RunReport reportOf(const EigenResult<double>& result) {
  return {"eigs", "it's 1_a.mtx", 100, result, 1, BuildInfo{}};
}

}  // namespace ritz::test
