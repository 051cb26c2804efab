#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MissedTriplets.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

namespace {

/// Kept out of the space of a search.
template <class S>
struct Deflated {
  MultiVector<S> left, right;
  Real<S> leak = 0;  ///< norm of what the residuals of the next triplets let through
};

/// The triplets, and behind them the next ones up to the first whose residual is not small against its
/// distance from the last triplet.
template <class S>
Deflated<S> deflation(const VerifiedTriplets<S>& triplets, const TripletFinder<S>& next, Real<S> open) {
  const int k = triplets.size();
  int count = 0;
  Real<S> leak = 0;
  for (int j = k; j < next.available(); ++j) {
    const Real<S> distance = triplets.values.back() - next.value(j);
    const Real<S> together = std::hypot(leak, next.residual(j));
    if (together > std::max(open, distance / 4)) break;
    leak = together;
    ++count;
  }
  if (count == 0) return {triplets.U, triplets.V, 0};
  return {joined(triplets.U, next.left(k, count)), joined(triplets.V, next.right(k, count)), leak};
}

}  // namespace

template <class S>
bool takeInMissedTriplets(const OperatorPair<S>& pair, const SvdOptions& options, Supervisor& supervisor,
                          VerifiedTriplets<S>& triplets, TripletFinder<S>& next, Status& stopStatus) {
  const Real<S> open = 2 * static_cast<Real<S>>(options.tolerance) * pair.norm();
  std::size_t column = std::size_t(1) << 42;
  const int k = triplets.size();
  for (int round = 0; round < 2 * k + 10; ++round) {
    const Real<S> last = triplets.values.back();
    const Deflated<S> known =
        round == 0 ? deflation(triplets, next, open) : Deflated<S>{triplets.U, triplets.V, 0};
    const long long left = pair.dimension() - static_cast<long long>(known.right.getNumVectors());
    if (left == 0) return true;
    MultiVector<S> start(pair.domain(), 1, false);
    fillHash(start, options.seed, column++);
    TripletGoal<S> goal{Largest{}, 1, lanczosBasis(Lanczos(), 1, left),
                        static_cast<Real<S>>(options.tolerance)};
    goal.bar = last - known.leak;
    TripletFinder<S> search(
        pair, goal, supervisor,
        GolubKahan<S>(pair, goal.basis, start, &known.left, &known.right, options.seed + 1));
    if (search.run(Real<S>(1)) == RunEnd::Supervised) {
      stopStatus = search.stopStatus;
      return false;
    }
    if (search.value(0) + search.residual(0) <= last + open) return true;
    if (round == 0 && known.leak > 0) continue;  // it may be what leaked: once more without the next ones
    const auto found =
        verify(pair, search.left(0, 1), search.right(0, 1), SvdWhich(Largest{}), options.tolerance);
    triplets = merge(pair, triplets, found, SvdWhich(Largest{}), options.tolerance, k);
  }
  stopStatus = Status::Breakdown;
  return false;
}

#define RITZ_MISSED_TRIPLETS(S)                                                                 \
  template bool takeInMissedTriplets<S>(const OperatorPair<S>&, const SvdOptions&, Supervisor&, \
                                        VerifiedTriplets<S>&, TripletFinder<S>&, Status&);
RITZ_FOR_EACH_SCALAR(RITZ_MISSED_TRIPLETS)

}  // namespace ritz
