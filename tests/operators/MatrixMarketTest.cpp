#include <gtest/gtest.h>
#include <SharedData.hpp>
#include <TemporaryFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarket.hpp>

#include <map>
#include <utility>
#include <vector>

using namespace ritz;
using ritz::test::sharedData;
using ritz::test::TemporaryFolder;

namespace {

using Entries = std::map<std::pair<GlobalIndex, GlobalIndex>, double>;
using MatrixPtr = std::shared_ptr<const MatrixOperator<double>>;

MatrixPtr matrixOf(const std::string& content) {
  const TemporaryFolder folder;
  return readMatrix<double>(worldComm(), folder.write("a.mtx", content));
}

/// This rank's stored entries, counted from 1 as in the files.
Entries entriesOf(const MatrixOperator<double>& A) {
  Entries entries;
  const auto& matrix = *A.matrix();
  for (LocalIndex i = 0; i <= matrix.getRowMap()->getMaxLocalIndex(); ++i) {
    Tpetra::CrsMatrix<double>::local_inds_host_view_type columns;
    Tpetra::CrsMatrix<double>::values_host_view_type values;
    matrix.getLocalRowView(i, columns, values);
    for (std::size_t k = 0; k < columns.extent(0); ++k)
      entries[{matrix.getRowMap()->getGlobalElement(i) + 1,
               matrix.getColMap()->getGlobalElement(columns(k)) + 1}] = values(k);
  }
  return entries;
}

void expectMatrix(const std::string& content, GlobalIndex rows, GlobalIndex columns,
                  const Entries& expected) {
  const auto A = matrixOf(content);
  ASSERT_EQ(A->getRangeMap()->getGlobalNumElements(), static_cast<std::size_t>(rows));
  ASSERT_EQ(A->getDomainMap()->getGlobalNumElements(), static_cast<std::size_t>(columns));
  EXPECT_TRUE(A->getRangeMap()->isSameAs(*makeMap(rows)));
  EXPECT_TRUE(A->getDomainMap()->isSameAs(*makeMap(columns)));
  Entries mine;
  for (const auto& [place, value] : expected)
    if (A->getRangeMap()->isNodeGlobalElement(place.first - 1)) mine[place] = value;
  EXPECT_EQ(entriesOf(*A), mine);
}

/// The text of the DataError, as this rank sees it.
std::string errorOf(const std::string& path) {
  try {
    readMatrix<double>(worldComm(), path);
  } catch (const DataError& error) {
    return error.what();
  }
  return "(no error)";
}

void expectText(const std::string& error, const std::vector<std::string>& parts) {
  for (const auto& part : parts)
    EXPECT_NE(error.find(part), std::string::npos) << "missing: " << part << "\n" << error;
}

void expectRefused(const std::string& content, const std::vector<std::string>& parts) {
  const TemporaryFolder folder;
  const std::string error = errorOf(folder.write("bad.mtx", content));
  expectText(error, parts);
  expectText(error, {"bad.mtx"});
}

const std::string General = "%%MatrixMarket matrix coordinate real general\n";
const std::string Symmetric = "%%MatrixMarket matrix coordinate real symmetric\n";
const std::string Array = "%%MatrixMarket matrix array real general\n";

std::string littleEndian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

/// `content` (below 64 KiB) as a gzip file with one stored block (RFC 1952).
std::string gzipped(const std::string& content) {
  std::uint32_t crc = 0xffffffff;
  for (const unsigned char byte : content) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
  }
  const auto size = static_cast<std::uint32_t>(content.size());
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11) + littleEndian(size, 2) +
         littleEndian(~size, 2) + content + littleEndian(~crc, 4) + littleEndian(size, 4);
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

TEST(MatrixMarket, RefusesAMissingFile) {
  const TemporaryFolder folder;
  expectText(errorOf(folder.file("missing.mtx")), {folder.file("missing.mtx"), "No such file or directory"});
}

TEST(MatrixMarket, RefusesAFolder) {
  const TemporaryFolder folder;
  expectText(errorOf(folder.file(".")), {"found a folder"});
}

TEST(MatrixMarket, RefusesAnEmptyFile) {
  expectRefused("", {"found an empty file", "%%MatrixMarket matrix"});
}

TEST(MatrixMarket, RefusesABadFirstLine) {
  const std::string expected = "expected \"%%MatrixMarket matrix <coordinate|array>";
  expectRefused("1 1 3.0\n", {"line 1: found \"1 1 3.0\"", expected});
  expectRefused("%%MatrixMarket matrix\n", {"line 1", expected});
  expectRefused("%%MatrixMarket vector coordinate real general\n", {"line 1", expected});
  expectRefused("%%MatrixMarket matrix coordinate quaternion general\n", {"quaternion", expected});
  expectRefused("%%MatrixMarket matrix coordinate real general more\n", {"more", expected});
  expectRefused("%%MatrixMarket matrix array pattern general\n", {"line 1", "a pattern has none"});
}

TEST(MatrixMarket, RefusesAComplexFileForARealOperator) {
  expectRefused("%%MatrixMarket matrix coordinate complex hermitian\n1 1 1\n1 1 2 0\n",
                {"line 1: found complex entries"});
}

TEST(MatrixMarket, RefusesAMissingSizeLine) {
  expectRefused(General + "% nothing more\n", {"after line 2", "the size line \"rows columns entries\""});
}

TEST(MatrixMarket, RefusesABadSizeLine) {
  expectRefused(General + "3 3\n", {"line 2: found the end of the line", "the number of entries"});
  expectRefused(General + "-3 3 1\n", {"line 2: found \"-3\"", "the number of rows"});
  expectRefused(General + "3 3 1 1\n", {"line 2: found \"1\"", "the end of the line"});
  expectRefused(General + "3 x 1\n", {"line 2: found \"x\"", "the number of columns"});
  expectRefused(Symmetric + "3 4 0\n", {"line 2: found 3 rows and 4 columns", "a square matrix"});
}

TEST(MatrixMarket, RefusesSizesThatOverflow) {
  expectRefused(General + "99999999999999999999 3 1\n", {"line 2: found \"99999999999999999999\"", "2^63"});
  expectRefused(General + "9000000000000000000 1 0\n", {"line 2", "use more ranks"});
  expectRefused(Array + "4000000000 4000000000\n", {"line 2", "counted in 64 bits"});
  expectRefused(Array + "1000000 1000000\n",
                {"line 2: found 1000000000000 entries", "the file has room for"});
}

TEST(MatrixMarket, RefusesABadNumber) {
  expectRefused(General + "2 2 2\n1 1 1\n2 2 three\n", {"line 4: found \"three\"", "a finite number"});
  expectRefused(General + "2 2 1\n1 1\n", {"line 3: found the end of the line", "a finite number"});
  expectRefused("%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 2.5\n",
                {"line 3: found \"2.5\"", "an integer"});
}

TEST(MatrixMarket, RefusesNanAndInfinity) {
  for (const char* word : {"nan", "NaN", "-inf", "Infinity", "1e999"})
    expectRefused(General + "1 1 1\n1 1 " + word + "\n",
                  {"line 3: found \"" + std::string(word), "a finite number"});
}

TEST(MatrixMarket, RefusesAnEntryOutOfRange) {
  expectRefused(General + "2 3 1\n3 1 1\n", {"line 3: found \"3\"", "a row index from 1 to 2"});
  expectRefused(General + "2 3 1\n1 4 1\n", {"line 3: found \"4\"", "a column index from 1 to 3"});
  expectRefused(General + "2 3 1\n0 1 1\n", {"line 3: found \"0\"", "a row index from 1 to 2"});
  expectRefused(General + "2 3 1\n1.5 1 1\n", {"line 3: found \"1.5\"", "a row index"});
}

TEST(MatrixMarket, RefusesTheUpperTriangleOfASymmetricFile) {
  expectRefused(Symmetric + "2 2 1\n1 2 1\n", {"line 3: found entry (1, 2)", "the lower triangle only"});
  expectRefused("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 2 1\n",
                {"line 3: found entry (2, 2)", "below the diagonal only"});
}

TEST(MatrixMarket, RefusesATruncatedFile) {
  expectRefused(General + "2 2 3\n1 1 1\n2 2 1\n",
                {"found the end of the file after line 4", "3 entries as announced; 2 are there"});
  expectRefused(Array + "2 2\n1\n2\n3\n", {"after line 5", "4 entries as announced; 3 are there"});
}

TEST(MatrixMarket, RefusesMoreEntriesThanAnnounced) {
  expectRefused(General + "2 2 1\n1 1 1\n2 2 1\n",
                {"line 4: found \"2 2 1\"", "after the 1 entries announced"});
  expectRefused(General + "2 2 0\n1 1 1\n", {"line 3: found \"1 1 1\"", "after the 0 entries announced"});
}

TEST(MatrixMarket, RefusesWhatFollowsAnEntryOnItsLine) {
  expectRefused(General + "2 2 1\n1 1 1 7\n", {"line 3: found \"7\"", "the end of the line"});
}

TEST(MatrixMarket, RefusesATruncatedGzipFileWhereverItEnds) {
  const std::string whole = gzipped(Symmetric + "2 2 1\n2 1 4\n");
  for (std::size_t length = 2; length < whole.size(); length += 5)
    expectRefused(whole.substr(0, length), {"truncated or corrupt gzip data"});
}

TEST(MatrixMarket, RefusesACorruptGzipFile) {
  std::string whole = gzipped(Symmetric + "2 2 1\n2 1 4\n");
  whole[whole.size() - 10] = '5';
  expectRefused(whole, {"truncated or corrupt gzip data"});
}

TEST(MatrixMarket, RefusesALineWithoutEnd) {
  expectRefused(General + std::string(std::size_t(3) << 20, '1'),
                {"line 2", "a line of more than 1048576 characters"});
}

TEST(MatrixMarket, ReportsAnErrorAfterTheFirstPortions) {
  std::string content = General + "10 10 200000\n";
  for (int i = 0; i < 150000; ++i) content += "1 1 1\n";
  expectRefused(content + "11 1 1\n", {"line 150003: found \"11\""});
}
