#include "CheckpointExample.hpp"
#include "Problems.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/solvers/Checkpoint.hpp>
#include <ritz/solvers/Hdf5File.hpp>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

/// Files that are no checkpoints, and places where none can be written.
namespace {

using namespace ritz::test;
using ritz::DataError;
using ritz::Hdf5File;
using ritz::MapPtr;

/// The text of the DataError that reading the file throws; empty if it throws none.
std::string refusal(const std::string& path, const MapPtr& map) {
  try {
    ritz::readCheckpoint<double>(path, map);
    return "";
  } catch (const DataError& error) {
    return error.what();
  }
}

void expectRefused(const std::string& path, const MapPtr& map, const std::vector<std::string>& texts) {
  const std::string text = refusal(path, map);
  EXPECT_NE(text.find(path), std::string::npos) << text;
  for (const auto& part : texts)
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' in: " << text;
}

std::string writeFailure(const std::string& path, const MapPtr& map) {
  try {
    ritz::writeCheckpoint(path, example<double>(map));
    return "";
  } catch (const DataError& error) {
    return error.what();
  }
}

}  // namespace

TEST(CheckpointRefusal, RefusesATruncatedFile) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(30);
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(map));
  const std::string whole = folder.read("a.h5");

  for (const double part : {0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999})
    expectRefused(
        folder.write("part.h5", whole.substr(0, static_cast<std::size_t>(part * double(whole.size())))), map,
        {"expected"});
  expectRefused(folder.write("part.h5", whole.substr(0, whole.size() - 1)), map, {"truncated"});
}

TEST(CheckpointRefusal, RefusesAFlippedByteOrReadsTheSame) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(400);
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(map));
  const std::string whole = folder.read("a.h5");
  const std::size_t vectorBytes = (Size + 1) * 400 * sizeof(double);
  std::mt19937 random(11);

  int refused = 0;
  constexpr int Flips = 300;
  for (int flip = 0; flip < Flips; ++flip) {
    std::string damaged = whole;
    const std::size_t at = random() % whole.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    folder.write("b.h5", damaged);
    try {
      const auto read = ritz::readCheckpoint<double>(folder.file("b.h5"), map);
      EXPECT_TRUE(same(read, example<double>(map)) && hasTheVectors(read)) << "byte " << at;
    } catch (const DataError&) {
      ++refused;
    }
  }
  // At least the bytes of the vectors are read back; half of the expected number leaves room for chance.
  EXPECT_GE(refused, Flips * static_cast<double>(vectorBytes) / static_cast<double>(whole.size()) / 2);
}

TEST(CheckpointRefusal, RefusesWhatIsNoHdf5) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(10);

  expectRefused(folder.file("missing.h5"), map, {"no such file"});
  expectRefused(folder.write("text.h5", "%%MatrixMarket matrix array real general\n"), map,
                {"no whole HDF5 file"});
  expectRefused(folder.write("empty.h5", ""), map, {"no whole HDF5 file"});
  ritz::runOnRoot(*map->getComm(), [&] { std::filesystem::create_directory(folder.file("folder.h5")); });
  expectRefused(folder.file("folder.h5"), map, {"no regular file"});
}

TEST(CheckpointRefusal, RefusesAnotherProgramsHdf5) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(10);
  ritz::runOnRoot(*map->getComm(), [&] {
    Hdf5File plain = Hdf5File::create(folder.file("plain.h5"));
    plain.write<double>("n", {10.0});
    plain.close();
    Hdf5File other = Hdf5File::create(folder.file("other.h5"));
    other.writeText("format", "mesh of a bridge");
    other.close();
    Hdf5File later = Hdf5File::create(folder.file("later.h5"));
    later.writeText("format", "ritz checkpoint");
    later.writeText("version", "3");
    later.close();
  });

  expectRefused(folder.file("plain.h5"), map, {"'format'"});
  expectRefused(folder.file("other.h5"), map, {"mesh of a bridge"});
  expectRefused(folder.file("later.h5"), map, {"version 3", "version 2"});
}

TEST(CheckpointRefusal, RefusesAnotherSizeAndScalar) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(ritz::makeMap(10)));
  expectRefused(folder.file("a.h5"), ritz::makeMap(11), {"n = 10", "n = 11"});

  auto single = example<double>(ritz::makeMap(10));
  single.identity.scalar = "float";
  ritz::writeCheckpoint(folder.file("a.h5"), single);
  expectRefused(folder.file("a.h5"), ritz::makeMap(10), {"float", "double"});
}

TEST(CheckpointRefusal, SaysWhereItCannotBeWritten) {
  const TemporaryFolder folder;
  const auto& comm = *ritz::worldComm();

  ritz::expectWritable(comm, folder.file("a.h5"));
  EXPECT_EQ(folder.count(), 0);
  EXPECT_THROW(ritz::expectWritable(comm, folder.file("missing/a.h5")), DataError);
  EXPECT_THROW(ritz::writeCheckpoint(folder.file("missing/a.h5"), example<double>(ritz::makeMap(10))),
               DataError);
  EXPECT_THROW(ritz::expectWritable(comm, folder.file(".")), DataError);
}

TEST(CheckpointRefusal, RefusesADevice) {
  const auto map = ritz::makeMap(10);
  EXPECT_THROW(ritz::expectWritable(*map->getComm(), "/dev/null"), DataError);
  EXPECT_THROW(ritz::writeCheckpoint("/dev/null", example<double>(map)), DataError);
}

TEST(CheckpointRefusal, KeepsTheLastOneWhenThereIsNoRoomForTheNext) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(10), larger = ritz::makeMap(20000);
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(map));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);

  rlimit narrow = before;
  narrow.rlim_cur = 1 << 16;
  ::setrlimit(RLIMIT_FSIZE, &narrow);
  EXPECT_NE(writeFailure(folder.file("a.h5"), larger).find("room for"), std::string::npos);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);

  EXPECT_TRUE(hasTheVectors(ritz::readCheckpoint<double>(folder.file("a.h5"), map)));
  EXPECT_EQ(folder.count(), 1);
}
