#include <gtest/gtest.h>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/Preconditioner.hpp>
#include <ritz/operators/PreconditionerCheck.hpp>
#include <ritz/operators/RigidBodyModes.hpp>
#include <ritz/operators/ShiftedOperator.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include <cmath>

#include "SharedData.hpp"
#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

using Options = PreconditionerOptions<double>;

OperatorPtr<double> laplacian(GlobalIndex size) {
  return std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{size, size, size},
                                               Laplacian3d<double>::Weights{1.0, 1.17, 1.39});
}

std::vector<Options> kinds() {
  std::vector<Options> result(4);
  result[1].kind = Jacobi{};
  result[2].kind = Ilu{};
  result[3].kind = Chebyshev{};
  return result;
}

/// Null, and the test is skipped, where the Trilinos found lacks the package.
OperatorPtr<double> made(const OperatorPtr<double>& A, const Options& options) {
  try {
    return makePreconditioner<double>(A, options);
  } catch (const NotSupported&) {
    return nullptr;
  }
}

/// Steps of preconditioned conjugate gradients for A x = b, b a hash vector made by A, until ‖r‖ ≤ 1e-8·‖b‖.
int stepsOfCg(const Operator<double>& A, const Operator<double>& K) {
  const MapPtr map = A.getDomainMap();
  Column r(map), z(map), p(map), q(map);
  A.apply(hashBlock(map, 1), r);
  const double goal = 1e-8 * r.norm2();
  double rz = 0.0;
  for (int step = 0; step < 500; ++step) {
    if (r.norm2() <= goal) return step;
    K.apply(r, z);
    const double now = r.dot(z);
    p.update(1.0, z, rz > 0 ? now / rz : 0.0);
    rz = now;
    A.apply(p, q);
    r.update(-rz / p.dot(q), q, 1.0);
  }
  return 500;
}

TEST(Preconditioner, IsHermitianDefiniteAndTheSameTwice) {
  const auto A = laplacian(9);
  for (const Options& options : kinds()) {
    const auto K = made(A, options);
    if (!K) GTEST_SKIP() << "no preconditioners in this Trilinos";
    ASSERT_TRUE(K->getDomainMap()->isSameAs(*A->getDomainMap())) << K->description();
    EXPECT_EQ(probePreconditioner(*K, 3).text(), "") << K->description();
    const Block X = hashBlock(K->getDomainMap(), 2);
    Block Y(K->getRangeMap(), 2), again(K->getRangeMap(), 2);
    K->apply(X, Y);
    made(A, options)->apply(X, again);
    EXPECT_LE(distance(Y, again), 1e-15) << K->description();  // products of matrices round as threads come
  }
}

TEST(Preconditioner, SavesStepsAndMultigridDoesSoForEverySize) {
  int steps[2];
  for (const int i : {0, 1}) {
    const auto A = laplacian(i == 0 ? 10 : 20);
    Options amg, jacobi;
    amg.kind = Amg{2, 0.0, 50};
    jacobi.kind = Jacobi{};
    const auto K = made(A, amg);
    if (!K) GTEST_SKIP() << "no multigrid in this Trilinos";
    steps[i] = stepsOfCg(*A, *K);
    EXPECT_LT(2 * steps[i], stepsOfCg(*A, *made(A, jacobi)));
  }
  EXPECT_LE(steps[1], steps[0] + 4);  // twice the points in each direction
}

/// The graph of a path of n points: constants are in its null space.
OperatorPtr<double> path(GlobalIndex n) {
  const auto chain = assembledMatrix<double>(std::make_shared<Tridiagonal<double>>(worldComm(), n));
  const auto matrix = std::make_shared<Tpetra::CrsMatrix<double>>(*chain, Teuchos::Copy);
  matrix->resumeFill();
  const MapPtr rows = matrix->getRowMap();
  for (LocalIndex i = 0; i <= rows->getMaxLocalIndex(); ++i) {
    const GlobalIndex row = rows->getGlobalElement(i);
    for (GlobalIndex column = std::max<GlobalIndex>(row - 1, 0); column <= std::min(row + 1, n - 1);
         ++column) {
      const double value = column != row ? -1.0 : row == 0 || row == n - 1 ? 1.0 : 2.0;
      matrix->replaceGlobalValues(row, Teuchos::tuple(column)(), Teuchos::tuple(value)());
    }
  }
  matrix->fillComplete();
  return std::make_shared<MatrixOperator<double>>(matrix);
}

TEST(Preconditioner, OfMultigridTakesColumnsTogetherAsOneByOne) {
  const auto A = laplacian(12);
  const auto K = made(A, Options{});
  if (!K) GTEST_SKIP() << "no multigrid in this Trilinos";
  EXPECT_EQ(columnsAtOnce<double>(*K), 4);
  EXPECT_EQ(columnsAtOnce<double>(*A), 1);
  const Block X = hashBlock(A->getDomainMap(), 6);
  Block together(A->getDomainMap(), 6), alone(A->getDomainMap(), 6);
  K->apply(X, together);
  for (std::size_t j = 0; j < 6; ++j) K->apply(*X.getVector(j), *alone.getVectorNonConst(j));
  EXPECT_LE(distance(together, alone), 1e-13);
}

TEST(Preconditioner, ServesSingularMatrices) {
  const auto A = path(400);
  for (Options options : kinds()) {
    if (std::holds_alternative<Amg>(options.kind)) options.kind = Amg{2, 0.0, 20};
    const auto K = made(A, options);
    if (!K) GTEST_SKIP() << "no preconditioners in this Trilinos";
    EXPECT_EQ(probePreconditioner(*K, 3).text(), "") << K->description();
    if (std::holds_alternative<Amg>(options.kind)) {
      EXPECT_NE(K->description().find("diag A"), std::string::npos);
      EXPECT_LT(stepsOfCg(*A, *K), 40);
    }
  }
}

TEST(Preconditioner, KeepsThePointsOfABodyTogether) {
  // Three springs at each point of a grid in space, coupled: 7·3 rows on three ranks split points.
  const GlobalIndex points = 7 * 7 * 7;
  const auto grid = assembledMatrix<double>(laplacian(7));
  const MapPtr map = makeMap(3 * points);
  const auto matrix = std::make_shared<Tpetra::CrsMatrix<double>>(map, 9);
  const auto dense = [](GlobalIndex p, GlobalIndex q) {  // the stencil's entries, from anywhere
    if (p == q) return 7.12;
    const GlobalIndex apart = std::abs(p - q), low = std::min(p, q);
    if (apart == 1) return low % 7 == 6 ? 0.0 : -1.0;
    if (apart == 7) return low / 7 % 7 == 6 ? 0.0 : -1.17;
    return apart == 49 ? -1.39 : 0.0;
  };
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    const GlobalIndex row = map->getGlobalElement(i), point = row / 3;
    for (const GlobalIndex other :
         {point - 49, point - 7, point - 1, point, point + 1, point + 7, point + 49}) {
      if (other < 0 || other >= points || dense(point, other) == 0.0) continue;
      for (GlobalIndex c = 0; c < 3; ++c) {
        const double value =
            dense(point, other) * (c == row % 3 ? 1.0 : 0.0) + (other == point && c != row % 3 ? 0.1 : 0.0);
        if (value != 0.0)
          matrix->insertGlobalValues(row, Teuchos::tuple(3 * other + c)(), Teuchos::tuple(value)());
      }
    }
  }
  matrix->fillComplete();
  const OperatorPtr<double> A = std::make_shared<MatrixOperator<double>>(matrix);
  Options options;
  options.kind = Amg{2, 0.0, 60};
  options.unknownsPerPoint = 3;
  const auto K = made(A, options);
  if (!K) GTEST_SKIP() << "no multigrid in this Trilinos";
  EXPECT_EQ(probePreconditioner(*K, 3).text(), "");
  EXPECT_LT(stepsOfCg(*A, *K), 30);
}

TEST(Preconditioner, ShiftsAStiffMatrixUntilItsFactorsAreDefinite) {
  const std::string file = sharedData("sym/bcsstk14.mtx");
  if (file.empty()) GTEST_SKIP() << "no shared data";
  const auto A = readMatrix<double>(worldComm(), file);
  Options options;
  options.kind = Ilu{};
  const auto K = made(A, options);
  if (!K) GTEST_SKIP() << "no incomplete factorisation in this Trilinos";
  EXPECT_EQ(probePreconditioner(*K, 3).text(), "") << K->description();
}

TEST(Preconditioner, TakesAFamilyAndABareMatrix) {
  Options options;
  options.kind = Jacobi{};
  const auto matrix = assembledMatrix<double>(laplacian(4));
  EXPECT_NE(makePreconditioner<double>(matrix, options), nullptr);
  EXPECT_NE(makePreconditioner<double>(std::make_shared<MatrixOperator<double>>(matrix), options), nullptr);
}

TEST(Preconditioner, RefusesWhatItCannotServe) {
  const MapPtr map = makeMap(12);
  const OperatorPtr<double> hidden =
      std::make_shared<DiagonalOperator<double>>(columnOf(map, [](GlobalIndex) { return 2.0; }));
  const OperatorPtr<double> shifted = std::make_shared<MatrixOperator<double>>(sumOf<double>(
      1.0, *assembledMatrix<double>(laplacian(3)), 0.0, *assembledMatrix<double>(laplacian(3))));
  for (const Options& options : kinds()) {
    EXPECT_THROW(makePreconditioner<double>(hidden, options), InvalidOption);
    EXPECT_THROW(makePreconditioner<double>(nullptr, options), SpaceMismatch);
    EXPECT_THROW(makePreconditioner<double>(
                     std::make_shared<MatrixOperator<double>>(sumOf<double>(
                         -1.0, *assembledMatrix<double>(shifted), 0.0, *assembledMatrix<double>(shifted))),
                     options),
                 InvalidOption);
  }
  Options wrong;
  wrong.kind = Ilu{-1};
  EXPECT_THROW(makePreconditioner<double>(shifted, wrong), InvalidOption);
  wrong.kind = Chebyshev{0};
  EXPECT_THROW(makePreconditioner<double>(shifted, wrong), InvalidOption);
  wrong.kind = Amg{2, 1.5};
  EXPECT_THROW(makePreconditioner<double>(shifted, wrong), InvalidOption);
}

}  // namespace
