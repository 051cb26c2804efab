#include "Program.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace ritz::test {
namespace {

using testing::HasSubstr;

class Density : public testing::TestWithParam<int> {
 protected:
  Outcome run(std::vector<std::string> arguments, int ranks = GetParam()) {
    arguments.insert(arguments.begin(), "density");
    arguments.insert(arguments.end(), {"--output", folder.path("out")});
    return runRitz(arguments, ranks);
  }
  nlohmann::json result() const { return readJson(folder.path("out/result.json")); }

  TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Ranks, Density, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(Density, OfADiagonalIsExactFromAllItsValues) {
  const Outcome outcome = run(
      {"--matrix", folder.write("A.mtx", diagonalFile(40)), "--function", "log,inverse", "--count", "2.5,7"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = result();
  EXPECT_EQ(json["method"]["name"], "dense");
  EXPECT_EQ(json["count"]["value"], 5.0);
  EXPECT_EQ(json["count"]["standard_error"], 0.0);
  double harmonic = 0.0;
  for (int i = 1; i <= 40; ++i) harmonic += 1.0 / i;
  EXPECT_EQ(json["traces"][0]["name"], "log");
  // 40 values with rounding errors of some ulp of 40.
  EXPECT_NEAR(json["traces"][0]["value"].get<double>(), std::lgamma(41.0), 1e-11);
  EXPECT_NEAR(json["traces"][1]["value"].get<double>(), harmonic, 1e-11);
  EXPECT_EQ(json["applications"]["A"]["columns"], 42);
}

TEST_P(Density, TakesFewerStepsWhereTheMemoryHoldsNoMore) {
  const Outcome outcome =
      run({"--operator", "laplacian3d", "--size", "9,8,7", "--probes", "2", "--steps", "60", "--max-exact",
           "0", "--memory", std::to_string(8 * 504 / GetParam() * 23)});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["method"]["steps"], 20);
  EXPECT_THAT(result()["reason"].get<std::string>(), HasSubstr("the memory holds no more"));
}

TEST_P(Density, IsEstimatedWithErrorBars) {
  const Outcome outcome = run({"--operator", "laplacian3d", "--size", "9,8,7", "--probes", "6", "--steps",
                               "25", "--function", "exp", "--count", "-inf,6", "--max-exact", "0"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = result();
  EXPECT_EQ(json["method"]["name"], "lanczos-quadrature");
  EXPECT_EQ(json["method"]["probes_taken"], 6);
  EXPECT_EQ(json["applications"]["A"]["columns"], 2 + 6 * 25);
  // The spectrum is symmetric about 6, where it has values: half of the 504 lie below, up to those.
  const auto count = json["count"];
  EXPECT_TRUE(count["from"].is_null());
  EXPECT_NEAR(count["value"].get<double>(), 252.0,
              4 * (count["standard_error"].get<double>() + count["quadrature_error"].get<double>()) + 10);
  EXPECT_GT(json["traces"][0]["standard_error"].get<double>(), 0.0);
  EXPECT_THAT(outcome.out, HasSubstr("std. error"));
}

TEST_P(Density, WritesACurveThatIntegratesToAllValues) {
  ASSERT_EQ(run({"--operator", "tridiagonal", "--size", "300", "--width", "4", "--max-exact", "0"}).status,
            0);
  EXPECT_EQ(result()["width"], 4.0);
  std::istringstream lines(readText(folder.path("out/density.csv")));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line,
            "lambda,density,density_standard_error,density_quadrature_error,count_below,count_standard_error,"
            "count_quadrature_error");
  double integral = 0.0, before = 0.0, last = 0.0;
  for (bool isFirst = true; std::getline(lines, line); isFirst = false) {
    std::istringstream fields(line);
    char comma = ' ';
    double lambda = 0.0, density = 0.0, skipped = 0.0;
    fields >> lambda >> comma >> density >> comma >> skipped >> comma >> skipped >> comma >> last;
    if (!isFirst) integral += density * (lambda - before);
    before = lambda;
  }
  // The kernels are cut off at three deviations beyond the last value: 0.1 % of those near the ends.
  EXPECT_NEAR(integral, 300.0, 0.5);
  EXPECT_NEAR(last, 300.0, 1e-6);
}

TEST_P(Density, OfAPairIsThatOfItsValues) {
  const auto A = folder.write("A.mtx", diagonalFile(30)), B = folder.write("B.mtx", diagonalFile(30));
  ASSERT_EQ(run({"--matrix", A, "--mass", B, "--count", "0.9,1.1", "--max-exact", "0"}).status, 0);
  EXPECT_TRUE(result()["problem"]["generalized"].get<bool>());
  EXPECT_NEAR(result()["count"]["value"].get<double>(), 30.0, 1e-6);
}

TEST(DensityProgram, DrawsAPictureWhereThereIsGnuplot) {
  const TemporaryFolder folder;
  const Outcome outcome = runRitz({"density", "--operator", "tridiagonal", "--size", "100", "--count", "5,20",
                                   "--output", folder.path("out")});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "gnuplot is not installed";
  EXPECT_TRUE(folder.has("out/density.png"));
  EXPECT_THAT(readText(folder.path("out/density.svg")), HasSubstr("eigenvalues per unit"));
}

TEST(DensityProgram, TakesWhatAPluginMakes) {
  const TemporaryFolder folder;
  const Outcome outcome =
      runRitz({"density", "--plugin", RITZ_SPRING_CHAIN, "--plugin-arguments", "n=50,stiffness=2.5,mass=0.5",
               "--count", "0,10", "--output", folder.path("out")});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  // 20 sin²(πj/102) ≤ 10 for j ≤ 25.
  EXPECT_EQ(readJson(folder.path("out/result.json"))["count"]["value"], 25.0);
}

TEST(DensityProgram, TakesOtherVectorsForAnotherSeedAlone) {
  const TemporaryFolder folder;
  const auto trace = [&](const char* seed) {
    EXPECT_EQ(runRitz({"density", "--operator", "laplacian3d", "--size", "8,8,8", "--max-exact", "0",
                       "--probes", "2", "--steps", "10", "--function", "exp", "--seed", seed, "--quiet",
                       "--output", folder.path("out")})
                  .out,
              "");
    return readJson(folder.path("out/result.json"))["traces"][0]["value"].get<double>();
  };
  const double first = trace("1");
  EXPECT_EQ(trace("1"), first);
  EXPECT_NE(trace("2"), first);
}

TEST(DensityProgram, WritesTheRestWhereAFunctionIsNotFinite) {
  const TemporaryFolder folder;
  const auto file =
      folder.write("A.mtx", "%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 -1.0\n2 2 3.0\n");
  const Outcome outcome =
      runRitz({"density", "--matrix", file, "--function", "log", "--output", folder.path("out")});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("positive definite"));
  EXPECT_TRUE(readJson(folder.path("out/result.json"))["traces"][0].contains("message"));
}

TEST(DensityProgram, SaysThatASingularMatrixHasNoLogDeterminant) {
  const TemporaryFolder folder;
  // A path's Laplacian: constants belong to the value 0, which rounding makes ±1e-16.
  std::string entries = "%%MatrixMarket matrix coordinate real symmetric\n40 40 79\n";
  for (int i = 1; i <= 40; ++i)
    entries += fmt::format("{0} {0} {1}\n", i, i == 1 || i == 40 ? 1 : 2) +
               (i < 40 ? fmt::format("{} {} -1\n", i + 1, i) : "");
  const auto file = folder.write("A.mtx", entries);
  for (const char* maxExact : {"3000", "0"}) {  // LAPACK, Lanczos
    const Outcome outcome = runRitz({"density", "--matrix", file, "--function", "log,inverse,sqrt",
                                     "--max-exact", maxExact, "--output", folder.path("out")});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("zero within rounding"));
    EXPECT_THAT(outcome.err, HasSubstr("--function inverse"));
    EXPECT_THAT(outcome.out, HasSubstr("not finite"));
    const auto traces = readJson(folder.path("out/result.json"))["traces"];
    EXPECT_TRUE(traces[0]["value"].is_null());
    EXPECT_TRUE(traces[1]["value"].is_null());
    EXPECT_GT(traces[2]["value"].get<double>(), 0.0);
  }
}

TEST(DensityProgram, EndsAtALimitWithWhatThereIs) {
  const TemporaryFolder folder;
  const Outcome outcome = runRitz({"density", "--operator", "tridiagonal", "--size", "5000",
                                   "--max-applications", "200", "--output", folder.path("out")});
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  const auto json = readJson(folder.path("out/result.json"));
  EXPECT_EQ(json["status"], "application-limit");
  EXPECT_EQ(json["method"]["probes_taken"], 2);
  EXPECT_THAT(outcome.out, HasSubstr("INCOMPLETE"));
}

TEST(DensityProgram, RefusesBadOptionsBeforeAnyWork) {
  const std::vector<std::vector<std::string>> bad{
      {"--probes", "0"}, {"--steps", "0"},       {"--width", "0"}, {"--count", "2,1"},
      {"--count", "1"},  {"--function", "logg"}, {"--prob", "3"},  {"--max-exact", "-1"}};
  for (auto arguments : bad) {
    const std::string text = arguments[0];
    const TemporaryFolder folder;
    arguments.insert(arguments.begin(), "density");
    arguments.insert(arguments.end(),
                     {"--operator", "tridiagonal", "--size", "9", "--output", folder.path("out")});
    const Outcome outcome = runRitz(arguments);
    EXPECT_EQ(outcome.status, 2) << text;
    EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_FALSE(folder.has("out/result.json"));
  }
}

}  // namespace
}  // namespace ritz::test
