#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/PreconditionerCheck.hpp>
#include <ritz/solvers/DavidsonFinder.hpp>
#include <ritz/solvers/FilteredLanczosFinder.hpp>
#include <ritz/solvers/FinderSetup.hpp>
#include <ritz/solvers/InteriorLanczosFinder.hpp>
#include <ritz/solvers/KrylovSchurFinder.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/LapackFinder.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/MassFreeFinder.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/ShiftInvertFinder.hpp>
#include <ritz/solvers/SliceFinder.hpp>
#include <ritz/solvers/StartVectors.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include <algorithm>

namespace ritz {

namespace {

template <class S>
class FinderSetup {
 public:
  FinderSetup(Pencil<S>& pencil, const EigenOptions& options, const RunCheckpoint<S>& checkpoint,
              const Start<S>& start, Supervisor& supervisor)
      : pencil_(pencil), options_(options), checkpoint_(checkpoint), start_(start), supervisor_(supervisor) {}

  std::unique_ptr<PairFinder<S>> make() {
    const Method& method = checkpoint_.choice().method;
    const auto* lanczos = std::get_if<Lanczos>(&method);
    const auto* ks = std::get_if<KrylovSchur>(&method);
    if (lanczos && usesInverse(lanczos->filterDegree, options_.which, checkpoint_.traits()))
      return makeByInverse(*lanczos);
    if (lanczos || ks) {
      if (pencil_.mass && !pencil_.massInverse) makeInverse();
      if (lanczos) return makeLanczos(*lanczos);
      return makeKrylovSchurFinder(pencil_, options_, *ks, startVectors(ks->block), supervisor_);
    }
    if (const auto* lobpcg = std::get_if<Lobpcg>(&method)) return makeLobpcg(*lobpcg);
    if (const auto* davidson = std::get_if<Davidson>(&method)) return makeDavidson(*davidson);
    return std::make_unique<LapackFinder<S>>(pencil_, options_);
  }

 private:
  void makeInverse() {
    pencil_.massInverse = std::make_shared<MeasuredOperator<S>>(
        makeMassInverse(pencil_, massSolveTolerance(options_.tolerance)), "the inverse of B");
    checkpoint_.restoreInverse(*pencil_.massInverse);
  }

  std::unique_ptr<PairFinder<S>> makeByInverse(const Lanczos& parameters) {
    if (std::holds_alternative<Interval>(options_.which))
      return makeSliceFinder(pencil_, options_, parameters, startVectors(1), supervisor_);
    return makeShiftInvertFinder(pencil_, options_, parameters, startVectors(1), supervisor_);
  }

  MultiVectorPtr<S> resumedVectors() const {
    const auto* state = checkpoint_.state();
    return state ? Teuchos::get_shared_ptr(state->vectors.front()) : nullptr;
  }

  MultiVector<S> startVectors(int columns) const {
    return startBlock(start_, resumedVectors(), pencil_.map, columns, options_.seed);
  }

  /// A state that a filter left behind is start vectors alone.
  std::unique_ptr<PairFinder<S>> makeLanczos(const Lanczos& parameters) {
    const auto* state = checkpoint_.state();
    if (isInterior(options_.which)) {
      const auto given = givenBlock(start_, resumedVectors(), pencil_.map);
      return makeInteriorLanczosFinder(pencil_, options_, parameters, given ? &*given : nullptr, supervisor_);
    }
    const bool isPlain =
        parameters.filterDegree == 0 || std::holds_alternative<LargestMagnitude>(options_.which);
    if (state && (state->isFactorization() || (isPlain && parameters.block == 1)))
      return resumeLanczosFinder(pencil_, options_, parameters, *state, supervisor_);
    if (isPlain)
      return makeLanczosFinder(pencilMap(pencil_), options_, parameters,
                               startVectors(lanczosBlock(parameters, options_.numPairs, pencil_.n)),
                               supervisor_);
    const bool isGiven = start_.vectors || start_.previous || state;
    const MultiVector<S> start = startVectors(1);
    return makeFilteredLanczosFinder(pencil_, options_, parameters, isGiven ? &start : nullptr, supervisor_,
                                     checkpoint_.choice().room);
  }

  /// It survives a preconditioner that is not definite, but who gave it should know.
  std::unique_ptr<PairFinder<S>> makeLobpcg(const Lobpcg& parameters) {
    auto finder =
        makeLobpcgFinder(pencil_, options_, parameters,
                         startVectors(lobpcgBlock(parameters, options_.numPairs, pencil_.n)), supervisor_);
    if (!pencil_.preconditioner) return finder;
    const std::string fault = probePreconditioner<S>(*pencil_.preconditioner, options_.seed).text();
    if (!fault.empty()) finder->why = "the preconditioner K is not Hermitian positive definite: " + fault;
    return finder;
  }

  /// All vectors that are given begin the basis, as far as it has room for steps beside them.
  std::unique_ptr<PairFinder<S>> makeDavidson(const Davidson& parameters) {
    const int room = davidsonBasis(parameters, options_.numPairs, pencil_.n) - parameters.block;
    const int given = std::min(givenColumns(start_, resumedVectors()), std::max(room, 1));
    if (const long patience = checkpoint_.choice().patience; patience > 0)
      return makeMassFreeFinder<S>(pencil_, options_, parameters, patience,
                                   startVectors(std::max(given, parameters.block)), supervisor_);
    return makeDavidsonFinder<S>(pencil_, options_, parameters,
                                 startVectors(std::max(given, parameters.block)), given == 0, supervisor_);
  }

  Pencil<S>& pencil_;
  const EigenOptions& options_;
  const RunCheckpoint<S>& checkpoint_;
  const Start<S>& start_;
  Supervisor& supervisor_;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeFinder(Pencil<S>& pencil, const EigenOptions& options,
                                          const RunCheckpoint<S>& checkpoint, const Start<S>& start,
                                          Supervisor& supervisor) {
  return FinderSetup<S>(pencil, options, checkpoint, start, supervisor).make();
}

#define RITZ_FINDER_SETUP(S)                             \
  template std::unique_ptr<PairFinder<S>> makeFinder<S>( \
      Pencil<S>&, const EigenOptions&, const RunCheckpoint<S>&, const Start<S>&, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_FINDER_SETUP)

}  // namespace ritz
