#include <ritz/adjoint/ClusterBlocks.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/TangentFormula.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <memory>

namespace ritz {

namespace {

/// (M + Mᴴ)/2 of M = UᴴX; zero for no X.
template <class S>
Dense<S> hermitianForm(const MultiVector<S>& U, const MultiVectorPtr<S>& X) {
  const int k = static_cast<int>(U.getNumVectors());
  return X ? hermitianPart(gram(U, *X)) : Dense<S>(k, k);
}

}  // namespace

template <class S>
TangentFormula<S>::TangentFormula(const EigenResult<S>& result, const std::vector<int>& clusterOf,
                                  const PencilChange<S>& change) {
  const Dense<S> G = hermitianForm(*result.vectors, change.AU), D = hermitianForm(*result.vectors, change.BU);
  const int k = G.rows();
  const auto value = [&](int j) { return result.values[static_cast<std::size_t>(j)]; };
  Dense<S> moved(k, k), mixed(k, k), half(k, k);
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i) {
      moved(i, j) = G(i, j) - S((value(i) + value(j)) / 2) * D(i, j);
      mixed(i, j) = G(i, j) - S(value(j)) * D(i, j);
      half(i, j) = D(i, j) / S(2);
    }
  values_ = insideClusters(moved, clusterOf);
  mixing_ = overGaps(mixed, clusterOf, result.values);
  const Dense<S> inside = insideClusters(half, clusterOf);
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i) mixing_(i, j) -= inside(i, j);
}

template <class S>
MultiVectorPtr<S> TangentFormula<S>::force(const EigenResult<S>& result, const PencilChange<S>& change) {
  auto force = std::make_shared<MultiVector<S>>(result.vectors->getMap(), result.values.size());
  if (change.AU) Tpetra::deep_copy(*force, *change.AU);
  std::vector<Real<S>> minus;
  for (const Real<S> value : result.values) minus.push_back(-value);
  if (change.BU) addColumns(*force, minus, *change.BU);
  return force;
}

RITZ_INSTANTIATE(TangentFormula)

}  // namespace ritz
