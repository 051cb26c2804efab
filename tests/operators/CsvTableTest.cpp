#include "SharedData.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/CsvTable.hpp>
#include <ritz/operators/Error.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <string>
#include <vector>

namespace {

using ritz::CsvOptions;
using ritz::LabelColumn;
using ritz::test::TemporaryFolder;
using Numbers = std::vector<double>;

CsvOptions labelled(LabelColumn::Kind kind, const std::string& name = "") {
  CsvOptions options;
  options.label = {kind, name};
  return options;
}

ritz::CsvTable read(const TemporaryFolder& folder, const std::string& text, const CsvOptions& options = {}) {
  return ritz::readCsv(ritz::worldComm(), folder.write("table.csv", text), options);
}

/// `perRow` numbers of every row, on every rank, from those of each rank.
Numbers everywhere(const ritz::CsvTable& table, const Numbers& mine, int perRow) {
  Numbers sum(table.rows->getGlobalNumElements() * static_cast<std::size_t>(perRow)), all(sum.size());
  for (std::size_t i = 0; i < mine.size(); ++i) {
    const auto row = static_cast<ritz::LocalIndex>(i / static_cast<std::size_t>(perRow));
    sum[static_cast<std::size_t>(table.rows->getGlobalElement(row) * perRow) +
        i % static_cast<std::size_t>(perRow)] = mine[i];
  }
  Teuchos::reduceAll(*table.rows->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(sum.size()), sum.data(),
                     all.data());
  return all;
}
Numbers featuresOf(const ritz::CsvTable& table) { return everywhere(table, table.values, table.features); }
Numbers labelsOf(const ritz::CsvTable& table) { return everywhere(table, table.labels, 1); }

/// What the error of reading `text` says, on every rank.
std::string complaint(const TemporaryFolder& folder, const std::string& text,
                      const CsvOptions& options = {}) {
  try {
    read(folder, text, options);
  } catch (const ritz::DataError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST(CsvTable, HandsEachRankItsRows) {
  const TemporaryFolder folder;
  const auto table = read(folder, "1,2,0\n3,4,1\n5,6,0\n7,8,1\n");

  EXPECT_EQ(table.features, 2);
  EXPECT_TRUE(table.hasLabels);
  EXPECT_TRUE(table.names.empty());
  EXPECT_EQ(featuresOf(table), (Numbers{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(labelsOf(table), (Numbers{0, 1, 0, 1}));
}

TEST(CsvTable, TakesTheLabelFromAnyColumn) {
  const TemporaryFolder folder;
  const std::string text = "a,b,c\n1,2,3\n4,5,6\n";

  const auto first = read(folder, text, labelled(LabelColumn::Kind::First));
  const auto named = read(folder, text, labelled(LabelColumn::Kind::Named, "b"));
  const auto none = read(folder, text, labelled(LabelColumn::Kind::None));

  EXPECT_EQ(featuresOf(first), (Numbers{2, 3, 5, 6}));
  EXPECT_EQ(labelsOf(first), (Numbers{1, 4}));
  EXPECT_EQ(first.names, (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(featuresOf(named), (Numbers{1, 3, 4, 6}));
  EXPECT_EQ(named.names, (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(featuresOf(none), (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_FALSE(none.hasLabels);
  EXPECT_TRUE(none.labels.empty());
}

TEST(CsvTable, ReadsQuotesBlanksEmptyLinesAndMarksOfEditors) {
  const TemporaryFolder folder;
  CsvOptions options;
  options.separator = ';';
  const auto table =
      read(folder, "\xef\xbb\xbf\"a \"\"x\"\"\";\"b\nc\";d\r\n\r\n \"1\" ; -2.5e1;0\r\n+3;4;1", options);

  EXPECT_EQ(table.names, (std::vector<std::string>{"a \"x\"", "b\nc"}));
  EXPECT_EQ(featuresOf(table), (Numbers{1, -25, 3, 4}));
  EXPECT_EQ(labelsOf(table), (Numbers{0, 1}));
}

TEST(CsvTable, ReadsPackedDigits) {
  const auto table = ritz::readCsv(ritz::worldComm(), RITZ_SOURCE_DIR "/data/digits.csv.gz");

  EXPECT_EQ(table.rows->getGlobalNumElements(), 1797u);
  EXPECT_EQ(table.features, 64);
  double sum = 0;
  for (const double label : labelsOf(table)) sum += label;
  EXPECT_EQ(sum, 8070.0);
}

TEST(CsvTable, SkipsTheCountsThatStartAKnownFile) {
  const auto path = ritz::test::sharedData("csv/wdbc.csv");
  if (path.empty()) GTEST_SKIP() << "csv/wdbc.csv is not there";
  const auto table = ritz::readCsv(ritz::worldComm(), path);

  EXPECT_EQ(table.rows->getGlobalNumElements(), 569u);
  EXPECT_EQ(table.features, 30);
  EXPECT_TRUE(table.names.empty());
}

TEST(CsvTable, SaysWhichLineIsWrong) {
  const TemporaryFolder folder;
  const auto expect = [&](const std::string& text, const std::string& line, const std::string& found) {
    const auto error = complaint(folder, text);
    EXPECT_NE(error.find("table.csv"), std::string::npos) << error;
    EXPECT_NE(error.find(line), std::string::npos) << error;
    EXPECT_NE(error.find(found), std::string::npos) << error;
  };
  expect("1,2,0\n3,4\n", "line 2", "2 fields");
  expect("1,2,0\n3,4,5,6\n", "line 2", "4 fields");
  expect("1,2,0\n\n3,x,1\n", "line 3", "\"x\" in column 2");
  expect("1,2,0\n3,,1\n", "line 2", "an empty field in column 2");
  expect("1,2,0\n3,nan,1\n", "line 2", "\"nan\" in column 2");
  expect("1,2,0\n3,1e999,1\n", "line 2", "\"1e999\" in column 2");
  expect("a,b,c\n1,x,0\n", "line 2", "");
  expect("1,x,3,0\n1,2,3,0\n", "line 2", "\"x\" is no number");
  expect("1,2,0\n\"3,4,1\n", "after line 2", "the end of a quoted field");
  expect("1,2,0\n3\"4,4,1\n", "line 2", "quotation mark");
}

TEST(CsvTable, RefusesFilesWithoutATable) {
  const TemporaryFolder folder;
  EXPECT_NE(complaint(folder, "").find("empty file"), std::string::npos);
  EXPECT_NE(complaint(folder, "a,b\nc,d\n").find("a row of numbers"), std::string::npos);
  EXPECT_NE(complaint(folder, "1\n2\n").find("beside the label"), std::string::npos);
  EXPECT_NE(complaint(folder, "1,2\n", labelled(LabelColumn::Kind::Named, "y")).find("no header line"),
            std::string::npos);
  EXPECT_NE(complaint(folder, "a,b\n1,2\n", labelled(LabelColumn::Kind::Named, "y")).find("a, b"),
            std::string::npos);
  EXPECT_THROW(ritz::readCsv(ritz::worldComm(), folder.file("missing.csv")), ritz::DataError);
}
