#include "../SharedData.hpp"
#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

using testing::HasSubstr;

class Gradient : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    if (sharedData("../oracles/standard_simple/problem.json").empty())
      GTEST_SKIP() << "the shared data are absent; set RITZ_SHARED";
  }
  Outcome run(const std::string& oracle, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"gradient", sharedData("../oracles/" + oracle + "/problem.json"),
                                       "--output", folder.path("out")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runRitz(arguments, GetParam());
  }
  nlohmann::json result() const { return readJson(folder.path("out/result.json")); }
  nlohmann::json expected(const std::string& oracle) const {
    return readJson(sharedData("../oracles/" + oracle + "/problem.json"))["expected"];
  }
  TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Ranks, Gradient, testing::Values(1, 3), testing::PrintToStringParamName());

double relativeError(const nlohmann::json& found, const nlohmann::json& exact) {
  double difference = 0, whole = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    difference += std::pow(found[i].get<double>() - exact[i].get<double>(), 2);
    whole += std::pow(exact[i].get<double>(), 2);
  }
  return std::sqrt(difference / whole);
}

TEST_P(Gradient, IsExactAndVerified) {
  for (const char* oracle : {"generalized_simple", "density_square_in_cluster"}) {
    const Outcome outcome =
        run(oracle, {"--gradient-tolerance", "1e-10", "--verify", "--method", "krylov-schur"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const auto json = result();
    EXPECT_LE(relativeError(json["gradient"], expected(oracle)["gradient"]), 1e-7);
    EXPECT_NEAR(json["loss"].get<double>(), expected(oracle)["loss"].get<double>(), 1e-9);
    EXPECT_TRUE(json["certified"].get<bool>());
    // Differences: truncation h⁴ = 1e-12 and pairs to 1e-12 over h = 1e-3, with room for large derivatives.
    EXPECT_LE(json["verification"]["max_relative_gap"].get<double>(), 1e-6);
    EXPECT_GT(json["adjoint_applications"]["A"]["columns"].get<long>(), 0);
    EXPECT_EQ(json["command"], "gradient");
  }
  EXPECT_THAT(result()["clusters"].dump(), HasSubstr("[2,3,4]"));
}

TEST_P(Gradient, RefusesALossWithoutDerivative) {
  const Outcome outcome = run("cluster_cut_by_k");
  EXPECT_EQ(outcome.status, 4);
  const auto json = result();
  EXPECT_EQ(json["status"], "gauge-dependent");
  EXPECT_EQ(json["closing_k"], 4);
  EXPECT_EQ(json["cluster"], nlohmann::json({2, 3}));
  EXPECT_THAT(outcome.err, HasSubstr("k = 4 closes the cluster"));
  EXPECT_THAT(outcome.err, HasSubstr("ritz: " + json["message"].get<std::string>() + "\n"));
}

TEST_P(Gradient, TakesKFromTheCommandLine) {
  const Outcome outcome = run("standard_simple", {"-k", "6", "--direction", "1,-1"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = result();
  EXPECT_EQ(json["k"], 6);
  EXPECT_LE(relativeError(json["gradient"], expected("standard_simple")["gradient"]), 1e-5);
  EXPECT_NEAR(json["directional_derivative"].get<double>(),
              json["gradient"][0].get<double>() - json["gradient"][1].get<double>(), 1e-12);
}

TEST_P(Gradient, GainsDigitsByRefinement) {
  const auto error = [&](std::vector<std::string> more) {
    more.insert(more.end(),
                {"--tolerance", "1e-5", "--gradient-tolerance", "1e-9", "--method", "krylov-schur"});
    EXPECT_EQ(run("real_nos5", more).status, 0);
    return relativeError(result()["gradient"], expected("real_nos5")["gradient"]);
  };
  EXPECT_LT(error({"--refine"}), 1e-3 * error({}));
}

TEST_P(Gradient, KnowsItsError) {
  const std::vector<std::string> rough{"--tolerance", "1e-6", "--gradient-tolerance", "1e-5"};
  for (const char* oracle : {"real_nos5", "generalized_simple"}) {
    ASSERT_EQ(run(oracle, rough).status, 0);
    const double error = relativeError(result()["gradient"], expected(oracle)["gradient"]);
    EXPECT_NEAR(std::log10(result()["gradient_error_estimate"].get<double>() / error), 0.0, 1.0) << error;
    EXPECT_GT(result()["estimate_applications"]["A"]["columns"].get<long>(), 0);
  }
}

TEST_P(Gradient, DoesWithoutAnEstimate) {
  ASSERT_EQ(run("standard_simple", {"--no-error-estimate"}).status, 0);
  EXPECT_FALSE(result().contains("gradient_error_estimate"));
  EXPECT_FALSE(result().contains("estimate_applications"));
}

TEST(GradientCommand, RefusesBadProblems) {
  const TemporaryFolder folder;
  const auto status = [&](const std::string& text) {
    return runRitz({"gradient", folder.write("p.json", text), "--output", folder.path("out")});
  };
  EXPECT_EQ(status("{").status, 2);
  const Outcome missing = status(R"({"theta": [1], "k": 1, "which": "smallest"})");
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("'A'"));
  EXPECT_EQ(runRitz({"gradient", folder.path("absent.json")}).status, 2);
  EXPECT_EQ(runRitz({"gradient"}).status, 2);
  EXPECT_FALSE(folder.has("out/result.json"));
}

}  // namespace
}  // namespace ritz::test
