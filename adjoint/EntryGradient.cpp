#include <ritz/adjoint/EntryGradient.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Kokkos_Core.hpp>
#include <Tpetra_CrsGraph.hpp>
#include <Tpetra_Import.hpp>

namespace ritz {

namespace {

using LocalGraph = Tpetra::CrsGraph<>::local_graph_device_type;
template <class S>
using LocalValues = typename Tpetra::CrsMatrix<S>::local_matrix_device_type::values_type::non_const_type;

/// The rows of X that the columns of the pattern name.
template <class S>
MultiVector<S> atColumns(const MultiVector<S>& X, const Tpetra::CrsMatrix<S>& pattern) {
  MultiVector<S> result(pattern.getColMap(), X.getNumVectors());
  const auto importer = pattern.getGraph()->getImporter();
  if (importer.is_null())
    Tpetra::deep_copy(result, X);
  else
    result.doImport(X, *importer, Tpetra::INSERT);
  return result;
}

template <class S>
void requireOneMap(const Tpetra::CrsMatrix<S>& pattern, const Map& map) {
  if (pattern.isFillComplete() && pattern.getRowMap()->isSameAs(map) && pattern.getDomainMap()->isSameAs(map))
    return;
  throw SpaceMismatch(
      "entryGradient: the matrix must be fill-complete, with its rows and its domain spread as the "
      "eigenvectors are");
}

/// Entry e of row i, in column j: factor Σ_c p_ic conj(u_jc) + u_ic conj(p_jc).
template <class S>
void fillValues(Real<S> factor, const MultiVector<S>& P, const MultiVector<S>& U, const MultiVector<S>& farP,
                const MultiVector<S>& farU, const LocalGraph& graph, const LocalValues<S>& values) {
  using Entry = typename MultiVector<S>::impl_scalar_type;
  using ATS = Kokkos::ArithTraits<Entry>;
  const auto p = P.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto u = U.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto pc = farP.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto uc = farU.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const std::size_t columns = U.getNumVectors();
  Kokkos::parallel_for(
      "ritz::entryGradient",
      Kokkos::RangePolicy<typename MultiVector<S>::execution_space, LocalIndex>(
          0, static_cast<LocalIndex>(graph.numRows())),
      KOKKOS_LAMBDA(LocalIndex i) {
        for (auto e = graph.row_map(i); e < graph.row_map(i + 1); ++e) {
          const LocalIndex j = graph.entries(e);
          Entry sum = ATS::zero();
          for (std::size_t c = 0; c < columns; ++c)
            sum += p(i, c) * ATS::conj(uc(j, c)) + u(i, c) * ATS::conj(pc(j, c));
          values(e) = factor * sum;
        }
      });
}

/// ½ factor (P Uᴴ + U Pᴴ) on the pattern.
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> onPattern(Real<S> factor, const MultiVector<S>& P,
                                                      const MultiVector<S>& U,
                                                      const Tpetra::CrsMatrix<S>& pattern) {
  requireOneMap(pattern, *U.getMap());
  const LocalGraph graph = pattern.getCrsGraph()->getLocalGraphDevice();
  const LocalValues<S> values(Kokkos::ViewAllocateWithoutInitializing("ritz::entryGradient"),
                              graph.entries.extent(0));
  fillValues<S>(factor / 2, P, U, atColumns(P, pattern), atColumns(U, pattern), graph, values);
  const auto result = std::make_shared<Tpetra::CrsMatrix<S>>(pattern.getCrsGraph(), values);
  result->fillComplete(pattern.getDomainMap(), pattern.getRangeMap());
  return result;
}

}  // namespace

template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientA(const Pullback<S>& pullback,
                                                           const Tpetra::CrsMatrix<S>& pattern) {
  return onPattern(Real<S>(1), *pullback.W, *pullback.U, pattern);
}

template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientMass(const Pullback<S>& pullback,
                                                              const Tpetra::CrsMatrix<S>& pattern) {
  if (!pullback.Y)
    throw InvalidOption("entryGradientMass: the pullback was made without B; set AdjointOptions::wantsMass");
  return onPattern(Real<S>(-1), *pullback.Y, pullback.besideY(), pattern);
}

#define RITZ_ENTRY_GRADIENT(S)                                                                         \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientA<S>(const Pullback<S>&,           \
                                                                         const Tpetra::CrsMatrix<S>&); \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientMass<S>(const Pullback<S>&,        \
                                                                            const Tpetra::CrsMatrix<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_ENTRY_GRADIENT)

}  // namespace ritz
