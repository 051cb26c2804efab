#include "../SharedData.hpp"
#include "Program.hpp"

#include <fmt/format.h>
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
  EXPECT_THAT(outcome.err,
              HasSubstr("k = 4 closes the cluster: ask for as many, or use --on-cluster extend"));
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

TEST_P(Gradient, MultipliesSecondDerivatives) {
  const std::vector<std::string> tight{"--gradient-tolerance", "1e-10", "--verify", "--hessian-vector"};
  for (const auto& [oracle, p] : std::vector<std::pair<std::string, std::string>>{
           {"generalized_simple", "2"}, {"density_square_in_cluster", "1"}, {"real_bnz30", "1,-0.5"}}) {
    auto arguments = tight;
    arguments.push_back(p);
    const Outcome outcome = run(oracle, arguments);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_LE(result()["verification"]["hessian_vector_gap"].get<double>(), 1e-5) << oracle;
    EXPECT_GT(result()["hessian_applications"]["A"]["columns"].get<long>(), 0);
    EXPECT_THAT(outcome.out, HasSubstr("hessian 1"));
  }
}

TEST_P(Gradient, HasSymmetricSecondDerivatives) {
  const auto product = [&](const std::string& p) {
    EXPECT_EQ(run("standard_simple", {"--gradient-tolerance", "1e-10", "--hessian-vector", p}).status, 0);
    return result()["hessian_vector"].get<std::vector<double>>();
  };
  const auto first = product("1,0"), second = product("0,1");
  EXPECT_NEAR(first[1], second[0], 1e-8 * (std::abs(first[1]) + std::abs(first[0]) + std::abs(second[1])));
}

/// The gradient stays in the result: only what was asked for beside it has no meaning.
TEST_P(Gradient, RefusesSecondDerivativesOfAProjectedLoss) {
  const Outcome outcome =
      run("cluster_inside_gauge_dependent", {"--on-cluster", "project", "--hessian-vector", "1"});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(result()["status"], "gauge-dependent");
  EXPECT_EQ(result()["gradient"].size(), 1u);
  EXPECT_THAT(outcome.err, HasSubstr("what --on-cluster project leaves"));
}

TEST_P(Gradient, RefusesDirectionsThatAreNone) {
  for (const char* option : {"--direction", "--hessian-vector"})
    for (const auto& [numbers, found] :
         std::vector<std::pair<std::string, std::string>>{{"1,2,3", "has 3 numbers, theta has 2"},
                                                          {"1,nan", "number 2 is nan"},
                                                          {"inf,1", "number 1 is inf"}}) {
      const Outcome outcome = run("standard_simple", {option, numbers});
      EXPECT_EQ(outcome.status, 2);
      EXPECT_THAT(outcome.err, HasSubstr(std::string("ritz: ") + option));
      EXPECT_THAT(outcome.err, HasSubstr(found));
    }
  EXPECT_FALSE(folder.has("out/result.json"));
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

TEST(GradientCommand, TakesAPreconditionerOfTheFamilysMatrix) {
  // (K + θ M) u = λ M u: λ_j(θ) = λ_j(0) + θ.
  const std::string data = RITZ_SOURCE_DIR "/data/membrane_";
  const TemporaryFolder folder;
  const std::string problem = folder.write(
      "p.json",
      fmt::format(R"({{"A": ["{0}stiffness.mtx", "{0}mass.mtx"], "B": ["{0}mass.mtx"], "theta": [0.5],
                    "k": 3, "which": "smallest", "loss": {{"values": [1, 2, 4]}}}})",
                  data));
  for (const char* name : {"jacobi", "ilu", "amg"}) {
    const Outcome outcome =
        runRitz({"gradient", problem, "--output", folder.path("out"), "--method", "davidson",
                 "--preconditioner", name, "--coordinates", data + "points.mtx"});
    if (outcome.err.find("has no") != std::string::npos) continue;  // a Trilinos without the package
    ASSERT_EQ(outcome.status, 0) << name << outcome.err;
    const auto json = readJson(folder.path("out/result.json"));
    EXPECT_NEAR(json["gradient"][0].get<double>(), 7.0, 1e-6);
    EXPECT_GT(json["applications"]["preconditioner"]["columns"].get<long>(), 0);
  }
}

TEST(GradientCommand, DifferentiatesInnerValues) {
  const TemporaryFolder folder;
  const Outcome outcome =
      runRitz({"gradient", RITZ_SOURCE_DIR "/examples/config/drum.json", "--which", "nearest", "--sigma",
               "60", "--verify", "--quiet", "--output", folder.path("out")});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out + outcome.err, "");
  const auto json = readJson(folder.path("out/result.json"));
  EXPECT_TRUE(json["certified"].get<bool>());
  EXPECT_LE(json["verification"]["max_relative_gap"].get<double>(), 1e-6);
}

}  // namespace
}  // namespace ritz::test
