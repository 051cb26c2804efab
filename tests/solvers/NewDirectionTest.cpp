#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/NewDirection.hpp>

#include "solvers/Traps.hpp"

namespace {

using MV = ritz::MultiVector<double>;

/// A diagonal problem with or without mass and the first `count` of `columns` B-orthonormal columns.
struct Basis {
  explicit Basis(int n, int count, bool hasMass) : map(ritz::makeMap(n)), V(map, std::size_t(count) + 1) {
    ritz::EigenProblem<double> problem{traps::diagonal(map, [](auto g) { return 1.0 + double(g); })};
    if (hasMass) problem.mass = traps::diagonal(map, [](auto g) { return 1.0 + 0.5 * double(g % 3); });
    pencil = std::make_unique<ritz::Pencil<double>>(problem, ritz::EigenOptions{});
    ritz::fillHash(V, 3);
    for (int j = 0; j < count; ++j) ritz::orthonormalize(*pencil, V, j, *V.getVectorNonConst(std::size_t(j)));
  }

  double largestOverlap(int count, const MV& v) const {
    MV image(v, Teuchos::Copy);
    pencil->applyMass(v, image);
    double largest = std::abs(ritz::gram(v, image)(0, 0) - 1);
    const auto products = ritz::gram(*V.subView(Teuchos::Range1D(0, count - 1)), image);
    for (int j = 0; j < count; ++j) largest = std::max(largest, std::abs(products(j, 0)));
    return largest;
  }

  ritz::MapPtr map;
  MV V;
  std::unique_ptr<ritz::Pencil<double>> pencil;
};

class NewDirection : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Mass, NewDirection, testing::Bool());

TEST_P(NewDirection, OrthonormalizesToRounding) {
  Basis basis(60, 5, GetParam());
  const auto v = basis.V.getVectorNonConst(5);
  EXPECT_GT(ritz::orthonormalize(*basis.pencil, basis.V, 5, *v), 0.1);
  EXPECT_LE(basis.largestOverlap(5, *v), 1e-14);
}

TEST_P(NewDirection, TellsHowLittleWasLeftOfADependentVector) {
  Basis basis(60, 5, GetParam());
  const auto v = basis.V.getVectorNonConst(5);
  MV small(*v, Teuchos::Copy);
  ritz::orthonormalize(*basis.pencil, basis.V, 5, small);
  v->update(1.0, *basis.V.getVector(0), 1e-9, small, 0.0);
  EXPECT_NEAR(ritz::orthonormalize(*basis.pencil, basis.V, 5, *v), 1e-9, 1e-14);
  EXPECT_LE(basis.largestOverlap(5, *v), 1e-14);
}

TEST_P(NewDirection, FindsAFreshOneUntilTheSpaceIsFull) {
  Basis basis(6, 5, GetParam());
  const auto v = basis.V.getVectorNonConst(5);
  EXPECT_TRUE(ritz::freshDirection(*basis.pencil, basis.V, 5, *v, 0));
  EXPECT_LE(basis.largestOverlap(5, *v), 1e-14);
  MV more(basis.map, 1);
  EXPECT_FALSE(ritz::freshDirection(*basis.pencil, basis.V, 6, more, 0));
}

}  // namespace
