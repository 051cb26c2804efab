#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/MassInverse.hpp>

#include <cmath>
#include <stdexcept>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::makeMassInverse;
using ritz::Pencil;

constexpr GlobalIndex n = 60;

ritz::EigenProblem<double> with(const ritz::OperatorPtr<double>& mass) {
  return {diagonalOperator(mass->getDomainMap(), [](GlobalIndex g) { return real(g) + 1.0; }), mass};
}

/// max ‖B′Z − R‖/‖R‖ for Z = B′⁻¹R.
double relativeResidual(const Pencil<double>& pencil, const ritz::Operator<double>& inverse) {
  const Block R = hashBlock(pencil.map, 3, 5);
  Block Z(pencil.map, 3), back(pencil.map, 3);
  inverse.apply(R, Z);
  pencil.applyMass(Z, back);
  back.update(-1.0, R, 1.0);
  double worst = 0.0;
  for (std::size_t j = 0; j < 3; ++j) worst = std::max(worst, norms(back)[j] / norms(R)[j]);
  return worst;
}

/// Applies B′⁻¹ once.
void invert(const Pencil<double>& pencil) {
  Block Z(pencil.map, 1);
  makeMassInverse(pencil, 1e-10)->apply(hashBlock(pencil.map, 1, 5), Z);
}

/// Identity for the first two products (the probe has two columns, one call), then `fault` on the last rank.
ritz::OperatorPtr<double> failingLater(const std::function<void(Block&)>& fault) {
  const auto calls = std::make_shared<int>(0);
  return ritz::makeOperator<double>(ritz::makeMap(n), [=](const Block& X, Block& Y) {
    for (std::size_t j = 0; j < X.getNumVectors(); ++j)
      Y.getVectorNonConst(j)->update(2.0, *X.getVector(j), 0.0);
    const auto& comm = *X.getMap()->getComm();
    if (++*calls > 1 && comm.getRank() + 1 == comm.getSize()) fault(Y);
  });
}

}  // namespace

TEST(MassInverse, DividesByADiagonal) {
  const Pencil<double> pencil(
      with(diagonalOperator(ritz::makeMap(n), [](GlobalIndex g) { return 1e-9 * (real(g) + 1.0); })), {});
  const long before = pencil.mass->count().columns;

  const auto inverse = makeMassInverse(pencil, 1e-10);
  Block Z(pencil.map, 1);
  inverse->apply(hashBlock(pencil.map, 1), Z);

  EXPECT_EQ(pencil.mass->count().columns, before);
  EXPECT_LE(relativeResidual(pencil, *inverse), 4 * Epsilon);
}

TEST(MassInverse, InvertsAMatrixToTheTolerance) {
  const Pencil<double> pencil(with(toeplitzMatrix(ritz::makeMap(n), 4e8, 1e8)), {});

  EXPECT_LE(relativeResidual(pencil, *makeMassInverse(pencil, 1e-10)), 1.01e-10);
}

TEST(MassInverse, UsesTheDiagonalOfAMatrix) {
  // diag(1, 10, 100, …) as a matrix: with Jacobi one step is enough, without it six values need six.
  std::vector<ritz::MatrixEntry<double>> entries;
  for (GlobalIndex g = 0; g < n; ++g) entries.push_back({g, g, std::pow(10.0, real(g % 6))});
  const Pencil<double> pencil(with(matrixOf(ritz::makeMap(n), entries)), {});
  const long before = pencil.mass->count().columns;

  invert(pencil);

  EXPECT_LE(pencil.mass->count().columns - before, 3);
}

TEST(MassInverse, UsesTheDiagonalOfATpetraMatrixToo) {
  const auto matrix = toeplitzMatrix(ritz::makeMap(n), 4.0, 1.0);
  const Pencil<double> pencil(with(matrix->matrix()), {});

  EXPECT_LE(relativeResidual(pencil, *makeMassInverse(pencil, 1e-10)), 1.01e-10);
}

TEST(MassInverse, InvertsAnOperatorThatShowsNothing) {
  const Pencil<double> pencil(
      with(rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return 1.0 + real(g % 5); })), {});
  const long before = pencil.mass->count().columns;

  EXPECT_LE(relativeResidual(pencil, *makeMassInverse(pencil, 1e-10)), 1.01e-10);
  EXPECT_GT(pencil.mass->count().columns, before + 3);  // its products count as B's
}

TEST(MassInverse, SaysThatADiagonalIsSingular) {
  const Pencil<double> pencil(
      with(diagonalOperator(ritz::makeMap(n), [](GlobalIndex g) { return g == 7 ? 0.0 : 1.0; })), {});

  EXPECT_THROW(makeMassInverse(pencil, 1e-10), ritz::SingularMassFound);
}

TEST(MassInverse, SaysThatAMatrixWithAnEmptyRowIsSingular) {
  std::vector<ritz::MatrixEntry<double>> entries;
  for (GlobalIndex g = 0; g + 1 < n; ++g) entries.push_back({g, g, 1.0 + real(g)});
  const Pencil<double> pencil(with(matrixOf(ritz::makeMap(n), entries)), {});

  EXPECT_THROW(invert(pencil), ritz::SingularMassFound);
}

TEST(MassInverse, SaysThatAnOperatorIsSingular) {
  const Pencil<double> pencil(
      with(rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return g % 2 == 0 ? 0.0 : 1.0; })), {});

  EXPECT_THROW(invert(pencil), ritz::SingularMassFound);
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(MassInverse, LeavesAMassThatThrowsAFailure) {
  const Pencil<double> pencil(with(failingLater([](Block&) { throw std::domain_error("flat tyre"); })), {});

  try {
    invert(pencil);
    FAIL() << "nothing was thrown";
  } catch (const ritz::OperatorFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("flat tyre"), std::string::npos) << failure.what();
  }
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(MassInverse, LeavesAMassThatReturnsNaNAFailure) {
  const Pencil<double> pencil(with(failingLater([](Block& Y) {
                                Y.replaceLocalValue(0, 0, std::numeric_limits<double>::quiet_NaN());
                              })),
                              {});

  EXPECT_THROW(invert(pencil), ritz::OperatorFailure);
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(MassInverse, SquaresAreUpperBoundsWithinAFewPercent) {
  for (const auto& mass : {diagonalOperator(ritz::makeMap(n), [](GlobalIndex g) { return 1.0 + real(g); }),
                           rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return 1.0 + real(g); })}) {
    const Pencil<double> pencil(with(mass), {});
    const Block R = hashBlock(pencil.map, 2, 5);
    Block Z(pencil.map, 2);
    makeMassInverse(pencil, 1e-12)->apply(R, Z);

    const auto squares = ritz::massInverseSquares(pencil, R);

    for (std::size_t j = 0; j < 2; ++j) {
      const double exact = R.getVector(j)->dot(*Z.getVector(j));
      EXPECT_GE(squares[j], exact);
      EXPECT_LE(squares[j], 1.1 * exact);
    }
  }
}

TEST(MassInverse, SquaresUseTheInverseThatTheUserGave) {
  const auto map = ritz::makeMap(n);
  auto problem = with(rotatedOperator(map, [](GlobalIndex g) { return 1.0 + real(g); }));
  problem.massInverse = rotatedOperator(map, [](GlobalIndex g) { return 1.0 / (1.0 + real(g)); });
  const Pencil<double> pencil(problem, {});
  const long before = pencil.mass->count().columns;

  ritz::massInverseSquares(pencil, hashBlock(map, 2, 5));

  EXPECT_EQ(pencil.mass->count().columns, before);
  EXPECT_EQ(pencil.massInverse->count().columns, 2);
}

TEST(MassInverse, SquaresAreInfiniteForASingularMass) {
  for (const auto& mass :
       {diagonalOperator(ritz::makeMap(n), [](GlobalIndex g) { return g == 7 ? 0.0 : 1.0; }),
        rotatedOperator(ritz::makeMap(n), [](GlobalIndex g) { return g % 2 == 0 ? 0.0 : 1.0; })}) {
    const Pencil<double> pencil(with(mass), {});

    for (const double square : ritz::massInverseSquares(pencil, hashBlock(pencil.map, 2, 5)))
      EXPECT_EQ(square, Infinity);
    EXPECT_FALSE(ritz::hasOperatorFailure());
  }
}
