#include "CheckpointExample.hpp"
#include "Problems.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/Checkpoint.hpp>

#include <string>

namespace {

using namespace ritz::test;
using ritz::CommPtr;
using ritz::MapPtr;

template <class S>
void expectRoundTrip() {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(53);

  ritz::writeCheckpoint(folder.file("a.h5"), example<S>(map));
  const auto read = ritz::readCheckpoint<S>(folder.file("a.h5"), map);

  EXPECT_TRUE(same(read, example<S>(map)));
  EXPECT_TRUE(hasTheVectors(read));
  EXPECT_EQ(folder.count(), 1);
}

/// Rank 0 alone, as a communicator; null on the others.
CommPtr firstRank() {
  const int first = 0;
  return ritz::worldComm()->createSubcommunicator(Teuchos::ArrayView<const int>(&first, 1));
}

}  // namespace

TEST(Checkpoint, ReadsBackWhatWasWritten) { expectRoundTrip<double>(); }

#ifdef HAVE_TPETRA_INST_FLOAT
TEST(Checkpoint, ReadsBackSinglePrecision) { expectRoundTrip<float>(); }
#endif

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
TEST(Checkpoint, ReadsBackComplexNumbers) { expectRoundTrip<std::complex<double>>(); }
#endif

TEST(Checkpoint, ReadsBackRitzVectorsAlone) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(20);
  auto checkpoint = example<double>(map);
  checkpoint.state = {};
  checkpoint.state.vectors = example<double>(map).state.vectors;
  checkpoint.history.clear();

  ritz::writeCheckpoint(folder.file("a.h5"), checkpoint);
  const auto read = ritz::readCheckpoint<double>(folder.file("a.h5"), map);

  EXPECT_TRUE(same(read, checkpoint));
  EXPECT_TRUE(hasTheVectors(read));
  EXPECT_FALSE(read.state.isFactorization());
}

TEST(Checkpoint, IsTheSameFileFromAnyNumberOfRanks) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("all.h5"), example<double>(ritz::makeMap(41)));
  if (const CommPtr alone = firstRank(); !alone.is_null())
    ritz::writeCheckpoint(folder.file("one.h5"), example<double>(ritz::makeMap(alone, 41)));

  EXPECT_EQ(folder.read("all.h5"), folder.read("one.h5"));
}

TEST(Checkpoint, IsReadByAnyNumberOfRanks) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("all.h5"), example<double>(ritz::makeMap(41)));
  if (const CommPtr alone = firstRank(); !alone.is_null()) {
    ritz::writeCheckpoint(folder.file("one.h5"), example<double>(ritz::makeMap(alone, 41)));
    EXPECT_TRUE(hasTheVectors(ritz::readCheckpoint<double>(folder.file("all.h5"), ritz::makeMap(alone, 41))));
  }
  ritz::worldComm()->barrier();

  EXPECT_TRUE(hasTheVectors(ritz::readCheckpoint<double>(folder.file("one.h5"), ritz::makeMap(41))));
}

TEST(Checkpoint, GivesTheIdentityAlone) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(ritz::makeMap(10)));

  const auto identity = ritz::readIdentity(*ritz::worldComm(), folder.file("a.h5"));

  EXPECT_EQ(identity.n, 10);
  EXPECT_EQ(identity.method, "lanczos");
  EXPECT_EQ(identity.seed, 0xfedcba9876543210ULL);
}
