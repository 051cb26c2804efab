#include <gtest/gtest.h>
#include <sys/stat.h>
#include <TemporaryFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/operators/TextLines.hpp>

#include <thread>
#include <vector>

using namespace ritz;
using ritz::test::TemporaryFolder;

namespace {

std::vector<std::string> linesOf(const std::string& content) {
  const TemporaryFolder folder;
  TextLines lines(folder.write("text", content));
  std::vector<std::string> all;
  for (std::string_view line; lines.next(line);) all.emplace_back(line);
  EXPECT_EQ(lines.number(), static_cast<long>(all.size()));
  return all;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST(TextLines, GivesLinesWithoutTheirEnds) {
  EXPECT_EQ(linesOf("one\r\n\n three \nfour"), (Lines{"one", "", " three ", "four"}));
  EXPECT_EQ(linesOf("one\n"), (Lines{"one"}));
  EXPECT_EQ(linesOf("\n"), (Lines{""}));
  EXPECT_EQ(linesOf("x"), (Lines{"x"}));
  EXPECT_EQ(linesOf(""), (Lines{}));
}

TEST(TextLines, JoinsWhatTheBufferSplits) {
  Lines expected;
  std::string content;
  for (std::size_t i = 0; i < 50000; ++i) {
    expected.push_back(std::string(i % 97, static_cast<char>('a' + i % 26)));
    content += expected.back() + "\n";
  }
  EXPECT_EQ(linesOf(content), expected);
}

TEST(TextLines, ReadsFromAPipe) {
  const TemporaryFolder folder;
  const auto path = folder.file("pipe");
  Lines all;
  double capacity = 0;
  runOnRoot(*worldComm(), [&] {
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&] { std::ofstream(path) << "one\ntwo\n"; });
    TextLines lines(path);
    capacity = lines.capacity();
    for (std::string_view line; lines.next(line);) all.emplace_back(line);
    writer.join();
  });
  if (worldComm()->getRank() == 0) {
    EXPECT_EQ(all, (Lines{"one", "two"}));
    EXPECT_GT(capacity, 1e300);
  }
}
