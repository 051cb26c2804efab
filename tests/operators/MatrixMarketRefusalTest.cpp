#include "MatrixMarketTexts.hpp"

#include <gtest/gtest.h>
#include <TemporaryFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarket.hpp>

#include <vector>

using namespace ritz;
using namespace ritz::test;

namespace {

std::string readingError(const std::string& path) {
  return errorOf([&] { readMatrix<double>(worldComm(), path); });
}

void expectRefused(const std::string& content, const std::vector<std::string>& parts) {
  const TemporaryFolder folder;
  const std::string error = readingError(folder.write("bad.mtx", content));
  expectText(error, parts);
  expectText(error, {"bad.mtx"});
}

}  // namespace

TEST(MatrixMarketRefusal, RefusesAMissingFile) {
  const TemporaryFolder folder;
  expectText(readingError(folder.file("missing.mtx")),
             {folder.file("missing.mtx"), "No such file or directory"});
}

TEST(MatrixMarketRefusal, RefusesAFolder) {
  const TemporaryFolder folder;
  expectText(readingError(folder.file(".")), {"found a folder"});
}

TEST(MatrixMarketRefusal, RefusesAnEmptyFile) {
  expectRefused("", {"found an empty file", "%%MatrixMarket matrix"});
}

TEST(MatrixMarketRefusal, RefusesABadFirstLine) {
  const std::string expected = "expected \"%%MatrixMarket matrix <coordinate|array>";
  expectRefused("1 1 3.0\n", {"line 1: found \"1 1 3.0\"", expected});
  expectRefused("%%MatrixMarket matrix\n", {"line 1", expected});
  expectRefused("%%MatrixMarket vector coordinate real general\n", {"line 1", expected});
  expectRefused("%%MatrixMarket matrix coordinate quaternion general\n", {"quaternion", expected});
  expectRefused("%%MatrixMarket matrix coordinate real general more\n", {"more", expected});
  expectRefused("%%MatrixMarket matrix array pattern general\n", {"line 1", "a pattern has none"});
}

TEST(MatrixMarketRefusal, RefusesAComplexFileForARealOperator) {
  expectRefused("%%MatrixMarket matrix coordinate complex hermitian\n1 1 1\n1 1 2 0\n",
                {"line 1: found complex entries"});
}

TEST(MatrixMarketRefusal, RefusesAMissingSizeLine) {
  expectRefused(General + "% nothing more\n", {"after line 2", "the size line \"rows columns entries\""});
}

TEST(MatrixMarketRefusal, RefusesABadSizeLine) {
  expectRefused(General + "3 3\n", {"line 2: found the end of the line", "the number of entries"});
  expectRefused(General + "-3 3 1\n", {"line 2: found \"-3\"", "the number of rows"});
  expectRefused(General + "3 3 1 1\n", {"line 2: found \"1\"", "the end of the line"});
  expectRefused(General + "3 x 1\n", {"line 2: found \"x\"", "the number of columns"});
  expectRefused(Symmetric + "3 4 0\n", {"line 2: found 3 rows and 4 columns", "a square matrix"});
}

TEST(MatrixMarketRefusal, RefusesSizesThatOverflow) {
  expectRefused(General + "99999999999999999999 3 1\n", {"line 2: found \"99999999999999999999\"", "2^63"});
  expectRefused(General + "9000000000000000000 1 0\n", {"line 2", "use more ranks"});
  expectRefused(Array + "4000000000 4000000000\n", {"line 2", "counted in 64 bits"});
  expectRefused(Array + "1000000 1000000\n",
                {"line 2: found 1000000000000 entries", "the file has room for"});
}

TEST(MatrixMarketRefusal, RefusesABadNumber) {
  expectRefused(General + "2 2 2\n1 1 1\n2 2 three\n", {"line 4: found \"three\"", "a finite number"});
  expectRefused(General + "2 2 1\n1 1\n", {"line 3: found the end of the line", "a finite number"});
  expectRefused("%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 2.5\n",
                {"line 3: found \"2.5\"", "an integer"});
}

TEST(MatrixMarketRefusal, RefusesNanAndInfinity) {
  for (const char* word : {"nan", "NaN", "-inf", "Infinity", "1e999"})
    expectRefused(General + "1 1 1\n1 1 " + word + "\n",
                  {"line 3: found \"" + std::string(word), "a finite number"});
}

TEST(MatrixMarketRefusal, RefusesAnEntryOutOfRange) {
  expectRefused(General + "2 3 1\n3 1 1\n", {"line 3: found \"3\"", "a row index from 1 to 2"});
  expectRefused(General + "2 3 1\n1 4 1\n", {"line 3: found \"4\"", "a column index from 1 to 3"});
  expectRefused(General + "2 3 1\n0 1 1\n", {"line 3: found \"0\"", "a row index from 1 to 2"});
  expectRefused(General + "2 3 1\n1.5 1 1\n", {"line 3: found \"1.5\"", "a row index"});
}

TEST(MatrixMarketRefusal, RefusesTheUpperTriangleOfASymmetricFile) {
  expectRefused(Symmetric + "2 2 1\n1 2 1\n", {"line 3: found entry (1, 2)", "the lower triangle only"});
  expectRefused("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 2 1\n",
                {"line 3: found entry (2, 2)", "below the diagonal only"});
}

TEST(MatrixMarketRefusal, RefusesATruncatedFile) {
  expectRefused(General + "2 2 3\n1 1 1\n2 2 1\n",
                {"found the end of the file after line 4", "3 entries as announced; 2 are there"});
  expectRefused(Array + "2 2\n1\n2\n3\n", {"after line 5", "4 entries as announced; 3 are there"});
}

TEST(MatrixMarketRefusal, RefusesMoreEntriesThanAnnounced) {
  expectRefused(General + "2 2 1\n1 1 1\n2 2 1\n",
                {"line 4: found \"2 2 1\"", "after the 1 entries announced"});
  expectRefused(General + "2 2 0\n1 1 1\n", {"line 3: found \"1 1 1\"", "after the 0 entries announced"});
}

TEST(MatrixMarketRefusal, RefusesWhatFollowsAnEntryOnItsLine) {
  expectRefused(General + "2 2 1\n1 1 1 7\n", {"line 3: found \"7\"", "the end of the line"});
}

TEST(MatrixMarketRefusal, RefusesATruncatedGzipFileWhereverItEnds) {
  const std::string whole = gzipped(Symmetric + "2 2 1\n2 1 4\n");
  for (std::size_t length = 2; length < whole.size(); length += 5)
    expectRefused(whole.substr(0, length), {"truncated or corrupt gzip data"});
}

TEST(MatrixMarketRefusal, RefusesACorruptGzipFile) {
  std::string whole = gzipped(Symmetric + "2 2 1\n2 1 4\n");
  whole[whole.size() - 10] = '5';
  expectRefused(whole, {"truncated or corrupt gzip data"});
}

TEST(MatrixMarketRefusal, RefusesALineWithoutEnd) {
  expectRefused(General + std::string(std::size_t(3) << 20, '1'),
                {"line 2", "a line of more than 1048576 characters"});
}

TEST(MatrixMarketRefusal, ReportsAnErrorAfterTheFirstPortions) {
  std::string content = General + "10 10 200000\n";
  for (int i = 0; i < 150000; ++i) content += "1 1 1\n";
  expectRefused(content + "11 1 1\n", {"line 150003: found \"11\""});
}
