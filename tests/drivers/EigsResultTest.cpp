#include "EigsRuns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

/// What `ritz eigs` prints and writes.
namespace ritz::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> keysOf(const nlohmann::ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& item : json.items()) keys.push_back(item.key());
  return keys;
}

class EigsResult : public EigsOnRanks {};
INSTANTIATE_TEST_SUITE_P(Ranks, EigsResult, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(EigsResult, WritesEveryKeyOfTheContractInOrder) {
  const Outcome outcome = run({"--matrix", folder.write("A.mtx", diagonalFile(60)), "-k", "4"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::ordered_json::parse(readText(folder.path("out/result.json")));
  EXPECT_THAT(keysOf(json),
              ElementsAre("ritz", "command", "command_line", "status", "reason", "problem", "method", "k",
                          "which", "tolerance", "relative_to", "seed", "num_converged", "converged", "values",
                          "zero_modes", "residuals", "residual_definition", "norm_estimate", "error_bounds",
                          "applications", "seconds", "ranks", "threads", "backend", "history"));
  EXPECT_THAT(keysOf(json["problem"]), ElementsAre("n", "generalized", "source"));
  EXPECT_THAT(keysOf(json["method"]),
              ElementsAre("name", "chosen_by", "why", "basis", "block", "filter_degree"));
  EXPECT_THAT(keysOf(json["applications"]),
              ElementsAre("A", "B", "preconditioner", "inverse", "factorizations", "verification_columns"));
  EXPECT_THAT(keysOf(json["applications"]["A"]), ElementsAre("columns", "calls", "seconds"));
  EXPECT_THAT(keysOf(json["seconds"]), ElementsAre("total", "operator", "orthogonalization"));
  EXPECT_THAT(keysOf(json["norm_estimate"]), ElementsAre("A", "B"));
  EXPECT_EQ(json["status"], "converged");
  EXPECT_EQ(json["command"], "eigs");
  EXPECT_EQ(json["problem"]["n"], 60);
  EXPECT_EQ(json["k"], 4);
  EXPECT_EQ(json["num_converged"], 4);
  EXPECT_EQ(json["ranks"], GetParam());
  for (const char* list : {"values", "residuals", "error_bounds"}) EXPECT_EQ(json[list].size(), 4u) << list;
  EXPECT_GT(json["applications"]["A"]["columns"].get<long>(), 0);
}

TEST_P(EigsResult, PrintsTheTableOnce) {
  const Outcome outcome = run({"--matrix", folder.write("A.mtx", diagonalFile(30)), "-k", "2"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out.find("A.mtx: "), outcome.out.rfind("A.mtx: "));
  EXPECT_THAT(outcome.out, HasSubstr("error bound"));
  EXPECT_THAT(outcome.out, HasSubstr("3.0000000"));
  EXPECT_EQ(outcome.err, "");
}

TEST_P(EigsResult, WritesPartialResultsAtALimit) {
  const Outcome outcome = run({"--operator", "tridiagonal", "--size", "4000", "-k", "5", "--method",
                               "krylov-schur", "--max-applications", "60"});
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  const auto json = result();
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["status"], "application-limit");
  EXPECT_FALSE(json["values"].empty());
  EXPECT_EQ(json["values"].size(), json["residuals"].size());
  EXPECT_LT(json["num_converged"].get<int>(), 5);
  EXPECT_THAT(outcome.out, HasSubstr("NOT CONVERGED"));
}

TEST_P(EigsResult, SaysWhatToTryWhereSmallValuesOfAMatrixDoNotCome) {
  const std::vector<std::string> problem{
      "--matrix", folder.write("A.mtx", diagonalFile(2000)), "-k", "5", "--max-applications", "60",
      "--which"};
  const auto outputOf = [&](const char* which) {
    auto arguments = problem;
    arguments.push_back(which);
    return run(arguments).out;
  };

  EXPECT_THAT(outputOf("smallest"), HasSubstr("--inverse factor"));
  EXPECT_THAT(outputOf("largest"), testing::Not(HasSubstr("--inverse factor")));
}

TEST_P(EigsResult, StopsAtATimeLimit) {
  const Outcome outcome = run({"--operator", "tridiagonal", "--size", "200000", "-k", "8", "--which",
                               "smallest", "--method", "krylov-schur", "--time-limit", "0.2"});
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  EXPECT_EQ(result()["status"], "time-limit");
}

TEST_P(EigsResult, WritesVectorsThatSatisfyTheEquation) {
  const Outcome outcome = run({"--matrix", folder.write("A.mtx", diagonalFile(30)), "-k", "2", "--vectors"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  std::istringstream file(readText(folder.path("out/vectors.mtx")));
  std::string line;
  while (std::getline(file, line) && line[0] == '%') {
  }
  ASSERT_EQ(line, "30 2");
  const auto values = result()["values"];
  for (std::size_t j = 0; j < 2; ++j) {
    double defect = 0.0, norm = 0.0;
    for (int i = 1; i <= 30; ++i) {
      double x = 0.0;
      ASSERT_TRUE(file >> x);
      defect += std::pow((i - values[j].get<double>()) * x, 2);
      norm += x * x;
    }
    EXPECT_NEAR(norm, 1.0, 1e-12);
    EXPECT_LE(std::sqrt(defect), tolerated(1e-8, 30));
  }
}

TEST_P(EigsResult, GivesNoVectorsUnasked) {
  ASSERT_EQ(run({"--matrix", folder.write("A.mtx", diagonalFile(30)), "-k", "2"}).status, 0);
  EXPECT_FALSE(folder.has("out/vectors.mtx"));
}

}  // namespace
}  // namespace ritz::test
