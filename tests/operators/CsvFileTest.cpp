#include <gtest/gtest.h>
#include <ritz/operators/CsvFile.hpp>
#include <ritz/operators/Error.hpp>

#include <TemporaryFolder.hpp>
#include <string>
#include <vector>

namespace {

using ritz::test::TemporaryFolder;
using Record = std::vector<std::string>;

std::vector<Record> recordsOf(const std::string& content, char separator = ',') {
  const TemporaryFolder folder;
  ritz::CsvFile file(folder.write("table.csv", content), separator);
  std::vector<Record> records;
  for (Record fields; file.next(fields);) records.push_back(fields);
  return records;
}

std::string complaint(const std::string& content) {
  try {
    recordsOf(content);
  } catch (const ritz::DataError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST(CsvFile, CutsLinesAtTheSeparator) {
  EXPECT_EQ(recordsOf("a,b,c\n1,,3\n"), (std::vector<Record>{{"a", "b", "c"}, {"1", "", "3"}}));
  EXPECT_EQ(recordsOf("1;2,5;3", ';'), (std::vector<Record>{{"1", "2,5", "3"}}));
  EXPECT_EQ(recordsOf(""), (std::vector<Record>{}));
}

TEST(CsvFile, LeavesOutBlanksEmptyLinesAndWhatEditorsAdd) {
  EXPECT_EQ(recordsOf("\xef\xbb\xbf 1 ,2\r\n\r\n\n3,4"), (std::vector<Record>{{"1", "2"}, {"3", "4"}}));
}

TEST(CsvFile, TakesQuotedFieldsAsTheyAre) {
  EXPECT_EQ(recordsOf("\"a,b\",\"says \"\"no\"\"\"\n\"two\nlines\",x\n"),
            (std::vector<Record>{{"a,b", "says \"no\""}, {"two\nlines", "x"}}));
}

TEST(CsvFile, NamesTheLineOfAStrayQuotationMark) {
  const std::string text = complaint("1,2\n3,a\"b\n");
  EXPECT_NE(text.find("table.csv"), std::string::npos) << text;
  EXPECT_NE(text.find("2"), std::string::npos) << text;
  EXPECT_NE(text.find("quotation mark"), std::string::npos) << text;
}

TEST(CsvFile, RefusesAnOpenQuotation) {
  EXPECT_NE(complaint("1,\"2\n").find("the end of a quoted field"), std::string::npos);
}
