#include "Subcommands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

namespace ritz::test {
namespace {

using testing::HasSubstr;

/// Runs examples/config/*.toml as they say: from the folder of the sources.
class ConfigExamples : public testing::Test {
 protected:
  ConfigExamples() : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(RITZ_SOURCE_DIR);
  }
  ~ConfigExamples() override { std::filesystem::current_path(before_); }

  Outcome run(const std::string& command, const std::string& file, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {command, "--config", "examples/config/" + file});
    more.insert(more.end(), {"--output", folder.path("out")});
    return runRitz(more);
  }
  nlohmann::json result() const { return readJson(folder.path("out/result.json")); }

  TemporaryFolder folder;

 private:
  std::filesystem::path before_;
};

TEST_F(ConfigExamples, AreThereForEverySubcommand) {
  const auto commands = subcommands();
  EXPECT_THAT(commands, testing::IsSupersetOf({"eigs", "gradient", "report"}));
  for (const auto& command : commands) {
    const std::string file = "examples/config/" + command + ".toml";
    ASSERT_TRUE(std::filesystem::exists(file)) << file;
    EXPECT_THAT(readText(file), HasSubstr("ritz " + command + " --config " + file));
    EXPECT_THAT(runRitz({command, "--help"}).out, HasSubstr("--config")) << command;
  }
}

TEST_F(ConfigExamples, OfEigsFindsTheDrumsModes) {
  const Outcome outcome = run("eigs", "eigs.toml");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["k"], 6);
  EXPECT_EQ(result()["method"]["name"], "lobpcg");
  EXPECT_TRUE(folder.has("out/vectors.mtx"));
  EXPECT_EQ(result()["modes"]["entries"].size(), 6u);
}

TEST_F(ConfigExamples, OfSvdFindsTripletsAndWritesTheirVectors) {
  const Outcome outcome = run("svd", "svd.toml");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["num_converged"], 5);
  EXPECT_TRUE(folder.has("out/left.mtx"));
  EXPECT_TRUE(folder.has("out/right.mtx"));
}

TEST_F(ConfigExamples, OfDensityEstimatesTheLogarithmOfTheDeterminant) {
  const Outcome outcome = run("density", "density.toml");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  double exact = 0.0;
  const auto part = [](int i) { return 2.0 - 2.0 * std::cos(std::acos(-1.0) * i / 25); };
  for (int i = 1; i <= 24; ++i)
    for (int j = 1; j <= 24; ++j)
      for (int l = 1; l <= 24; ++l) exact += std::log(part(i) + part(j) + part(l));
  const auto trace = result()["traces"][0];
  const double error = trace["standard_error"].get<double>() + trace["quadrature_error"].get<double>();
  EXPECT_NEAR(trace["value"].get<double>(), exact, 4 * error);
  EXPECT_LE(error, 0.01 * exact);
}

TEST_F(ConfigExamples, OfGradientDividesByTheMass) {
  const Outcome outcome = run("gradient", "gradient.toml");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  // lambda(theta) = lambda(0)/(1 + theta), so that dL/dtheta = -L/(1 + theta).
  const double loss = result()["loss"], derivative = result()["gradient"][0];
  EXPECT_NEAR(derivative, -loss / 1.25, 1e-7 * loss);
}

TEST_F(ConfigExamples, OfHessianAndReportShowTheDirections) {
  const Outcome outcome = run("hessian", "hessian.toml");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["parameters"], 65 * 16 + 17 * 10);
  EXPECT_EQ(result()["directions"]["pixels"].size(), 5u);
  std::filesystem::current_path(folder.path(""));
  std::filesystem::create_directory_symlink(folder.path("out"), folder.path("ritz-out"));
  const Outcome report = runRitz({"report", "--config", RITZ_SOURCE_DIR "/examples/config/report.toml"});
  EXPECT_EQ(report.status, 0) << report.err;
  EXPECT_EQ(report.out, "");
  EXPECT_TRUE(folder.has("out/report.html"));
}

TEST_F(ConfigExamples, OfSeveralSubcommandsGivesEachItsSection) {
  ASSERT_EQ(run("eigs", "all.toml").status, 0);
  EXPECT_EQ(result()["problem"]["n"], 12 * 11 * 10);
  ASSERT_EQ(run("hessian", "all.toml").status, 0);
  EXPECT_EQ(result()["problem"]["n"], 650);
}

}  // namespace
}  // namespace ritz::test
