#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockLanczosFactorization.hpp>
#include <ritz/solvers/KrylovFinder.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/LanczosFinder.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace ritz {

int lanczosBasis(const Lanczos& parameters, int numPairs, long long dimension) {
  const long long wanted =
      parameters.basis > 0 ? parameters.basis : std::max({30, 3 * numPairs, numPairs + 4 * parameters.block});
  return static_cast<int>(std::min(wanted, dimension));
}

int lanczosBlock(const Lanczos& parameters, int numPairs, long long dimension) {
  const bool hasRoom = lanczosBasis(parameters, numPairs, dimension) + parameters.block <= dimension;
  return hasRoom ? parameters.block : 1;
}

template <class S>
std::unique_ptr<PairFinder<S>> makeLanczosFinder(std::shared_ptr<const KrylovMap<S>> map,
                                                 const EigenOptions& options, const Lanczos& parameters,
                                                 const MultiVector<S>& start, Supervisor& supervisor,
                                                 const MultiVector<S>* deflate, std::optional<Real<S>> bar,
                                                 std::optional<Real<S>> farEnd) {
  const long long left = map->pencil().n - (deflate ? static_cast<long long>(deflate->getNumVectors()) : 0);
  const int capacity = lanczosBasis(parameters, options.numPairs, left);
  std::unique_ptr<KrylovBasis<S>> basis;
  if (start.getNumVectors() > 1)
    basis = std::make_unique<BlockLanczosFactorization<S>>(map, capacity, start, options.seed);
  else
    basis = std::make_unique<LanczosFactorization<S>>(map, capacity, start, deflate, options.seed);
  return std::make_unique<KrylovFinder<S>>(std::move(map), options, supervisor, std::move(basis), capacity,
                                           bar, std::vector<Real<S>>(), farEnd);
}

template <class S>
std::unique_ptr<PairFinder<S>> resumeLanczosFinder(const Pencil<S>& pencil, const EigenOptions& options,
                                                   const Lanczos& parameters, const SolverState<S>& state,
                                                   Supervisor& supervisor) {
  const int capacity = lanczosBasis(parameters, options.numPairs, pencil.n);
  auto basis = std::make_unique<LanczosFactorization<S>>(pencilMap(pencil), capacity, state, options.seed);
  return std::make_unique<KrylovFinder<S>>(pencilMap(pencil), options, supervisor, std::move(basis), capacity,
                                           std::nullopt, state.vectorNorms);
}

#define RITZ_LANCZOS(S)                                                                                \
  template std::unique_ptr<PairFinder<S>> makeLanczosFinder<S>(                                        \
      std::shared_ptr<const KrylovMap<S>>, const EigenOptions&, const Lanczos&, const MultiVector<S>&, \
      Supervisor&, const MultiVector<S>*, std::optional<Real<S>>, std::optional<Real<S>>);             \
  template std::unique_ptr<PairFinder<S>> resumeLanczosFinder<S>(                                      \
      const Pencil<S>&, const EigenOptions&, const Lanczos&, const SolverState<S>&, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_LANCZOS)

}  // namespace ritz
