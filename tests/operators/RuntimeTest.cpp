#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>

#include <mpi.h>
#include <Kokkos_Core.hpp>

#include <string>

namespace {

bool mpiRuns() {
  int initialized = 0, finalized = 0;
  MPI_Initialized(&initialized);
  MPI_Finalized(&finalized);
  return initialized != 0 && finalized == 0;
}

}  // namespace

TEST(Runtime, MayBeNested) {
  {
    int argc = 0;
    char** argv = nullptr;
    ritz::Runtime inner(&argc, &argv);
    EXPECT_EQ(ritz::makeMap(3)->getGlobalNumElements(), 3U);
  }

  EXPECT_TRUE(mpiRuns());
  EXPECT_TRUE(Kokkos::is_initialized());
  EXPECT_EQ(ritz::makeMap(3)->getGlobalNumElements(), 3U);
}

TEST(Runtime, GivesAllRanks) {
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);

  EXPECT_EQ(ritz::worldComm()->getSize(), size);
}

TEST(Runtime, SpreadsAMapInNearlyEqualPieces) {
  const auto map = ritz::makeMap(100);
  const auto ranks = static_cast<std::size_t>(ritz::worldComm()->getSize());
  const std::size_t mine = ritz::test::Block(map, 1).getLocalLength();

  EXPECT_TRUE(map->isContiguous());
  EXPECT_EQ(map->getMinAllGlobalIndex(), 0);
  EXPECT_EQ(map->getMaxAllGlobalIndex(), 99);
  EXPECT_GE(mine, 100 / ranks);
  EXPECT_LE(mine, 100 / ranks + 1);
}

TEST(Runtime, MakesEmptyMapsAndRefusesNegativeOnes) {
  EXPECT_EQ(ritz::makeMap(0)->getGlobalNumElements(), 0U);
  EXPECT_THROW(ritz::makeMap(-1), ritz::InvalidOption);
}

TEST(Runtime, MakesMapsOnASubCommunicator) {
  const auto alone = ritz::worldComm()->split(ritz::worldComm()->getRank(), 0);

  const auto map = ritz::makeMap(alone, 5);

  EXPECT_EQ(ritz::test::Block(map, 1).getLocalLength(), 5U);
}

TEST(Runtime, SaysWhatItWasBuiltOn) {
  const auto info = ritz::buildInfo();

  EXPECT_FALSE(info.version.empty());
  EXPECT_FALSE(info.trilinosVersion.empty());
  EXPECT_FALSE(info.backend.empty());
  EXPECT_EQ(info.scalars.rfind("double", 0), 0U);
  EXPECT_GE(info.threads, 1);
}

/// Here others bring up MPI and Kokkos: a Runtime must use them and leave them up.
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  MPI_Init(&argc, &argv);
  Kokkos::initialize(argc, argv);
  int failed = 0;
  {
    ritz::Runtime runtime(&argc, &argv);
    failed = RUN_ALL_TESTS();
  }
  if (!mpiRuns() || !Kokkos::is_initialized()) {
    std::puts("Runtime took down what others had brought up");
    failed = 1;
  }
  int anyFailed = 0;
  MPI_Allreduce(&failed, &anyFailed, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  Kokkos::finalize();
  MPI_Finalize();
  return anyFailed;
}
