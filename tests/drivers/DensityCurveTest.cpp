#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/drivers/DensityCurve.hpp>
#include <ritz/operators/Error.hpp>

#include <limits>
#include <vector>

namespace ritz {
namespace {

/// One random vector has no standard error.
TEST(DensityCurve, ReadsWhatItHasWritten) {
  const test::TemporaryFolder folder;
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<DensityPoint> written{{-0.5, {1.25, infinity, 1e-300}, {0, infinity, 0}},
                                          {1e10, {3, 0.5, 2e-16}, {123456789, 4, 0.25}}};
  const auto read = readDensityCsv(folder.write("density.csv", densityCsv(written)));
  ASSERT_EQ(read.size(), written.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].lambda, written[i].lambda);
    EXPECT_EQ(read[i].density.value, written[i].density.value);
    EXPECT_EQ(read[i].density.standardError, written[i].density.standardError);
    EXPECT_EQ(read[i].density.quadratureError, written[i].density.quadratureError);
    EXPECT_EQ(read[i].below.value, written[i].below.value);
  }
}

TEST(DensityCurve, RefusesOtherFiles) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(readDensityCsv(folder.path("missing.csv")), DataError);
  for (const char* text : {"a,b\n1,2\n", "a\n1,2,3,4,5,6,seven\n"}) {
    try {
      readDensityCsv(folder.write("density.csv", text));
      ADD_FAILURE() << text;
    } catch (const DataError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("density.csv"));
      EXPECT_THAT(error.what(), testing::HasSubstr("ritz density"));
    }
  }
}

}  // namespace
}  // namespace ritz
