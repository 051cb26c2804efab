#include "MatrixMarketTexts.hpp"

#include <gtest/gtest.h>
#include <SharedData.hpp>
#include <TemporaryFolder.hpp>
#include <ritz/operators/MatrixMarket.hpp>

#include <map>
#include <utility>
#include <vector>

using namespace ritz;
using namespace ritz::test;

namespace {

using MatrixPtr = std::shared_ptr<const MatrixOperator<double>>;

MatrixPtr matrixOf(const std::string& content) {
  const TemporaryFolder folder;
  return readMatrix<double>(worldComm(), folder.write("a.mtx", content));
}

void expectMatrix(const std::string& content, GlobalIndex rows, GlobalIndex columns,
                  const Entries<double>& expected) {
  const auto A = matrixOf(content);
  ASSERT_EQ(A->getRangeMap()->getGlobalNumElements(), static_cast<std::size_t>(rows));
  ASSERT_EQ(A->getDomainMap()->getGlobalNumElements(), static_cast<std::size_t>(columns));
  EXPECT_TRUE(A->getRangeMap()->isSameAs(*makeMap(rows)));
  EXPECT_TRUE(A->getDomainMap()->isSameAs(*makeMap(columns)));
  Entries<double> mine;
  for (const auto& [place, value] : expected)
    if (A->getRangeMap()->isNodeGlobalElement(place.first - 1)) mine[place] = value;
  EXPECT_EQ(entriesOf(*A), mine);
}

}  // namespace

TEST(MatrixMarket, ReadsGeneralCoordinates) {
  expectMatrix(General + "3 3 4\n1 1 1.5\n3 1 -2\n1 3 0.1\n2 2 0\n", 3, 3,
               {{{1, 1}, 1.5}, {{3, 1}, -2.0}, {{1, 3}, 0.1}, {{2, 2}, 0.0}});
}

TEST(MatrixMarket, ReadsRectangularMatrices) {
  expectMatrix(General + "2 5 2\n1 5 1\n2 1 2\n", 2, 5, {{{1, 5}, 1.0}, {{2, 1}, 2.0}});
  expectMatrix(General + "5 2 2\n5 1 1\n1 2 2\n", 5, 2, {{{5, 1}, 1.0}, {{1, 2}, 2.0}});
}

TEST(MatrixMarket, ReadsEmptyMatrices) {
  expectMatrix(General + "3 3 0\n", 3, 3, {});
  expectMatrix(General + "0 0 0\n", 0, 0, {});
  expectMatrix(Symmetric + "0 0 0", 0, 0, {});
  expectMatrix(General + "0 4 0\n", 0, 4, {});
  expectMatrix(Array + "4 0\n", 4, 0, {});
}

TEST(MatrixMarket, SumsRepeatedEntries) {
  expectMatrix(General + "2 2 4\n1 2 1\n2 2 5\n1 2 2\n1 2 4\n", 2, 2, {{{1, 2}, 7.0}, {{2, 2}, 5.0}});
}

TEST(MatrixMarket, MirrorsSymmetricFiles) {
  expectMatrix(Symmetric + "3 3 3\n1 1 1\n2 1 0.1\n3 2 4\n", 3, 3,
               {{{1, 1}, 1.0}, {{2, 1}, 0.1}, {{1, 2}, 0.1}, {{3, 2}, 4.0}, {{2, 3}, 4.0}});
}

TEST(MatrixMarket, MirrorsSkewSymmetricFilesWithTheOtherSign) {
  expectMatrix("%%MatrixMarket matrix coordinate integer skew-symmetric\n3 3 1\n3 1 4\n", 3, 3,
               {{{3, 1}, 4.0}, {{1, 3}, -4.0}});
}

TEST(MatrixMarket, TakesRealHermitianFilesAsSymmetric) {
  expectMatrix("%%MatrixMarket matrix coordinate real hermitian\n2 2 1\n2 1 4\n", 2, 2,
               {{{2, 1}, 4.0}, {{1, 2}, 4.0}});
}

TEST(MatrixMarket, ReadsPatternsAsOnes) {
  expectMatrix("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n", 2, 2,
               {{{1, 1}, 1.0}, {{2, 1}, 1.0}, {{1, 2}, 1.0}});
}

TEST(MatrixMarket, ReadsIntegers) {
  expectMatrix("%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 -42\n", 1, 1, {{{1, 1}, -42.0}});
}

TEST(MatrixMarket, ReadsArraysColumnByColumn) {
  expectMatrix(Array + "2 3\n1\n2\n0\n4\n5\n6\n", 2, 3,
               {{{1, 1}, 1.0}, {{2, 1}, 2.0}, {{2, 2}, 4.0}, {{1, 3}, 5.0}, {{2, 3}, 6.0}});
}

TEST(MatrixMarket, ReadsTheLowerTriangleOfSymmetricArrays) {
  expectMatrix("%%MatrixMarket matrix array real symmetric\n3 3\n11\n21\n31\n22\n32\n33\n", 3, 3,
               {{{1, 1}, 11.0},
                {{2, 1}, 21.0},
                {{1, 2}, 21.0},
                {{3, 1}, 31.0},
                {{1, 3}, 31.0},
                {{2, 2}, 22.0},
                {{3, 2}, 32.0},
                {{2, 3}, 32.0},
                {{3, 3}, 33.0}});
}

TEST(MatrixMarket, ReadsTheStrictTriangleOfSkewSymmetricArrays) {
  expectMatrix(
      "%%MatrixMarket matrix array real skew-symmetric\n3 3\n21\n31\n32\n", 3, 3,
      {{{2, 1}, 21.0}, {{1, 2}, -21.0}, {{3, 1}, 31.0}, {{1, 3}, -31.0}, {{3, 2}, 32.0}, {{2, 3}, -32.0}});
}

TEST(MatrixMarket, ToleratesCommentsBlankLinesReturnsAndAnyCase) {
  expectMatrix(
      "%%matrixmarket MATRIX Coordinate Real General\r\n% a comment\r\n\r\n  % another\r\n 2\t2  1 \r\n\r\n"
      "% one more\r\n\t2 1 3.0 \r\n\r\n% the end",
      2, 2, {{{2, 1}, 3.0}});
}

TEST(MatrixMarket, ReadsAFileWithoutALastNewline) {
  expectMatrix(General + "1 1 1\n1 1 3", 1, 1, {{{1, 1}, 3.0}});
}

TEST(MatrixMarket, ReadsFortranExponentsAndTinyNumbers) {
  expectMatrix(General + "3 1 3\n1 1 1.0D+03\n2 1 +2.5d-1\n3 1 1e-400\n", 3, 1,
               {{{1, 1}, 1000.0}, {{2, 1}, 0.25}, {{3, 1}, 0.0}});
}

TEST(MatrixMarket, UnpacksGzipWhateverTheName) {
  expectMatrix(gzipped(Symmetric + "2 2 1\n2 1 4\n"), 2, 2, {{{2, 1}, 4.0}, {{1, 2}, 4.0}});
}

TEST(MatrixMarket, ReadsMoreEntriesThanOnePortionHolds) {
  const GlobalIndex n = 60000;
  std::string content = Symmetric + "60000 60000 119999\n";
  for (GlobalIndex i = 1; i <= n; ++i) {
    content += std::to_string(i) + " " + std::to_string(i) + " " + std::to_string(i) + "\n";
    if (i > 1) content += std::to_string(i) + " " + std::to_string(i - 1) + " 0.5\n";
  }
  const auto A = matrixOf(content);
  ASSERT_EQ(A->matrix()->getGlobalNumEntries(), static_cast<std::size_t>(3 * n - 2));
  Tpetra::Vector<double> ones(A->getDomainMap()), sums(A->getRangeMap());
  ones.putScalar(1.0);
  A->apply(ones, sums);
  const auto values = sums.getData();
  for (LocalIndex i = 0; i <= sums.getMap()->getMaxLocalIndex(); ++i) {
    const GlobalIndex row = sums.getMap()->getGlobalElement(i) + 1;
    ASSERT_EQ(values[i], static_cast<double>(row) + (row == 1 || row == n ? 0.5 : 1.0));
  }
}

TEST(MatrixMarket, WorksOnASubCommunicator) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.mtx", General + "3 3 1\n3 1 4\n");
  const auto comm = worldComm();
  const auto half = comm->split(comm->getRank() == 0 ? 0 : 1, 0);
  EXPECT_EQ(readMatrix<double>(half, path)->matrix()->getGlobalNumEntries(), 1u);
}

TEST(MatrixMarket, ReadsTheSharedCollection) {
  if (sharedData("reference.json").empty()) GTEST_SKIP() << "the shared data are absent; set RITZ_SHARED";
  struct Known {
    const char* name;
    std::size_t size, entries;
  };
  for (const auto& known :
       {Known{"sym/bcsstk01.mtx", 48, 400}, Known{"sym/bcsstk02.mtx", 66, 4356},
        Known{"sym/bcsstk14.mtx", 1806, 63454}, Known{"sym/bcsstk16.mtx.gz", 4884, 290378},
        Known{"sym/fe_pwt_lcc_lap.mtx.gz", 36463, 326051}, Known{"sym/caex.mtx", 72, 216},
        Known{"gen/bcsst01_B.mtx", 48, 24}, Known{"gen/evsl5795_A.mtx.gz", 5795, 136565},
        Known{"nonsym/west0479.mtx", 479, 1910}, Known{"nonsym/arc130.mtx", 130, 1282}}) {
    const auto A = readMatrix<double>(worldComm(), sharedData(known.name));
    EXPECT_EQ(A->getRangeMap()->getGlobalNumElements(), known.size) << known.name;
    EXPECT_EQ(A->matrix()->getGlobalNumEntries(), known.entries) << known.name;
  }
}
