#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/Stopwatch.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

template <class F>
double secondsOf(F&& work) {
  double seconds = 0;
  {
    const Stopwatch watch(seconds);
    work();
  }
  return seconds;
}

template <class S>
MassSolveTimes measure(const Pencil<S>& pencil, double tolerance) {
  MultiVector<S> x(pencil.map, 1, false), y(pencil.map, 1, false);
  fillHash(x, 0, pencil.freshColumns(1));
  const ApplyCount before = pencil.mass->count();
  MassSolveTimes times;
  times.application = secondsOf([&] { pencil.A->apply(x, y); });
  times.solve = secondsOf([&] { makeMassInverse(pencil, massSolveTolerance(tolerance))->apply(x, y); });
  times.roughSolve = secondsOf([&] { makeMassInverse(pencil, MassSolveTimes::RoughTolerance)->apply(x, y); });
  const ApplyCount& after = pencil.mass->count();
  times.mass =
      (after.seconds - before.seconds) / static_cast<double>(std::max(1L, after.columns - before.columns));
  constexpr int Repeats = 4;
  constexpr double PassesOfUpdate = 3, PassesOfColumn = 2;
  times.column = secondsOf([&] {
                   for (int i = 0; i < Repeats; ++i) y.update(S(0.5), x, S(1));
                 }) /
                 Repeats * PassesOfColumn / PassesOfUpdate;
  return times;
}

/// Conjugate gradients take as many steps for each digit.
MassSolveTimes given(const CostModel& costs, double solveTolerance) {
  const double share = std::log(MassSolveTimes::RoughTolerance) / std::log(solveTolerance);
  return {costs.application - costs.massSolve, costs.mass, costs.massSolve, share * costs.massSolve,
          costs.column};
}

}  // namespace

double massSolveTolerance(double tolerance) { return std::clamp(tolerance * 1e-2, 1e-12, 1e-4); }

template <class S>
MassSolveTimes measureMassSolve(const Pencil<S>& pencil, const EigenOptions& options) {
  const CostModel& costs = options.costs;
  if (costs.application > 0) return given(costs, massSolveTolerance(options.tolerance));
  const MassSolveTimes here = measure(pencil, options.tolerance);
  double seconds[5] = {here.application, here.mass, here.solve, here.roughSolve, here.column};
  Teuchos::broadcast(*pencil.map->getComm(), 0, 5, seconds);
  return {seconds[0], seconds[1], seconds[2], seconds[3], costs.column > 0 ? costs.column : seconds[4]};
}

#define RITZ_MASS_SOLVE_TIMES(S) \
  template MassSolveTimes measureMassSolve<S>(const Pencil<S>&, const EigenOptions&);
RITZ_FOR_EACH_SCALAR(RITZ_MASS_SOLVE_TIMES)

}  // namespace ritz
