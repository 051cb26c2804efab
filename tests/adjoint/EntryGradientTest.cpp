#include "adjoint/Families.hpp"

#include <ritz/adjoint/EntryGradient.hpp>
#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>
#include <Scalars.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

namespace ritz::test {
namespace {

constexpr int Size = 30;

/// Tridiagonal with growing diagonal, a_ij changed by t at (row, column) and (column, row).
std::shared_ptr<const MatrixOperator<double>> matrix(GlobalIndex row, GlobalIndex column, double t,
                                                     double center) {
  std::vector<MatrixEntry<double>> entries;
  for (GlobalIndex i = 0; i < Size; ++i) {
    entries.push_back({i, i, center + 0.3 * real(i)});
    if (i > 0) entries.push_back({i, i - 1, 0.4});
    if (i + 1 < Size) entries.push_back({i, i + 1, 0.4});
  }
  entries.push_back({row, column, t});
  if (row != column) entries.push_back({column, row, t});
  return matrixOf(makeMap(Size), entries);
}

EigenResult<double> pairsOf(const OperatorPtr<double>& A, const OperatorPtr<double>& B) {
  EigenOptions options;
  options.numPairs = 2;
  options.which = Smallest{};
  options.method = Lapack{};
  return eigsolve<double>({A, B}, options);
}

/// The stored entry, summed over the ranks (it is on one).
double entry(const Tpetra::CrsMatrix<double>& A, GlobalIndex row, GlobalIndex column) {
  const Column unit = columnOf(A.getDomainMap(), [=](GlobalIndex g) { return g == column ? 1.0 : 0.0; });
  Column product(A.getRangeMap());
  A.apply(unit, product);
  return gather(product)[static_cast<std::size_t>(row)];
}

TEST(EntryGradient, AgreesWithDifferencesOfSymmetricMatrices) {
  const VectorForms<double> forms(
      diagonalOperator(makeMap(Size), [](GlobalIndex g) { return std::sin(real(g)); }), {1, 2});
  const auto A = matrix(0, 0, 0, 2), B = matrix(0, 0, 0, 5);
  AdjointOptions options;
  options.gradientTolerance = 1e-11;
  options.wantsMass = true;
  const auto pullback = EigenAdjoint<double>(pairsOf(A, B), options)(forms);
  const auto gA = entryGradientA(pullback, *A->matrix()), gB = entryGradientMass(pullback, *B->matrix());
  const double h = 1e-4;
  for (const auto& [row, column] :
       std::vector<std::pair<GlobalIndex, GlobalIndex>>{{0, 0}, {3, 4}, {12, 11}, {20, 20}}) {
    const double both = row == column ? 1.0 : 2.0;
    const auto at = [&, r = row, c = column](double t, bool inA) {
      const auto pairs = inA ? pairsOf(matrix(r, c, t, 2), B) : pairsOf(A, matrix(r, c, t, 5));
      return forms.value(pairs.values, *pairs.vectors);
    };
    // Central differences: truncation h² = 1e-8, rounding 1e-15/h.
    EXPECT_NEAR(both * entry(*gA, row, column), (at(h, true) - at(-h, true)) / (2 * h), 3e-7);
    EXPECT_NEAR(both * entry(*gB, row, column), (at(h, false) - at(-h, false)) / (2 * h), 3e-7);
  }
}

TEST(EntryGradient, IsSymmetricOnThePattern) {
  const auto A = matrix(0, 0, 0, 2);
  const auto pullback = EigenAdjoint<double>(pairsOf(A, nullptr))(ValueSum<double>({1, 0}));
  const auto g = entryGradientA(pullback, *A->matrix());
  EXPECT_LE(MatrixOperator<double>(g).symmetryDefect(), 1e-15);
  EXPECT_EQ(g->getGlobalNumEntries(), A->matrix()->getGlobalNumEntries());
  EXPECT_THROW(entryGradientMass(pullback, *A->matrix()), InvalidOption);
}

/// Both blocks at once, gathered: entry (i, j) of ½(W Uᴴ + U Wᴴ).
template <class S>
S outerProduct(const std::vector<std::vector<S>>& W, const std::vector<std::vector<S>>& U, std::size_t i,
               std::size_t j) {
  S sum(0);
  for (std::size_t c = 0; c < W.size(); ++c)
    sum += W[c][i] * Teuchos::ScalarTraits<S>::conjugate(U[c][j]) +
           U[c][i] * Teuchos::ScalarTraits<S>::conjugate(W[c][j]);
  return sum / S(2);
}

/// The columns of hash blocks, made whole on every rank.
template <class S>
std::vector<std::vector<S>> wholeColumns(std::uint64_t seed) {
  const auto alone = worldComm()->split(worldComm()->getRank(), 0);
  MultiVector<S> X(makeMap(alone, Size), 3);
  fillHash(X, seed);
  std::vector<std::vector<S>> columns;
  for (std::size_t c = 0; c < 3; ++c) {
    const auto x = X.getData(c);
    columns.emplace_back(x.begin(), x.end());
  }
  return columns;
}

template <class S>
class EntryGradientOf : public testing::Test {};
TYPED_TEST_SUITE(EntryGradientOf, ritz::test::EveryScalar);

TYPED_TEST(EntryGradientOf, BlocksIsTheHermitianPartOfTheirOuterProductOnThePattern) {
  using S = TypeParam;
  const auto map = makeMap(Size);
  MatrixBuilder<S> builder(map);
  std::vector<MatrixEntry<S>> entries;
  for (GlobalIndex i = 0; i < Size; ++i)
    for (const GlobalIndex j : {i, (i + 7) % Size, (i * i) % Size}) entries.push_back({i, j, S(1)});
  builder.add(entries);
  const auto pattern = builder.build(map);
  const auto W = std::make_shared<MultiVector<S>>(map, 3), U = std::make_shared<MultiVector<S>>(map, 3);
  fillHash(*W, 1);
  fillHash(*U, 2);
  Pullback<S> pullback;
  pullback.W = W;
  pullback.Y = W;
  pullback.U = U;

  const auto g = entryGradientA(pullback, *pattern), gB = entryGradientMass(pullback, *pattern);

  const auto w = wholeColumns<S>(1), u = wholeColumns<S>(2);
  EXPECT_EQ(g->getGlobalNumEntries(), pattern->getGlobalNumEntries());
  for (LocalIndex row = 0; row <= map->getMaxLocalIndex(); ++row) {
    typename Tpetra::CrsMatrix<S>::local_inds_host_view_type columns;
    typename Tpetra::CrsMatrix<S>::values_host_view_type values, valuesB;
    g->getLocalRowView(row, columns, values);
    gB->getLocalRowView(row, columns, valuesB);
    for (std::size_t e = 0; e < columns.extent(0); ++e) {
      const S expected = outerProduct(w, u, static_cast<std::size_t>(map->getGlobalElement(row)),
                                      static_cast<std::size_t>(g->getColMap()->getGlobalElement(columns(e))));
      // Six products of complex numbers below √2 in modulus.
      EXPECT_LE(std::abs(S(values(e)) - expected), 60 * std::numeric_limits<Real<S>>::epsilon());
      EXPECT_EQ(S(valuesB(e)), -S(values(e)));
    }
  }
}

}  // namespace
}  // namespace ritz::test
