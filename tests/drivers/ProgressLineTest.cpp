#include <gtest/gtest.h>
#include <ritz/drivers/ProgressLine.hpp>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace ritz {
namespace {

Progress somewhere() {
  Progress progress;
  progress.applications = 1200;
  progress.converged = 3;
  progress.wanted = 10;
  progress.maxResidual = 2.1e-5;
  progress.seconds = 0.5;
  return progress;
}

/// What a terminal gets for this many steps in a row.
std::string drawn(int steps) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* stream = ::open_memstream(&text, &size);
  {
    ProgressLine line(stream, true, 1e-8);
    for (int i = 0; i < steps; ++i) line.onProgress(somewhere());
  }
  std::fclose(stream);
  std::string result(text, size);
  std::free(text);
  return result;
}

TEST(ProgressLine, TellsCountsResidualRateAndTime) {
  EXPECT_EQ(ProgressLine::textOf(somewhere(), 1e-8),
            "1200 applications, 3/10 converged, worst residual 2.1e-05 (target 1.0e-08), 2400/s, 0.5 s");
}

TEST(ProgressLine, LeavesOutWhatIsNotKnownYet) {
  Progress progress = somewhere();
  progress.maxResidual = std::numeric_limits<double>::infinity();
  progress.seconds = 0.0;
  EXPECT_EQ(ProgressLine::textOf(progress, 1e-8), "1200 applications, 3/10 converged");
}

TEST(ProgressLine, IsNotDrawnAtEveryStep) {
  const std::string text = drawn(1000);
  // A thousand steps take far less than the hundred milliseconds between two drawings.
  EXPECT_LT(std::count(text.begin(), text.end(), '\r'), 20);
}

TEST(ProgressLine, WipesItselfInTheEnd) {
  const std::string text = drawn(1), wiped = "\r\x1b[K";
  ASSERT_GE(text.size(), wiped.size());
  EXPECT_EQ(text.substr(text.size() - wiped.size()), wiped);
}

TEST(ProgressLine, NeverStopsTheSolve) {
  ProgressLine silent(nullptr, false, 1e-8);
  EXPECT_TRUE(silent.onProgress(somewhere()));
}

}  // namespace
}  // namespace ritz
