#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace ritz::test {
namespace {

using testing::HasSubstr;

const std::string digits = RITZ_SOURCE_DIR "/data/digits.csv.gz";

class Hessian : public testing::TestWithParam<int> {
 protected:
  Outcome run(std::vector<std::string> arguments, const std::string& data = digits) {
    arguments.insert(arguments.begin(), {"hessian", "--data", data, "--output", folder.path("out")});
    return runRitz(arguments, GetParam());
  }
  void expectRefused(const std::vector<std::string>& arguments, const std::string& text,
                     const std::string& data = digits) {
    const Outcome outcome = run(arguments, data);
    EXPECT_EQ(outcome.status, 2) << text;
    EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_FALSE(folder.has("out/result.json"));
  }
  nlohmann::json result() const { return readJson(folder.path("out/result.json")); }

  TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Ranks, Hessian, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(Hessian, OfSoftmaxAtZeroIsNineFold) {
  const Outcome outcome = run({"--scale", "16", "-k", "10", "--tolerance", "1e-10"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = result();
  EXPECT_EQ(json["command"], "hessian");
  EXPECT_EQ(json["parameters"], 650);
  EXPECT_EQ(json["samples"], 1797);
  // p = 1/10 for every class: the loss is log 10, and H = (1/N) ZᵀZ ⊗ (diag p − ppᵀ) has every value nine
  // times.
  EXPECT_NEAR(json["loss"].get<double>(), std::log(10.0), 1e-12);
  const double first = json["values"][0];
  for (int j = 1; j < 9; ++j) EXPECT_NEAR(json["values"][j].get<double>(), first, 1e-9 * first);
  EXPECT_LT(json["values"][9].get<double>(), 0.5 * first);
}

TEST_P(Hessian, OfATrainedNetworkIsComparedAndDifferentiated) {
  const std::vector<std::string> model{"--scale", "16",      "--model",     "mlp", "--layers",
                                       "64-8-10", "--ridge", "1e-3",        "-k",  "3",
                                       "--seed",  "4",       "--tolerance", "1e-7"};
  auto arguments = model;
  arguments.insert(arguments.end(), {"--at", "trained", "--train-steps", "60", "--compare", "power",
                                     "--gradient", "--image", "8x8"});
  const Outcome outcome = run(arguments);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = result();
  EXPECT_GE(json["accuracy"].get<double>(), 0.9);
  EXPECT_EQ(json["directions"]["pixels"].size(), 3u);
  EXPECT_EQ(json["directions"]["pixels"][0].size(), 64u);
  ASSERT_EQ(json["comparison"]["methods"].size(), 3u);
  for (const auto& method : json["comparison"]["methods"]) {
    EXPECT_EQ(method["converged"], 3) << method;
    EXPECT_LE(method["products"], method["products_with_verification"]);
  }
  ASSERT_EQ(json["gradient"].size(), 65u);
  EXPECT_EQ(json["gradient_names"][0], "ridge");
  // The ridge adds rho times the identity.
  EXPECT_NEAR(json["gradient"][0].get<double>(), 1.0, 1e-12);

  // The weights that were written are the point: the same values from them.
  auto again = model;
  again.insert(again.end(), {"--at", folder.path("out/weights.mtx")});
  ASSERT_EQ(run(again).status, 0);
  // ‖r‖ ≤ 1e-7·(α + |θ|) on both sides.
  const double first = json["values"][0];
  EXPECT_NEAR(result()["values"][0].get<double>(), first, 4e-7 * first);
}

TEST_P(Hessian, GradientAgreesWithDifferences) {
  const auto data =
      folder.write("small.csv", "a,b,kind\n1,2,0\n0,1,1\n2,-1,0\n-1,1,1\n0.5,3,2\n-2,0.3,2\n1,1,1\n");
  const Outcome outcome =
      run({"--label-column", "kind", "--ridge", "0.01", "--at", "trained", "--train-steps", "15", "-k", "2",
           "--tolerance", "1e-10", "--gradient", "--verify"},
          data);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  ASSERT_EQ(result()["gradient"].size(), 3u);
  // Central differences: h² = 1e-8 times a third derivative, and rounding over h.
  EXPECT_LE(result()["verification"]["max_relative_gap"].get<double>(), 1e-6);
}

/// To first order the pair's error moves the gradient: with less accurate pairs it is seen at its size.
TEST_P(Hessian, EstimatesTheErrorOfTheGradient) {
  const auto gradientAt = [&](const std::string& tolerance) {
    const Outcome outcome = run({"--scale", "16", "--model", "mlp", "--layers", "64-5-10", "--ridge", "1e-3",
                                 "--at", "trained", "--train-steps", "20", "-k", "3", "--method",
                                 "krylov-schur", "--tolerance", tolerance, "--gradient"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("of the gradient, estimated"), std::string::npos) << outcome.out;
    return result();
  };
  const auto rough = gradientAt("1e-2"), fine = gradientAt("1e-11");
  double gap = 0, whole = 0;
  for (std::size_t i = 0; i < fine["gradient"].size(); ++i) {
    const double exact = fine["gradient"][i];
    gap += std::pow(rough["gradient"][i].get<double>() - exact, 2);
    whole += exact * exact;
  }
  const double error = std::sqrt(gap / whole), estimate = rough["gradient_error_estimate"];
  EXPECT_GE(estimate, error / 3);  // to one digit, and with room for the second order
  EXPECT_LE(estimate, 3 * error);
  EXPECT_LE(fine["gradient_error_estimate"].get<double>(), 1e-8);
  EXPECT_GT(fine["estimate_applications"]["A"]["columns"].get<long>(), 0);
}

TEST_P(Hessian, HasNoGradientWhereTheFirstValueIsMultiple) {
  const Outcome outcome = run({"--scale", "16", "-k", "9", "--gradient"});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(result()["status"], "gauge-dependent");
  EXPECT_EQ(result()["parameters"], 650);
}

TEST_P(Hessian, GaussNewtonIsPositiveSemidefinite) {
  const Outcome outcome = run({"--scale", "16", "--model", "mlp", "--layers", "64-4-10", "--activation",
                               "sigmoid", "--at", "trained", "--train-steps", "5", "--gauss-newton", "-k",
                               "2", "--which", "smallest", "--tolerance", "1e-3"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_GE(result()["values"][0].get<double>(), -1e-12 * result()["norm_estimate"]["A"].get<double>());
}

TEST_P(Hessian, RefusesWhatMakesNoSense) {
  expectRefused({"--model", "mlp"}, "--layers");
  expectRefused({"--layers", "64-10"}, "belongs to --model mlp");
  expectRefused({"--model", "mlp", "--layers", "64-x-10"}, "--layers 64-x-10");
  expectRefused({"--model", "mlp", "--layers", "63-10"}, "64 features");
  expectRefused({"--model", "mpl"}, "did you mean 'mlp'?");
  expectRefused({"--scale", "0"}, "--scale");
  expectRefused({"--scale", "16", "--standardize"}, "--standardize");
  expectRefused({"--ridge", "-1"}, "--ridge");
  expectRefused({"--image", "8by8"}, "8x8");
  expectRefused({"--image", "8x9"}, "72 pixels");
  expectRefused({"--verify"}, "--gradient");
  expectRefused({"--at", folder.path("nowhere.mtx")}, "nowhere.mtx");
  expectRefused({"-k", "651"}, "651");
  expectRefused({}, "nowhere.csv", folder.path("nowhere.csv"));
  expectRefused({"--label-column", "kind"}, "kind");
  expectRefused({"--preconditioner", "jacobi"}, "--preconditioner jacobi: it is made of the entries");
  expectRefused({"--inverse", "factor", "--which", "smallest"}, "--inverse factor");
}

}  // namespace
}  // namespace ritz::test
