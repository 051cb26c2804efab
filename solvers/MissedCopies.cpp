#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MissedCopies.hpp>

#include <memory>

namespace ritz {

namespace {

/// θ better than φ by more than rounding and the tolerance leave open.
template <class S>
bool clearlyBetter(const Pencil<S>& pencil, Real<S> theta, Real<S> phi, const Which& which) {
  const Real<S> margin = 2 * pencil.tolerance * (pencil.mass ? std::abs(phi) : pencil.normA());
  return orderKey(theta, which) < orderKey(phi, which) - margin;
}

}  // namespace

template <class S>
bool takeInMissedCopies(const Pencil<S>& pencil, const EigenOptions& options, Supervisor& supervisor,
                        VerifiedPairs<S>& pairs, Status& stopStatus) {
  for (int round = 0; round < 2 * pairs.size() + 10; ++round) {
    const int k = pairs.size();
    const long long left = pencil.n - k;
    if (left == 0) return true;
    EigenOptions search = options;
    search.numPairs = 1;
    MultiVector<S> start(pencil.map, 1, false);
    fillHash(start, options.seed, pencil.freshColumns(1));
    const auto finder =
        makeLanczosFinder<S>(pencil, search, Lanczos(), start, supervisor, &pairs.U, pairs.values.back());
    const RunEnd end = finder->run(Real<S>(1));
    if (end == RunEnd::Supervised) {
      stopStatus = finder->stopStatus;
      return false;
    }
    const RitzPairs<S> best = finder->pairs(1);
    if (!clearlyBetter(pencil, best.values.front(), pairs.values.back(), options.which)) return true;
    const VerifiedPairs<S> found = verify(pencil, best.vectors, options.which);
    if (!clearlyBetter(pencil, found.values.front(), pairs.values.back(), options.which)) return true;
    pairs = merge(pencil, pairs, found, options.which, k);
  }
  stopStatus = Status::Breakdown;
  return false;
}

#define RITZ_MISSED(S)                                                                                       \
  template bool takeInMissedCopies<S>(const Pencil<S>&, const EigenOptions&, Supervisor&, VerifiedPairs<S>&, \
                                      Status&);
RITZ_FOR_EACH_SCALAR(RITZ_MISSED)

}  // namespace ritz
