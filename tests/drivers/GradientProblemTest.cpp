#include "Program.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

/// problem.json of `ritz gradient`.
namespace ritz::test {
namespace {

using testing::HasSubstr;

/// A has one parameter and B two: A = diag(1 + θ₁, 4), B = diag(1, 1 + θ₂), λ₁ = 1 + θ₁, λ₂ = 4/(1 + θ₂).
TEST(GradientProblem, TakesMissingMatricesForZero) {
  const TemporaryFolder folder;
  const auto diagonal = [&](const char* name, double a, double b) {
    folder.write(
        name, fmt::format("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 {}\n2 2 {}\n", a, b));
  };
  diagonal("A0.mtx", 1, 4);
  diagonal("A1.mtx", 1, 0);
  diagonal("B0.mtx", 1, 1);
  diagonal("B1.mtx", 0, 0);
  diagonal("B2.mtx", 0, 1);
  const std::string problem = folder.write(
      "p.json", R"({"A": ["A0.mtx", "A1.mtx"], "B": ["B0.mtx", "B1.mtx", "B2.mtx"], "theta": [0.5, 0.25],
                    "k": 2, "which": "smallest", "loss": {"values": [1, 1]}})");
  const Outcome outcome = runRitz(
      {"gradient", problem, "--output", folder.path("out"), "--direction", "1,2", "--hessian-vector", "1,1"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = readJson(folder.path("out/result.json"));
  EXPECT_NEAR(json["gradient"][0].get<double>(), 1.0, 1e-12);
  EXPECT_NEAR(json["gradient"][1].get<double>(), -4 / std::pow(1.25, 2), 1e-12);
  EXPECT_NEAR(json["directional_derivative"].get<double>(), 1.0 - 8 / std::pow(1.25, 2), 1e-12);
  EXPECT_NEAR(json["hessian_vector"][0].get<double>(), 0.0, 1e-12);
  EXPECT_NEAR(json["hessian_vector"][1].get<double>(), 8 / std::pow(1.25, 3), 1e-12);
  EXPECT_EQ(runRitz({"gradient", problem, "--hessian-vector", "1"}).status, 2);
}

TEST(GradientProblem, RefusesTermsOfALossThatItDoesNotKnow) {
  const TemporaryFolder folder;
  folder.write("A.mtx", diagonalFile(5));
  const auto refusalOf = [&](const std::string& loss) {
    const auto text =
        R"({"A": ["A.mtx", "A.mtx"], "theta": [1], "k": 1, "which": "smallest", "loss": )" + loss;
    return runRitz({"gradient", folder.write("p.json", text + "}"), "--output", folder.path("out")}).err;
  };
  EXPECT_THAT(refusalOf(R"({"values": [1], "desnity": {"W": "A.mtx", "f": "one"}})"),
              HasSubstr("'desnity', which means nothing; did you mean 'density'?"));
  EXPECT_THAT(refusalOf(R"({"vectors": {"W": "A.mtx", "weight": [1]}})"),
              HasSubstr("did you mean 'weights'?"));
  EXPECT_THAT(refusalOf(R"({"density": {"W": "A.mtx", "f": "cube"}})"), HasSubstr("one, identity, square"));
}

TEST(GradientProblem, RefusesBadProblems) {
  const TemporaryFolder folder;
  const auto status = [&](const std::string& text) {
    return runRitz({"gradient", folder.write("p.json", text), "--output", folder.path("out")});
  };
  const Outcome broken = status("{\n\"theta\" 1}");
  EXPECT_EQ(broken.status, 2);
  EXPECT_THAT(broken.err, HasSubstr("line 2"));
  const Outcome missing = status(R"({"theta": [1], "k": 1, "which": "smallest"})");
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("'A'"));
  const Outcome idle = status(R"({"A": ["a.mtx"], "theta": [1], "k": 1, "which": "smallest"})");
  EXPECT_EQ(idle.status, 2);
  const Outcome misspelt = status(R"({"A": ["a.mtx"], "theta": [1], "whcih": "smallest", "note": "mine"})");
  EXPECT_EQ(misspelt.status, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("'whcih', which means nothing; did you mean 'which'?"));
  EXPECT_EQ(runRitz({"gradient", folder.path("absent.json")}).status, 2);
  EXPECT_EQ(runRitz({"gradient"}).status, 2);
  EXPECT_FALSE(folder.has("out/result.json"));
}

}  // namespace
}  // namespace ritz::test
