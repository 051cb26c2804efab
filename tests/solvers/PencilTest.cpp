#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <cmath>
#include <string>

namespace {

using namespace ritz::test;
using ritz::Pencil;

ritz::OperatorPtr<double> counted(const ritz::MapPtr& map, double factor) {
  return diagonalOperator(map, [factor](ritz::GlobalIndex g) { return factor * static_cast<double>(g + 1); });
}

/// Cyclic shift: ⟨x, A y⟩ is not ⟨A x, y⟩.
ritz::OperatorPtr<double> skewed(const ritz::MapPtr& map) {
  return ritz::makeOperator<double>(map, [](const Block& X, Block& Y) {
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = gather(X, j);
      const Column shifted = columnOf(
          Y.getMap(), [&](ritz::GlobalIndex g) { return x[(static_cast<std::size_t>(g) + 1) % x.size()]; });
      Tpetra::deep_copy(*Y.getVectorNonConst(j), shifted);
    }
  });
}

std::string indefiniteText(const ritz::EigenProblem<double>& problem) {
  try {
    Pencil<double>(problem, {});
  } catch (const ritz::IndefiniteMass& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST(Pencil, BringsBothOperatorsNearNormOne) {
  const auto map = ritz::makeMap(30);
  const Pencil<double> pencil({counted(map, 1e40), counted(map, 1e-40)}, {});

  // The probe's largest entry is in [1, 2); a column of n entries makes ‖y‖/‖x‖ of that size up to √n.
  for (const double norm : {pencil.normA(), pencil.normB()}) {
    EXPECT_GT(norm, 1.0 / std::sqrt(30.0));
    EXPECT_LT(norm, 2.0 * std::sqrt(30.0));
  }
  EXPECT_EQ(pencil.valueScale(), pencil.massScale() / pencil.A->scale());
  EXPECT_EQ(pencil.n, 30);
  EXPECT_EQ(pencil.A->count().columns, 2);
  EXPECT_EQ(pencil.mass->count().columns, 2);
}

TEST(Pencil, LeavesOutWhatTheProblemLacks) {
  const auto map = ritz::makeMap(6);
  const Pencil<double> pencil({counted(map, 1.0)}, {});
  const Block X = hashBlock(map, 2);
  Block Y(map, 2);

  pencil.applyMass(X, Y);

  EXPECT_EQ(distance(X, Y), 0.0);
  EXPECT_EQ(pencil.massScale(), 1.0);
  EXPECT_EQ(pencil.normB(), 1.0);
  EXPECT_FALSE(pencil.mass);
  EXPECT_FALSE(pencil.massInverse);
  EXPECT_FALSE(pencil.preconditioner);
}

TEST(Pencil, ScalesTheInverseOfBAgainstB) {
  const auto map = ritz::makeMap(6);
  const auto inverse =
      diagonalOperator(map, [](ritz::GlobalIndex g) { return 1e9 / static_cast<double>(g + 1); });
  const Pencil<double> pencil({counted(map, 1.0), counted(map, 1e-9), inverse}, {});
  const Block X = hashBlock(map, 2);
  Block BX(map, 2), back(map, 2);

  pencil.applyMass(X, BX);
  pencil.massInverse->apply(BX, back);

  EXPECT_LE(distance(back, X), 8 * Epsilon);
}

TEST(Pencil, JudgesResidualsAsInTheUsersUnits) {
  const auto map = ritz::makeMap(10);
  ritz::EigenOptions options;
  options.tolerance = 1e-5;
  const Pencil<double> byNorm({counted(map, 1e12), counted(map, 1e-7)}, options);
  options.relativeTo = ritz::RelativeTo::Value;
  const Pencil<double> byValue({counted(map, 1e12), counted(map, 1e-7)}, options);
  const double sA = byNorm.A->scale(), sB = byNorm.massScale();
  const double theta = 3e18, norm2 = 7.0, normMass = 2.0;  // of the user's pencil

  const double alpha = byNorm.normA() / sA, beta = byNorm.normB() / sB;
  const double thetaPrime = theta * sA / sB, massPrime = normMass * std::sqrt(sB);

  EXPECT_NEAR(byNorm.allowed(thetaPrime, norm2, massPrime) / sA / (1e-5 * (alpha + theta * beta) * norm2),
              1.0, 1e-14);
  // The value criterion has ‖r‖₂ ≤ tol·|θ|·‖v‖_B, whatever the scales: r′ = sA r.
  EXPECT_NEAR(byValue.allowed(thetaPrime, norm2, massPrime) / sA / (1e-5 * theta * normMass), 1.0, 1e-14);
}

TEST(Pencil, TellsResidualsInUnitsOfTheTolerance) {
  const auto map = ritz::makeMap(10);
  ritz::EigenOptions options;
  options.tolerance = 1e-5;
  options.relativeTo = ritz::RelativeTo::Value;
  const Pencil<double> pencil({counted(map, 1.0)}, options);

  EXPECT_NEAR(pencil.relative(pencil.allowed(2.0, 1.0, 1.0), 2.0, 1.0, 1.0), 1e-5, 1e-18);
  EXPECT_EQ(pencil.relative(0.0, 0.0, 1.0, 1.0), 0.0);
  EXPECT_EQ(pencil.relative(1e-300, 0.0, 1.0, 1.0), Infinity);
}

TEST(Pencil, RefusesOperatorsThatAreNotSymmetric) {
  const auto map = ritz::makeMap(40);

  EXPECT_THROW(Pencil<double>({skewed(map)}, {}), ritz::NotSymmetric);
  EXPECT_THROW(Pencil<double>({counted(map, 1.0), skewed(map)}, {}), ritz::NotSymmetric);
  EXPECT_NO_THROW(Pencil<double>({std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 40)}, {}));
}

TEST(Pencil, TakesOneByOneProblems) {
  const auto map = ritz::makeMap(1);
  const Pencil<double> pencil({counted(map, -4.0), counted(map, 2.0)}, {});

  EXPECT_EQ(pencil.n, 1);
}

TEST(Pencil, RefusesAMassThatIsNotPositive) {
  const auto map = ritz::makeMap(12);
  const auto A = counted(map, 1.0);

  for (const double sign : {-1.0, 0.0}) {
    const std::string text = indefiniteText({A, counted(map, sign)});
    EXPECT_NE(text.find("swap"), std::string::npos) << text;
  }
}

TEST(Pencil, ReportsAProbeThatFails) {
  const auto map = ritz::makeMap(12);
  const auto broken = ritz::makeOperator<double>(
      map, [](const Block&, Block& Y) { Y.putScalar(std::numeric_limits<double>::quiet_NaN()); });

  EXPECT_THROW(Pencil<double>({broken}, {}), ritz::OperatorFailure);
  EXPECT_THROW(Pencil<double>({counted(map, 1.0), broken}, {}), ritz::OperatorFailure);
}
