#include <gtest/gtest.h>
#include <SharedData.hpp>
#include <TemporaryFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <cmath>
#include <limits>

using namespace ritz;
using ritz::test::sharedData;
using ritz::test::TemporaryFolder;

namespace {

using MatrixPtr = std::shared_ptr<const MatrixOperator<double>>;

MatrixPtr matrixOf(const std::string& content) {
  const TemporaryFolder folder;
  return readMatrix<double>(worldComm(),
                            folder.write("a.mtx", "%%MatrixMarket matrix coordinate real " + content));
}

/// A vector whose entries depend on the global index alone.
Tpetra::Vector<double> wave(const MapPtr& map, double frequency) {
  Tpetra::Vector<double> x(map);
  const auto values = x.getDataNonConst();
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i)
    values[i] = std::sin(frequency * static_cast<double>(map->getGlobalElement(i) + 1));
  return x;
}

/// |⟨A x, y⟩ − ⟨x, Aᵀ y⟩| against the rounding bound (m + n) ε ‖A‖_F ‖x‖ ‖y‖.
void expectAdjointIdentity(const MatrixOperator<double>& A) {
  const auto x = wave(A.getDomainMap(), 0.7), y = wave(A.getRangeMap(), 1.3);
  Tpetra::Vector<double> Ax(A.getRangeMap()), Aty(A.getDomainMap());
  A.apply(x, Ax);
  A.apply(y, Aty, Teuchos::CONJ_TRANS);
  const auto size = static_cast<double>(x.getGlobalLength() + y.getGlobalLength());
  const double bound =
      size * std::numeric_limits<double>::epsilon() * A.matrix()->getFrobeniusNorm() * x.norm2() * y.norm2();
  EXPECT_GT(std::abs(Ax.dot(y)), 10 * bound) << "the identity would hold for zero vectors too";
  EXPECT_NEAR(Ax.dot(y), x.dot(Aty), bound);
}

void expectEntries(const Tpetra::Vector<double>& x, const std::vector<double>& expected) {
  ASSERT_EQ(x.getGlobalLength(), expected.size());
  const auto values = x.getData();
  for (LocalIndex i = 0; i <= x.getMap()->getMaxLocalIndex(); ++i)
    EXPECT_EQ(values[i], expected[static_cast<std::size_t>(x.getMap()->getGlobalElement(i))]);
}

}  // namespace

TEST(MatrixOperator, RefusesANullMatrix) { EXPECT_THROW(MatrixOperator<double>(nullptr), SpaceMismatch); }

TEST(MatrixOperator, RefusesAMatrixThatIsStillBeingFilled) {
  const auto matrix = std::make_shared<Tpetra::CrsMatrix<double>>(makeMap(4), 1);
  EXPECT_THROW(MatrixOperator<double>{matrix}, InvalidOption);
  matrix->fillComplete();
  EXPECT_NO_THROW(MatrixOperator<double>{matrix});
}

TEST(MatrixOperator, AppliesARectangularMatrix) {
  const auto A = matrixOf("general\n2 3 3\n1 1 1\n1 3 2\n2 2 3\n");
  Tpetra::Vector<double> x(A->getDomainMap()), y(A->getRangeMap());
  x.putScalar(1.0);
  A->apply(x, y);
  expectEntries(y, {3.0, 3.0});
  y.putScalar(1.0);
  A->apply(y, x, Teuchos::CONJ_TRANS);
  expectEntries(x, {1.0, 3.0, 2.0});
}

TEST(MatrixOperator, HasTheAdjointOfARectangularMatrix) {
  std::string content = "general\n40 25 200\n";
  for (int k = 0; k < 200; ++k)
    content += std::to_string(k * 7 % 40 + 1) + " " + std::to_string(k * 11 % 25 + 1) + " " +
               std::to_string(std::cos(k)) + "\n";
  const auto A = matrixOf(content);
  EXPECT_FALSE(A->isSquare());
  EXPECT_TRUE(A->hasTransposeApply());
  expectAdjointIdentity(*A);
}

TEST(MatrixOperator, HasTheAdjointOfAnUnsymmetricMatrix) {
  const auto path = sharedData("nonsym/west0479.mtx");
  if (path.empty()) GTEST_SKIP() << "the shared data are absent; set RITZ_SHARED";
  const auto A = readMatrix<double>(worldComm(), path);
  EXPECT_TRUE(A->isSquare());
  expectAdjointIdentity(*A);
}

TEST(MatrixOperator, GivesTheDiagonalWithZerosWhereNoneIsStored) {
  const auto A = matrixOf("general\n4 4 4\n1 1 5\n2 1 7\n3 3 -2\n4 3 1\n");
  expectEntries(*A->diagonal(), {5.0, 0.0, -2.0, 0.0});
}

TEST(MatrixOperator, GivesTheDiagonalOfRectangularMatrices) {
  expectEntries(*matrixOf("general\n3 2 2\n2 2 5\n3 1 7\n")->diagonal(), {0.0, 5.0, 0.0});
  expectEntries(*matrixOf("general\n2 4 2\n2 2 5\n1 4 7\n")->diagonal(), {0.0, 5.0});
}

TEST(MatrixOperator, HasNoSymmetryDefectIfSymmetric) {
  EXPECT_EQ(matrixOf("symmetric\n3 3 4\n1 1 2\n2 1 0.1\n3 2 -7\n3 3 1\n")->symmetryDefect(), 0.0);
  EXPECT_EQ(matrixOf("general\n3 3 0\n")->symmetryDefect(), 0.0);
}

TEST(MatrixOperator, MeasuresTheSymmetryDefectExactly) {
  EXPECT_EQ(matrixOf("general\n2 2 4\n1 1 2\n1 2 1\n2 1 3\n2 2 4\n")->symmetryDefect(), 0.5);
  EXPECT_EQ(matrixOf("general\n5 5 1\n1 5 3\n")->symmetryDefect(), 1.0);
  EXPECT_EQ(matrixOf("skew-symmetric\n5 5 1\n5 1 3\n")->symmetryDefect(), 2.0);
}

TEST(MatrixOperator, RefusesTheSymmetryDefectOfARectangularMatrix) {
  const auto A = matrixOf("general\n2 3 1\n1 1 1\n");
  EXPECT_THROW(A->symmetryDefect(), SpaceMismatch);
}

TEST(MatrixOperator, FindsRealMatricesSymmetricOrNot) {
  if (sharedData("sym/bcsstk14.mtx").empty()) GTEST_SKIP() << "the shared data are absent; set RITZ_SHARED";
  const auto defect = [](const char* name) {
    return readMatrix<double>(worldComm(), sharedData(name))->symmetryDefect();
  };
  EXPECT_EQ(defect("sym/bcsstk14.mtx"), 0.0);
  EXPECT_EQ(defect("sym/bcsstk16.mtx.gz"), 0.0);
  EXPECT_GT(defect("nonsym/west0479.mtx"), 0.1);
  EXPECT_GT(defect("nonsym/olm1000.mtx"), 0.0);
}
