#include "MatrixMarketTexts.hpp"

#include <gtest/gtest.h>
#include <TemporaryFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/MatrixMarket.hpp>

#include <functional>
#include <map>
#include <utility>
#include <vector>

using namespace ritz;
using namespace ritz::test;

namespace {

using Complex = std::complex<double>;

template <class S>
std::shared_ptr<const MatrixOperator<S>> matrixFrom(const std::string& content) {
  const TemporaryFolder folder;
  return readMatrix<S>(worldComm(), folder.write("a.mtx", content));
}

template <class S>
void expectMatrix(const std::string& content, const Entries<S>& expected) {
  const auto A = matrixFrom<S>(content);
  Entries<S> mine;
  for (const auto& [place, value] : expected)
    if (A->getRangeMap()->isNodeGlobalElement(place.first - 1)) mine[place] = value;
  EXPECT_EQ(entriesOf(*A), mine);
}

}  // namespace

TEST(MatrixMarketScalars, SaysHowAComplexFileCanBeReadWhereItIsReadAsReal) {
  const TemporaryFolder folder;
  const auto matrix =
      folder.write("h.mtx", "%%MatrixMarket matrix coordinate complex hermitian\n1 1 1\n1 1 2 0\n");
  const auto vectors = folder.write("v.mtx", "%%MatrixMarket matrix array complex general\n2 1\n1 0\n0 1\n");

  for (const std::string& error : {errorOf([&] { readMatrix<double>(worldComm(), matrix); }),
                                   errorOf([&] { readVectors<double>(makeMap(2), vectors); })})
    expectText(error, {".mtx: line 1: found complex entries", "read them as std::complex<double>",
                       "[Re -Im; Im Re]"});
}

#ifdef HAVE_TPETRA_INST_FLOAT

TEST(MatrixMarketScalars, ReadsIntoSinglePrecision) {
  expectMatrix<float>("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 0.1\n2 1 -3.4e38\n",
                      {{{1, 1}, 0.1f}, {{2, 1}, -3.4e38f}, {{1, 2}, -3.4e38f}});
}

TEST(MatrixMarketScalars, RoundsWhatIsTooSmallForSinglePrecisionToZero) {
  expectMatrix<float>("%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 1e-300\n", {{{1, 1}, 0.0f}});
}

TEST(MatrixMarketScalars, RefusesWhatSinglePrecisionCannotHold) {
  const auto error = errorOf(
      [] { matrixFrom<float>("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2 -1e39\n"); });

  expectText(error, {"a.mtx: line 4: found -1e+39", "single precision", "double"});
}

TEST(MatrixMarketScalars, WritesSinglePrecisionSoThatItComesBackTheSame) {
  const MapPtr map = makeMap(10);
  MultiVector<float> X(map, 1);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i)
    X.replaceLocalValue(i, 0, 1.0f / static_cast<float>(3 + map->getGlobalElement(i)));
  const TemporaryFolder folder;

  writeVectors<float>(folder.file("x.mtx"), X);
  const auto back = readVectors<float>(map, folder.file("x.mtx"));

  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) EXPECT_EQ(back->getData(0)[i], X.getData(0)[i]);
}

#endif
#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE

TEST(MatrixMarketScalars, ReadsComplexCoordinatesAsTheyStand) {
  expectMatrix<Complex>("%%MatrixMarket matrix coordinate complex general\n2 3 2\n1 2 1.5 -2\n2 3 0 1\n",
                        {{{1, 2}, {1.5, -2.0}}, {{2, 3}, {0.0, 1.0}}});
}

TEST(MatrixMarketScalars, MirrorsComplexEntriesAsTheirSymmetryWants) {
  const auto entry = [](const std::string& symmetry) {
    return "%%MatrixMarket matrix coordinate complex " + symmetry + "\n2 2 1\n2 1 3 4\n";
  };
  const Complex stored(3, 4);

  expectMatrix<Complex>(entry("symmetric"), {{{2, 1}, stored}, {{1, 2}, stored}});
  expectMatrix<Complex>(entry("hermitian"), {{{2, 1}, stored}, {{1, 2}, std::conj(stored)}});
  expectMatrix<Complex>(entry("skew-symmetric"), {{{2, 1}, stored}, {{1, 2}, -stored}});
}

TEST(MatrixMarketScalars, ReadsTheTriangleOfHermitianArrays) {
  expectMatrix<Complex>("%%MatrixMarket matrix array complex hermitian\n2 2\n1 0\n3 4\n2 0\n",
                        {{{1, 1}, 1.0}, {{2, 1}, {3, 4}}, {{1, 2}, {3, -4}}, {{2, 2}, 2.0}});
}

TEST(MatrixMarketScalars, ReadsAHermitianFileAsASelfadjointOperator) {
  const auto A = matrixFrom<Complex>(
      "%%MatrixMarket matrix coordinate complex hermitian\n3 3 4\n1 1 2 0\n2 1 1 -1\n3 2 0 5\n3 3 -1 0\n");

  EXPECT_EQ(A->symmetryDefect(), 0.0);
}

TEST(MatrixMarketScalars, TellsComplexSymmetricFromHermitian) {
  // a₂₁ − conj(a₁₂) = 2i, and the largest entry is i.
  const auto A = matrixFrom<Complex>("%%MatrixMarket matrix coordinate complex symmetric\n2 2 1\n2 1 0 1\n");

  EXPECT_EQ(A->symmetryDefect(), 2.0);
}

TEST(MatrixMarketScalars, ReadsRealIntegerAndPatternFilesAsComplex) {
  const std::string banner = "%%MatrixMarket matrix coordinate ";
  expectMatrix<Complex>(banner + "real symmetric\n2 2 1\n2 1 0.5\n", {{{2, 1}, 0.5}, {{1, 2}, 0.5}});
  expectMatrix<Complex>(banner + "integer general\n2 2 1\n2 1 -7\n", {{{2, 1}, -7.0}});
  expectMatrix<Complex>(banner + "pattern general\n2 2 1\n2 1\n", {{{2, 1}, 1.0}});
}

TEST(MatrixMarketScalars, RefusesAHermitianDiagonalThatIsNotReal) {
  const auto coordinate = errorOf([] {
    matrixFrom<Complex>("%%MatrixMarket matrix coordinate complex hermitian\n2 2 2\n2 1 1 1\n2 2 1 1e-30\n");
  });
  const auto array = errorOf(
      [] { matrixFrom<Complex>("%%MatrixMarket matrix array complex hermitian\n2 2\n1 0\n3 4\n2 -1\n"); });

  expectText(coordinate, {"a.mtx: line 4", "entry (2, 2) that is not real", "a real diagonal"});
  expectText(array, {"a.mtx: line 5", "entry (2, 2) that is not real", "a real diagonal"});
}

TEST(MatrixMarketScalars, RefusesComplexEntriesWithOnePartOrThree) {
  const std::string banner = "%%MatrixMarket matrix coordinate complex general\n1 1 1\n";
  expectText(errorOf([&] { matrixFrom<Complex>(banner + "1 1 2\n"); }), {"line 3", "the end of the line"});
  expectText(errorOf([&] { matrixFrom<Complex>(banner + "1 1 2 3 4\n"); }), {"line 3", "\"4\""});
  expectText(errorOf([&] { matrixFrom<Complex>(banner + "1 1 2 nan\n"); }), {"line 3", "a finite number"});
}

TEST(MatrixMarketScalars, ReadsNumbersWhoseModulusOverflows) {
  expectMatrix<Complex>("%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1.5e308 1.5e308\n",
                        {{{1, 1}, {1.5e308, 1.5e308}}});
}

TEST(MatrixMarketScalars, AppliesTheAdjointOfAComplexMatrixWithConjugates) {
  const auto A =
      matrixFrom<Complex>("%%MatrixMarket matrix coordinate complex general\n1 2 2\n1 1 1 2\n1 2 0 3\n");
  MultiVector<Complex> x(A->getRangeMap(), 1), y(A->getDomainMap(), 1);
  x.putScalar(Complex(0, 1));

  A->apply(x, y, Teuchos::CONJ_TRANS);

  const Complex expected[] = {Complex(0, 1) * Complex(1, -2), Complex(0, 1) * Complex(0, -3)};
  for (LocalIndex i = 0; i <= y.getMap()->getMaxLocalIndex(); ++i)
    EXPECT_EQ(y.getData(0)[i], expected[y.getMap()->getGlobalElement(i)]);
}

TEST(MatrixMarketScalars, WritesComplexVectorsAndReadsThemBack) {
  const MapPtr map = makeMap(3);
  MultiVector<Complex> X(map, 2);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i)
    for (std::size_t j = 0; j < 2; ++j)
      X.replaceLocalValue(i, j, Complex(1.0 / static_cast<double>(3 + map->getGlobalElement(i)), -double(j)));
  const TemporaryFolder folder;

  writeVectors<Complex>(folder.file("x.mtx"), X);
  const auto back = readVectors<Complex>(map, folder.file("x.mtx"));

  EXPECT_EQ(folder.read("x.mtx").substr(0, 90),
            "%%MatrixMarket matrix array complex general\n3 2\n3.3333333333333331e-01 -0.0000000000000000")
      << folder.read("x.mtx");
  for (std::size_t j = 0; j < 2; ++j)
    for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) EXPECT_EQ(back->getData(j)[i], X.getData(j)[i]);
}

TEST(MatrixMarketScalars, ReadsRealVectorsAsComplex) {
  const TemporaryFolder folder;
  const auto X = readVectors<Complex>(
      makeMap(2), folder.write("x.mtx", "%%MatrixMarket matrix array real general\n2 1\n1\n2\n"));

  for (LocalIndex i = 0; i <= X->getMap()->getMaxLocalIndex(); ++i)
    EXPECT_EQ(X->getData(0)[i], Complex(1.0 + static_cast<double>(X->getMap()->getGlobalElement(i))));
}

#endif
