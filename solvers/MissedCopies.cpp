#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>
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

/// What is left of a space that `pairs` nearly fills, whole.
template <class S>
VerifiedPairs<S> wholeComplement(const Pencil<S>& pencil, const EigenOptions& options,
                                 const VerifiedPairs<S>& pairs) {
  MultiVector<S> rest(pencil.map, static_cast<std::size_t>(pencil.n - pairs.size()), false);
  fillHash(rest, options.seed, pencil.freshColumns(rest.getNumVectors()));
  const auto ortho = makeOrthoManager(pencil, options.seed);
  ortho->projectAndNormalizeMat(
      rest, Teuchos::tuple(Teuchos::RCP<const MultiVector<S>>(Teuchos::rcpFromRef(pairs.U))));
  return verify(pencil, rest, options.which);
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
    const KrylovSchur parameters;
    std::optional<VerifiedPairs<S>> found;
    if (krylovSchurBasis(parameters, 1, left) == 0) {
      found = wholeComplement(pencil, options, pairs);
    } else {
      MultiVector<S> start(pencil.map, 1, false);
      fillHash(start, options.seed, pencil.freshColumns(1));
      const auto finder = makeKrylovSchurFinder<S>(
          pencil, search, parameters, start, supervisor,
          std::make_shared<const MultiVector<S>>(pairs.U, Teuchos::Copy), pairs.values.back());
      const RunEnd end = finder->run(Real<S>(1));
      if (end == RunEnd::Supervised) {
        stopStatus = finder->stopStatus;
        return false;
      }
      const RitzPairs<S> best = finder->pairs(1);
      if (!clearlyBetter(pencil, best.values.front(), pairs.values.back(), options.which)) return true;
      found = verify(pencil, best.vectors, options.which);
    }
    if (!clearlyBetter(pencil, found->values.front(), pairs.values.back(), options.which)) return true;
    pairs = merge(pencil, pairs, *found, options.which, k);
  }
  stopStatus = Status::Breakdown;
  return false;
}

#define RITZ_MISSED(S)                                                                                       \
  template bool takeInMissedCopies<S>(const Pencil<S>&, const EigenOptions&, Supervisor&, VerifiedPairs<S>&, \
                                      Status&);
RITZ_FOR_EACH_SCALAR(RITZ_MISSED)

}  // namespace ritz
