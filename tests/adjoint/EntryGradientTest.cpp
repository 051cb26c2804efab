#include "adjoint/Families.hpp"

#include <ritz/adjoint/EntryGradient.hpp>
#include <ritz/adjoint/Losses.hpp>

#include <gtest/gtest.h>

#include <cmath>

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

}  // namespace
}  // namespace ritz::test
