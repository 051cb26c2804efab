#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace ritz::test {
namespace {

using testing::HasSubstr;

class Svd : public testing::TestWithParam<int> {
 protected:
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "svd");
    arguments.insert(arguments.end(), {"--output", folder.path("out")});
    return runRitz(arguments, GetParam());
  }
  nlohmann::json result() const { return readJson(folder.path("out/result.json")); }

  /// 60 × 40, entries (−1)^i (i + 1) on the diagonal: singular values 40 … 1.
  std::string matrix() const {
    std::string text = "%%MatrixMarket matrix coordinate real general\n60 40 40\n";
    for (int i = 1; i <= 40; ++i)
      text += std::to_string(i) + " " + std::to_string(i) + " " + std::to_string(i % 2 ? i : -i) + "\n";
    return folder.write("A.mtx", text);
  }

  TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Ranks, Svd, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(Svd, FindsTheLargestAndWritesVectors) {
  const Outcome outcome = run({"--matrix", matrix(), "-k", "3", "--vectors"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = result();
  for (int j = 0; j < 3; ++j) {
    EXPECT_NEAR(json["values"][j].get<double>(), 40.0 - j, json["error_bounds"][j].get<double>() + 1e-12);
    EXPECT_LE(json["residuals"][j].get<double>(), 1e-8 * 40);
  }
  EXPECT_EQ(json["command"], "svd");
  EXPECT_EQ(json["status"], "converged");
  EXPECT_EQ(json["problem"]["rows"], 60);
  EXPECT_EQ(json["problem"]["columns"], 40);
  EXPECT_EQ(json["applications"]["A"]["columns"], json["applications"]["adjoint"]["columns"].get<int>() + 1);
  EXPECT_THAT(readText(folder.path("out/left.mtx")), HasSubstr("60 3"));
  EXPECT_THAT(readText(folder.path("out/right.mtx")), HasSubstr("40 3"));
  EXPECT_THAT(outcome.out, HasSubstr("A transposed"));
}

TEST_P(Svd, FindsTheSmallestOfASmallMatrix) {
  ASSERT_EQ(run({"--matrix", matrix(), "-k", "2", "--which", "smallest"}).status, 0);
  EXPECT_NEAR(result()["values"][0].get<double>(), 1.0, 1e-12);
  EXPECT_NEAR(result()["values"][1].get<double>(), 2.0, 1e-12);
}

TEST_P(Svd, FindsTheSmallestOfALargeMatrixWithAnInverseOrAPreconditioner) {
  constexpr int N = 1200;
  std::string text = "%%MatrixMarket matrix coordinate real general\n1300 1200 3598\n";
  const auto entry = [&text](int i, int j, const char* value) {
    text += std::to_string(i) + " " + std::to_string(j) + " " + value + "\n";
  };
  for (int i = 1; i <= N; ++i) {
    entry(i, i, std::to_string(0.1 * i).c_str());
    if (i > 1) entry(i, i - 1, "0.01");
    if (i < N) entry(i, i + 1, "-0.02");
  }
  const std::vector<std::string> problem{"--matrix", folder.write("large.mtx", text), "-k", "3", "--which",
                                         "smallest"};
  const auto with = [&](const std::vector<std::string>& more) {
    auto arguments = problem;
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return result();
  };
  const auto by = with({"--preconditioner", "jacobi"});
  EXPECT_GT(by["applications"]["preconditioner"]["columns"], 0);
  if (run({"--matrix", matrix(), "-k", "1", "--which", "smallest", "--inverse", "factor"}).status == 2)
    GTEST_SKIP() << "this build has no sparse factorisation";
  const auto automatic = with({});
  EXPECT_GT(automatic["applications"]["inverse"]["columns"], 0);
  EXPECT_GT(automatic["applications"]["factorizations"], 0);
  EXPECT_THAT(automatic["reason"].get<std::string>(), HasSubstr("recomputed"));
  for (int j = 0; j < 3; ++j)
    EXPECT_NEAR(by["values"][j].get<double>(), automatic["values"][j].get<double>(),
                by["error_bounds"][j].get<double>() + automatic["error_bounds"][j].get<double>());
}

TEST_P(Svd, WritesWhatThereIsAtALimit) {
  const Outcome outcome = run({"--matrix", matrix(), "-k", "3", "--max-applications", "9"});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(result()["status"], "application-limit");
  EXPECT_EQ(result()["values"].size(), 3u);
}

TEST_P(Svd, RefusesBadOptions) {
  EXPECT_EQ(run({"-k", "3"}).status, 2);
  const Outcome many = run({"--matrix", matrix(), "-k", "41"});
  EXPECT_EQ(many.status, 2);
  EXPECT_THAT(many.err, HasSubstr("41 triplets"));
  EXPECT_THAT(run({"--matrix", matrix(), "--which", "larges"}).err, HasSubstr("did you mean 'largest'?"));
  EXPECT_THAT(run({"--matrix", matrix(), "--inverse", "factor"}).err, HasSubstr("--which smallest"));
}

TEST_P(Svd, CanBeReported) {
  ASSERT_EQ(run({"--matrix", matrix(), "-k", "3"}).status, 0);
  const Outcome outcome = runRitz({"report", folder.path("out")});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(folder.has("out/report.html"));
}

}  // namespace
}  // namespace ritz::test
