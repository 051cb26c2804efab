#include <gtest/gtest.h>
#include <TemporaryFolder.hpp>
#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <filesystem>
#include <functional>

using namespace ritz;
using ritz::test::TemporaryFolder;

namespace {

/// The text of the DataError that `work` ends with on rank 0; "" if it ends well.
std::string errorOnRoot(const std::function<void()>& work) {
  try {
    runOnRoot(*worldComm(), work);
    return "";
  } catch (const DataError& error) {
    return error.what();
  }
}

void writeOnRoot(const std::string& path, const std::string& content, bool commit) {
  runOnRoot(*worldComm(), [&] {
    AtomicFile file(path);
    file.stream() << content << std::flush;
    if (commit) file.commit();
  });
}

}  // namespace

TEST(AtomicFile, AppearsWhenCommitted) {
  const TemporaryFolder folder;
  writeOnRoot(folder.file("new"), "content", true);
  EXPECT_EQ(folder.read("new"), "content");
  EXPECT_EQ(folder.count(), 1);
}

TEST(AtomicFile, LeavesWhatWasThereUntilCommitted) {
  const TemporaryFolder folder;
  folder.write("old", "old content");
  std::string seen;
  runOnRoot(*worldComm(), [&] {
    AtomicFile file(folder.file("old"));
    file.stream() << "half of the n" << std::flush;
    std::getline(std::ifstream(folder.file("old")), seen);
  });
  if (worldComm()->getRank() == 0) {
    EXPECT_EQ(seen, "old content");
  }
  EXPECT_EQ(folder.read("old"), "old content");
  EXPECT_EQ(folder.count(), 1);
}

TEST(AtomicFile, ReplacesWhatWasThere) {
  const TemporaryFolder folder;
  folder.write("old", "a much longer old content");
  writeOnRoot(folder.file("old"), "new", true);
  EXPECT_EQ(folder.read("old"), "new");
}

TEST(AtomicFile, WritesThroughALinkAndKeepsIt) {
  const TemporaryFolder folder;
  folder.write("target", "old");
  runOnRoot(*worldComm(), [&] { std::filesystem::create_symlink("target", folder.file("link")); });
  writeOnRoot(folder.file("link"), "new", true);
  EXPECT_EQ(folder.read("target"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link")));
}

TEST(AtomicFile, RefusesAMissingFolder) {
  const TemporaryFolder folder;
  const std::string path = folder.file("missing/file");
  const std::string error = errorOnRoot([&] { AtomicFile file(path); });
  EXPECT_NE(error.find(path), std::string::npos) << error;
  EXPECT_NE(error.find("No such file or directory"), std::string::npos) << error;
}

TEST(AtomicFile, RemovesItsOwnLeftOversAlone) {
  const TemporaryFolder folder;
  for (const char* name :
       {"a.h5.1234.tmp", "a.h5.99.tmp", "a.h5", "a.h5.tmp", "a.h5.12x.tmp", "b.h5.1234.tmp", "a.h5.1234"})
    folder.write(name, "content");

  ritz::runOnRoot(*ritz::worldComm(), [&] { AtomicFile::removeLeftOvers(folder.file("a.h5")); });

  EXPECT_EQ(folder.count(), 5);
  for (const char* name : {"a.h5", "a.h5.tmp", "a.h5.12x.tmp", "b.h5.1234.tmp", "a.h5.1234"})
    EXPECT_TRUE(std::filesystem::exists(folder.file(name))) << name;
}

TEST(AtomicFile, RefusesAFolder) {
  const TemporaryFolder folder;
  const std::string error = errorOnRoot([&] { AtomicFile file(folder.file(".")); });
  EXPECT_NE(error.find("it is a folder"), std::string::npos) << error;
}

TEST(AtomicFile, SaysThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const std::string error = errorOnRoot([] {
    AtomicFile file("/dev/full");
    file.stream() << "content";
    file.commit();
  });
  EXPECT_NE(error.find("No space left on device"), std::string::npos) << error;
}

TEST(AtomicFile, SaysThatAnEarlierWriteFailed) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const std::string error = errorOnRoot([] {
    AtomicFile file("/dev/full");
    file.stream() << std::string(1 << 20, 'x') << std::flush;
    file.commit();
  });
  EXPECT_NE(error.find("an earlier write to it failed"), std::string::npos) << error;
}
