#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/operators/Runtime.hpp>

#include <stdexcept>

using namespace ritz;

TEST(RootTask, RunsOnRankZeroAlone) {
  const auto comm = worldComm();
  bool ran = false;
  runOnRoot(*comm, [&] { ran = true; });
  EXPECT_EQ(ran, comm->getRank() == 0);
}

TEST(RootTask, ThrowsTheSameTextOnEveryRank) {
  const auto fail = [] { throw std::runtime_error("the disk is on fire"); };
  try {
    runOnRoot(*worldComm(), fail);
    FAIL() << "expected DataError";
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(), "the disk is on fire");
  }
}

TEST(RootTask, PassesOnAnEmptyTextToo) {
  EXPECT_THROW(runOnRoot(*worldComm(), [] { throw DataError(""); }), DataError);
}
