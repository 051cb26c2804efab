#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/InverseWork.hpp>
#include <ritz/solvers/MovableShift.hpp>

namespace ritz {

namespace {

/// before + now − atStart.
ApplyCount goneOn(const ApplyCount& before, const ApplyCount& now, const ApplyCount& atStart) {
  return {before.columns + now.columns - atStart.columns, before.calls + now.calls - atStart.calls,
          before.seconds + now.seconds - atStart.seconds};
}

}  // namespace

template <class S>
InnerProducts innerProductsSoFar(const Pencil<S>& pencil) {
  const auto* inverse = askableInverse(pencil);
  return inverse ? inverse->innerProducts() : InnerProducts();
}

template <class S>
InverseWork inverseWork(const Pencil<S>& pencil, const InverseWork& before, const InnerProducts& atStart) {
  const InnerProducts now = innerProductsSoFar(pencil);
  InverseWork work = before;
  if (pencil.shiftInverse) work.solves = pencil.shiftInverse->count();
  if (const auto* inverse = askableInverse(pencil)) work.factorizations += inverse->numFactorizations();
  work.inner = {goneOn(before.inner.A, now.A, atStart.A), goneOn(before.inner.mass, now.mass, atStart.mass)};
  return work;
}

#define RITZ_INVERSE_WORK(S)                                      \
  template InnerProducts innerProductsSoFar<S>(const Pencil<S>&); \
  template InverseWork inverseWork<S>(const Pencil<S>&, const InverseWork&, const InnerProducts&);
RITZ_FOR_EACH_SCALAR(RITZ_INVERSE_WORK)

}  // namespace ritz
