#include <ritz/adjoint/EntryGradient.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Tpetra_Import.hpp>

#include <vector>

namespace ritz {

namespace {

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

/// ½ factor (P Uᴴ + U Pᴴ) on the pattern.
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> onPattern(Real<S> factor, const MultiVector<S>& P,
                                                      const MultiVector<S>& U,
                                                      const Tpetra::CrsMatrix<S>& pattern) {
  requireOneMap(pattern, *U.getMap());
  using Matrix = Tpetra::CrsMatrix<S>;
  const auto result = std::make_shared<Matrix>(pattern.getCrsGraph());
  const MultiVector<S> farP = atColumns(P, pattern), farU = atColumns(U, pattern);
  const auto p = P.getLocalViewHost(Tpetra::Access::ReadOnly),
             u = U.getLocalViewHost(Tpetra::Access::ReadOnly);
  const auto pc = farP.getLocalViewHost(Tpetra::Access::ReadOnly),
             uc = farU.getLocalViewHost(Tpetra::Access::ReadOnly);
  std::vector<S> values;
  for (LocalIndex i = 0; i <= pattern.getRowMap()->getMaxLocalIndex(); ++i) {
    typename Matrix::local_inds_host_view_type columns;
    typename Matrix::values_host_view_type ignored;
    pattern.getLocalRowView(i, columns, ignored);
    values.assign(columns.extent(0), S(0));
    const auto conj = [](S x) { return Teuchos::ScalarTraits<S>::conjugate(x); };
    for (std::size_t e = 0; e < values.size(); ++e)
      for (std::size_t c = 0; c < U.getNumVectors(); ++c)
        values[e] += S(factor / 2) *
                     (S(p(i, c)) * conj(S(uc(columns(e), c))) + S(u(i, c)) * conj(S(pc(columns(e), c))));
    const std::vector<LocalIndex> at(columns.data(), columns.data() + columns.extent(0));
    result->replaceLocalValues(i, Teuchos::arrayViewFromVector(at), Teuchos::arrayViewFromVector(values));
  }
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
  return onPattern(Real<S>(-1), *pullback.Y, *pullback.U, pattern);
}

#define RITZ_ENTRY_GRADIENT(S)                                                                         \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientA<S>(const Pullback<S>&,           \
                                                                         const Tpetra::CrsMatrix<S>&); \
  template std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientMass<S>(const Pullback<S>&,        \
                                                                            const Tpetra::CrsMatrix<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_ENTRY_GRADIENT)

}  // namespace ritz
