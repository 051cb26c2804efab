#include "EigsRuns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace ritz::test {
namespace {

using testing::HasSubstr;

class Eigs : public EigsOnRanks {};
INSTANTIATE_TEST_SUITE_P(Ranks, Eigs, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(Eigs, FindsTheLaplaciansExactValues) {
  const Outcome outcome = run({"--operator", "laplacian3d", "--size", "6,5,4", "--weights", "1,1.17,1.39",
                               "-k", "3", "--which", "smallest"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const double pi = std::acos(-1.0);
  const auto part = [pi](double w, int i, int n) { return 2.0 * w * (1.0 - std::cos(pi * i / (n + 1))); };
  const std::vector<double> exact{part(1, 1, 6) + part(1.17, 1, 5) + part(1.39, 1, 4),
                                  part(1, 2, 6) + part(1.17, 1, 5) + part(1.39, 1, 4),
                                  part(1, 1, 6) + part(1.17, 2, 5) + part(1.39, 1, 4)};
  const auto values = result()["values"];
  ASSERT_EQ(values.size(), 3u);
  for (std::size_t j = 0; j < 3; ++j)
    EXPECT_NEAR(values[j].get<double>(), exact[j], tolerated(1e-8, 4.0 * (1 + 1.17 + 1.39)));
}

TEST_P(Eigs, KeepsWithinTheMemory) {
  const std::vector<std::string> problem{"--operator", "tridiagonal", "--size",  "3000",
                                         "-k",         "4",           "--memory"};
  const auto within = [&](const std::string& size) {
    auto arguments = problem;
    arguments.push_back(size);
    return run(arguments);
  };
  // 4 pairs need 7·4 + 55 vectors beside the basis; there are 19 more.
  const Outcome outcome = within(std::to_string(102 * 8 * 3000 / GetParam()));
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["method"]["basis"], 19);
  EXPECT_THAT(result()["method"]["why"].get<std::string>(), HasSubstr("since the memory holds 102"));

  const Outcome tooLittle = within("20kB");
  EXPECT_EQ(tooLittle.status, 2);
  EXPECT_THAT(tooLittle.err, HasSubstr("asked for 4 pairs within 2e+04 bytes on each rank"));
  EXPECT_EQ(within("2 potatoes").status, 2);
  auto named = problem;
  named.insert(named.end(), {"2GB", "--method", "lanczos"});
  const Outcome elsewhere = run(named);
  EXPECT_EQ(elsewhere.status, 2);
  EXPECT_THAT(elsewhere.err, HasSubstr("--memory belongs to --method auto"));
}

TEST_P(Eigs, KeepsToANumberOfProductsAndSaysWhatItReached) {
  const Outcome outcome = run({"--operator", "tridiagonal", "--size", "50", "-k", "3", "--products", "30"});
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("not seen: |lambda|"));
  EXPECT_EQ(result()["method"]["name"], "randomized");
  EXPECT_EQ(result()["method"]["chosen_by"], "auto");
  EXPECT_EQ(result()["applications"]["A"]["columns"], 30);
  EXPECT_EQ(result()["applications"]["A"]["calls"], 3);
  EXPECT_GT(result()["remainder"].get<double>(), 0.0);
}

/// n = 4096, above LAPACK's share.
TEST_P(Eigs, FindsInnerValuesOfALargeProblem) {
  std::vector<double> all;
  const double pi = std::acos(-1.0);
  for (int i = 1; i <= 16; ++i)
    for (int j = 1; j <= 16; ++j)
      for (int k = 1; k <= 16; ++k)
        all.push_back(2.0 * (1.0 - std::cos(pi * i / 17)) + 2.34 * (1.0 - std::cos(pi * j / 17)) +
                      2.78 * (1.0 - std::cos(pi * k / 17)));
  std::sort(all.begin(), all.end());
  const auto inside = [&](double value) { return 0.5 <= value && value <= 0.8; };
  const auto count = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), inside));
  const std::vector<std::string> problem{"--operator", "laplacian3d", "--size", "16,16,16",
                                         "--weights",  "1,1.17,1.39", "-k",     "60"};
  auto words = problem;
  words.insert(words.end(), {"--which", "interval", "--interval", "0.5,0.8"});
  const Outcome outcome = run(words);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto values = result()["values"];
  ASSERT_EQ(values.size(), count);
  const auto first = std::find_if(all.begin(), all.end(), inside);
  for (std::size_t j = 0; j < count; ++j)
    EXPECT_NEAR(values[j].get<double>(), first[static_cast<std::ptrdiff_t>(j)],
                tolerated(1e-8, 4.0 * (1 + 1.17 + 1.39)));
  EXPECT_THAT(result()["reason"].get<std::string>(),
              HasSubstr(std::to_string(count) + " eigenvalues lie in the interval, no more"));
  EXPECT_EQ(result()["method"]["name"], "lanczos");
  EXPECT_GT(result()["method"]["filter_degree"].get<int>(), 0);
}

TEST_P(Eigs, FindsTheValuesOfAPairFromFiles) {
  const auto A = folder.write("A.mtx", diagonalFile(40));
  const auto B = folder.write("B.mtx", diagonalFile(40));
  const Outcome outcome = run({"--matrix", A, "--mass", B, "-k", "2"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(result()["problem"]["generalized"].get<bool>());
  EXPECT_EQ(result()["problem"]["source"], "A.mtx, B.mtx");
  // A = B: every value is 1; ‖r‖/λ_min(B) bounds the error, here ≤ 1e-8·(40 + 40).
  for (const double value : result()["values"]) EXPECT_NEAR(value, 1.0, 8e-7);
}

TEST_P(Eigs, GivesTheModesAtTheCoordinates) {
  const std::string data = RITZ_SOURCE_DIR "/data/membrane_";
  const Outcome outcome = run({"--matrix", data + "stiffness.mtx", "--mass", data + "mass.mtx", "-k", "7",
                               "--which", "smallest", "--coordinates", data + "points.mtx"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto modes = result()["modes"];
  ASSERT_EQ(modes["points"].size(), 2u);
  ASSERT_EQ(modes["entries"].size(), 6u);
  // The first mode of a uniform grid is sin(pi x) sin(pi y/0.8) at its nodes; five digits are written.
  const double pi = std::acos(-1.0);
  const auto shape = [&](std::size_t i) {
    return std::sin(pi * modes["points"][0][i].get<double>()) *
           std::sin(pi * modes["points"][1][i].get<double>() / 0.8);
  };
  const auto first = modes["entries"][0];
  ASSERT_EQ(first.size(), 165u);
  for (std::size_t i = 0; i < 165; ++i)
    EXPECT_NEAR(first[i].get<double>() * shape(82), first[82].get<double>() * shape(i),
                1e-4 * std::abs(first[82].get<double>()))
        << i;
}

/// Not built in: a Trilinos without the package.
bool isMissing(const Outcome& outcome) {
  return outcome.status == 2 && outcome.err.find("has no") != std::string::npos;
}

TEST_P(Eigs, NeedsFewProductsWithAPreconditioner) {
  // Without one Lanczos needs some 250.
  for (const char* name : {"jacobi", "ilu", "chebyshev", "amg"})
    for (const char* method : {"auto", "lobpcg"}) {
      const Outcome outcome =
          run({"--operator", "laplacian3d", "--size", "12,12,12", "--weights", "1,1.17,1.39", "-k", "3",
               "--which", "smallest", "--preconditioner", name, "--method", method});
      if (isMissing(outcome)) continue;
      ASSERT_EQ(outcome.status, 0) << name << outcome.err;
      const auto json = result();
      EXPECT_EQ(json["method"]["name"], method == std::string("auto") ? "davidson" : "lobpcg");
      EXPECT_GT(json["applications"]["preconditioner"]["columns"].get<long>(), 0);
      EXPECT_EQ(json["method"]["why"].get<std::string>().find("not "), std::string::npos);
      const double step = std::acos(-1.0) / 26;  // λ₁ = Σ w (2 sin(π/26))²
      EXPECT_NEAR(json["values"][0].get<double>(), 3.56 * std::pow(2 * std::sin(step), 2), 1e-9);
    }
}

TEST_P(Eigs, TakesMultigridWithCoordinates) {
  const std::string data = RITZ_SOURCE_DIR "/data/membrane_";
  const Outcome outcome =
      run({"--matrix", data + "stiffness.mtx", "--mass", data + "mass.mtx", "-k", "4", "--method", "davidson",
           "--which", "smallest", "--preconditioner", "amg", "--coordinates", data + "points.mtx"});
  if (isMissing(outcome)) GTEST_SKIP() << "no multigrid in this Trilinos";
  ASSERT_EQ(outcome.status, 0) << outcome.err;
}

TEST_P(Eigs, RefusesCoordinatesOfSomethingElse) {
  const auto A = folder.write("A.mtx", diagonalFile(3));
  const auto narrow = folder.write("short.mtx", "%%MatrixMarket matrix array real general\n2 1\n0\n1\n");
  const auto wide = folder.write(
      "wide.mtx", "%%MatrixMarket matrix array real general\n3 4\n0\n1\n2\n0\n1\n2\n0\n1\n2\n0\n1\n2\n");
  for (const auto& [file, text] : {std::pair{narrow, "short.mtx"}, std::pair{wide, "found 4"}}) {
    const Outcome outcome = run({"--matrix", A, "-k", "1", "--coordinates", file});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr(text));
  }
}

TEST_P(Eigs, FindsTheLargestOfADiagonalWithEveryMethod) {
  const auto A = folder.write("A.mtx", diagonalFile(60));
  for (const char* method : {"auto", "dense", "lanczos", "krylov-schur", "lobpcg"}) {
    const Outcome outcome = run({"--matrix", A, "-k", "3", "--method", method});
    ASSERT_EQ(outcome.status, 0) << method << ": " << outcome.err;
    const auto values = result()["values"];
    for (int j = 0; j < 3; ++j)
      EXPECT_NEAR(values[static_cast<std::size_t>(j)].get<double>(), 60 - j, tolerated(1e-8, 60));
    const bool named = std::string(method) != "auto";
    EXPECT_EQ(result()["method"]["chosen_by"], named ? "user" : "auto");
    if (named) {
      EXPECT_EQ(result()["method"]["name"], method);
    }
  }
}

}  // namespace
}  // namespace ritz::test
