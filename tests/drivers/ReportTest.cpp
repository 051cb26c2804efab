#include "Reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultTable.hpp>

namespace ritz {
namespace {

using test::halfDone;
using test::reportOf;
using test::TemporaryFolder;
using testing::HasSubstr;

TEST(ResultFile, WritesNullForWhatIsNotFinite) {
  const TemporaryFolder folder;
  const auto result = halfDone();
  writeResultFile(folder.path("result.json"), reportOf(result));
  const auto json = test::readJson(folder.path("result.json"));
  ASSERT_TRUE(json.is_object());
  EXPECT_TRUE(json["error_bounds"][1].is_null());
  EXPECT_TRUE(json["history"][0]["max_residual"].is_null());
  EXPECT_EQ(json["values"][1], 4.0);
  EXPECT_EQ(json["status"], "time-limit");
  EXPECT_EQ(json["num_converged"], 1);
}

TEST(ResultFile, KeepsEveryBitOfTheValues) {
  const TemporaryFolder folder;
  auto result = halfDone();
  result.values = {1.0 / 3.0, 4.0 / 7.0};
  writeResultFile(folder.path("result.json"), reportOf(result));
  EXPECT_EQ(test::readJson(folder.path("result.json"))["values"], result.values);
}

TEST(ResultTable, SaysLoudlyWhatHasNotConverged) {
  const auto result = halfDone();
  const std::string table = resultTable(reportOf(result));
  EXPECT_THAT(table, HasSubstr("NOT CONVERGED (time-limit): 1 of 2 pairs; the limit of 2 s was reached"));
  EXPECT_THAT(table, HasSubstr("4.00000000000000e+00    1.0e-03         none  NOT CONVERGED"));
  EXPECT_THAT(table, HasSubstr("25 products in 25 calls"));
}

TEST(ResultTable, NamesTheInterval) {
  auto result = halfDone();
  result.options.which = Interval{2.0, 5.5};
  EXPECT_THAT(resultTable(reportOf(result)), HasSubstr("n = 100, 2 in [2, 5.5]"));
}

TEST(ResultTable, WarnsOfValuesWithoutDigits) {
  auto result = halfDone();
  result.status = Status::Converged;
  result.normB = 1.0;
  result.converged = {true, true};
  result.errorBounds = {1e-12, 1.0};
  EXPECT_THAT(resultTable(reportOf(result)), HasSubstr("1 value has an error bound above a twentieth of it"));
  result.errorBounds = {1e-12, 1e-6};
  EXPECT_THAT(resultTable(reportOf(result)), testing::Not(HasSubstr("error bound above")));
}

}  // namespace
}  // namespace ritz
