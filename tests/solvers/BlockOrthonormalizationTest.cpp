#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/BlockOrthonormalization.hpp>

#include "solvers/SingularValues.hpp"

namespace {

using ritz::Dense;
using ritz::test::Block;
using ritz::test::diagonalOperator;
using ritz::test::distance;
using ritz::test::distanceFromIdentity;
using ritz::test::hashBlock;
using ritz::test::image;
using ritz::test::real;

ritz::Pencil<double> pencilOn(const ritz::MapPtr& map, const ritz::OperatorPtr<double>& mass) {
  ritz::EigenProblem<double> problem;
  problem.A = diagonalOperator(map, [](auto g) { return 1 + real(g); });
  problem.mass = mass;
  return {problem, {}};
}

/// Columns x₁, x₁ + δ x₂, x₁ + δ² x₃, …: condition about 1/δ^(m−1).
Block nearlyDependent(const ritz::MapPtr& map, std::size_t columns, double delta) {
  Block Y = hashBlock(map, columns);
  double factor = 1.0;
  for (std::size_t j = 1; j < columns; ++j) {
    factor *= delta;
    Y.getVectorNonConst(j)->update(1.0, *Y.getVector(0), factor);
  }
  return Y;
}

TEST(BlockOrthonormalization, MakesNearlyDependentColumnsOrthonormalInTheMass) {
  const auto map = ritz::makeMap(200);
  const auto B = diagonalOperator(map, [](auto g) { return 0.5 + 0.01 * real(g); });
  for (const auto& mass : {ritz::OperatorPtr<double>(), B}) {
    const auto pencil = pencilOn(map, mass);
    for (const double delta : {1.0, 1e-2, 1e-4}) {
      SCOPED_TRACE(delta);
      const Block Y = nearlyDependent(map, 4, delta);
      Block Q(Y, Teuchos::Copy);
      const Dense<double> C = ritz::orthonormalizeBlock(pencil, Q);
      ASSERT_EQ(C.cols(), 4);
      Block BQ(Q, Teuchos::Copy);
      pencil.applyMass(Q, BQ);
      EXPECT_LE(distanceFromIdentity(Q, BQ), 1e-13);
    }
  }
}

TEST(BlockOrthonormalization, GivesTheFactorOfWellConditionedColumns) {
  const auto map = ritz::makeMap(200);
  const auto pencil = pencilOn(map, nullptr);
  const Block Y = hashBlock(map, 6);
  Block Q(Y, Teuchos::Copy);
  const Dense<double> C = ritz::orthonormalizeBlock(pencil, Q);
  EXPECT_LE(distance(ritz::times(Y, C), Q), 1e-14);
}

TEST(BlockOrthonormalization, DropsWhatIsNotThere) {
  const auto map = ritz::makeMap(200);
  const auto pencil = pencilOn(map, nullptr);
  Block Y = hashBlock(map, 5);
  Y.getVectorNonConst(3)->putScalar(0.0);
  Y.getVectorNonConst(4)->putScalar(0.0);
  const Dense<double> C = ritz::orthonormalizeBlock(pencil, Y);
  EXPECT_EQ(C.cols(), 3);
  const Block Q = ritz::columns(Y, 0, 3);
  EXPECT_LE(distanceFromIdentity(Q, Q), 1e-13);
  Block zero(map, 2);
  EXPECT_EQ(ritz::orthonormalizeBlock(pencil, zero).cols(), 0);
}

}  // namespace
