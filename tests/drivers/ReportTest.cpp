#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/drivers/ConvergencePlot.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultTable.hpp>

#include <cstdlib>
#include <limits>

namespace ritz {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Two pairs wanted, one of them converged.
EigenResult<double> halfDone() {
  EigenResult<double> result;
  result.status = Status::TimeLimit;
  result.reason = "the limit of 2 s was reached";
  result.options.numPairs = 2;
  result.values = {5.0, 4.0};
  result.residuals = {1e-12, 1e-3};
  result.errorBounds = {1e-12, inf};
  result.converged = {true, false};
  result.normA = 5.0;
  result.history = {{10, 0, nan}, {20, 1, 1e-3}};
  result.applications.A = {25, 25, 0.5};
  result.method = {"krylov-schur", "auto", "it suits", 30, 1};
  return result;
}

RunReport reportOf(const EigenResult<double>& result) {
  return {"eigs", "it's 1_a.mtx", 100, result, 1, BuildInfo{}};
}

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

TEST(ConvergencePlot, HasEveryPointAndTheEnd) {
  const auto result = halfDone();
  const std::string script = convergenceScript("picture", reportOf(result));
  EXPECT_THAT(script, HasSubstr("10 0 NaN\n20 1 1.000000e-03\n25 1 NaN\nEND\n"));
  EXPECT_THAT(script, HasSubstr("'it''s 1_a.mtx: 2 largest"));
}

TEST(ConvergencePlot, IsNotNeededForTheResult) {
  const TemporaryFolder folder;
  folder.write("convergence.png", "of an earlier result");
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", folder.path("").c_str(), 1);
  const auto result = halfDone();
  const std::string told = drawConvergence(folder.path(""), reportOf(result));
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(told, HasSubstr("gnuplot is not installed"));
  EXPECT_FALSE(folder.has("convergence.png"));
}

}  // namespace
}  // namespace ritz
