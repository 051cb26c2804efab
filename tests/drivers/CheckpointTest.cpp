#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/solvers/Hdf5File.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <random>

namespace ritz::test {
namespace {

using testing::HasSubstr;

using Words = std::vector<std::string>;

constexpr int Size = 2500, Pairs = 4;

/// A solve of a second or more: with an interval of 0 a checkpoint is written after each of some hundred
/// steps.
Words solve(const TemporaryFolder& folder, const Words& more = {}) {
  Words words{"eigs", "--operator",          "tridiagonal", "--size",   std::to_string(Size),
              "-k",   std::to_string(Pairs), "--method",    "lanczos",  "--basis",
              "20",   "--tolerance",         "1e-10",       "--output", folder.path("out")};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Words saving(const TemporaryFolder& folder, const std::string& interval = "0") {
  return {"--checkpoint", folder.path("state.h5"), "--checkpoint-interval", interval};
}

/// Going on from the checkpoint if there is one.
Words savingAndResuming(const TemporaryFolder& folder) {
  Words words = saving(folder);
  if (folder.has("state.h5")) words.insert(words.end(), {"--resume", folder.path("state.h5")});
  return words;
}

/// All vectors can be read, checksums and all.
void expectWhole(const std::string& path) {
  const Hdf5File file = Hdf5File::open(path);
  EXPECT_EQ(file.readText("format"), "ritz checkpoint");
  const auto shape = file.shapeOf("vectors");
  EXPECT_EQ(shape.rows, Size);
  std::vector<double> column(Size);
  for (long long j = 0; j < shape.columns; ++j) file.readColumn("vectors", j, column.data());
}

/// The largest values of tridiag(1, (1 … n), 1) are those of the top corner, whatever n: λ = n − μ with μ
/// those of tridiag(1, (0, 1, 2, …), 1), here by bisection on Sturm's count.
double largestValue(int j) {
  constexpr int corner = 60;
  const auto below = [](double x) {
    int count = 0;
    double pivot = 0.0 - x;
    for (int i = 0; i < corner; ++i) {
      if (i > 0) pivot = i - x - 1.0 / pivot;
      if (pivot < 0) ++count;
    }
    return count;
  };
  double low = -3, high = 2 * Pairs + 3;
  for (int step = 0; step < 100; ++step) (below(0.5 * (low + high)) > j ? high : low) = 0.5 * (low + high);
  return Size - low;
}

void expectRightValues(const nlohmann::json& json) {
  ASSERT_EQ(json["values"].size(), static_cast<std::size_t>(Pairs));
  for (int j = 0; j < Pairs; ++j)
    // ‖r‖ ≤ tolerance (α + |θ|) with α ≤ ‖A‖ ≤ n + 2.
    EXPECT_NEAR(json["values"][static_cast<std::size_t>(j)].get<double>(), largestValue(j),
                2e-10 * (Size + 2));
}

TEST(Checkpoint, BringsASolveThroughTwentyKills) {
  const TemporaryFolder folder;
  std::array<std::chrono::milliseconds, 3> whole{};
  for (int ranks = 1; ranks <= 3; ++ranks) {
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(runRitz(solve(folder), ranks).status, 0);
    whole[static_cast<std::size_t>(ranks - 1)] =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  }
  std::filesystem::remove(folder.path("out/result.json"));
  std::mt19937 random(20);
  long applications = 0;
  int readable = 0;
  for (int kill = 0; kill < 20; ++kill) {
    SCOPED_TRACE(kill);
    const int ranks = 1 + kill % 3;
    const auto delay = whole[static_cast<std::size_t>(ranks - 1)] * static_cast<int>(random() % 100) / 100;
    runAndKill(solve(folder, savingAndResuming(folder)), delay, ranks);
    if (!folder.has("state.h5")) continue;
    ++readable;
    expectWhole(folder.path("state.h5"));
    const auto now =
        static_cast<long>(Hdf5File::open(folder.path("state.h5")).read<long long>("A columns").front());
    EXPECT_GE(now, applications) << "work of the last checkpoint was lost";
    applications = now;
  }
  ASSERT_GT(readable, 0);

  const Outcome outcome = runRitz(solve(folder, {"--resume", folder.path("state.h5")}), 3);

  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = readJson(folder.path("out/result.json"));
  EXPECT_EQ(json["status"], "converged");
  EXPECT_EQ(json["resumed_from"]["file"], folder.path("state.h5"));
  EXPECT_GE(json["resumed_from"]["applications"].get<long>(), applications);
  expectRightValues(json);
}

/// At one rank the signal goes to the program, at three to the launcher.
class Signal : public testing::TestWithParam<std::pair<int, int>> {};
INSTANTIATE_TEST_SUITE_P(Checkpoint, Signal,
                         testing::Values(std::pair(1, SIGTERM), std::pair(1, SIGINT), std::pair(3, SIGTERM),
                                         std::pair(3, SIGINT)));

TEST_P(Signal, EndsARunWithPartialResultsAndACheckpoint) {
  const auto [ranks, signal] = GetParam();
  const TemporaryFolder folder;
  const auto hasBegun = [&folder] { return folder.has("state.h5"); };

  const Outcome outcome = runAndSignal(solve(folder, saving(folder)), ranks, signal, hasBegun);

  if (ranks == 1) {
    EXPECT_EQ(outcome.status, 3) << outcome.err;
  }
  const auto json = readJson(folder.path("out/result.json"));
  ASSERT_TRUE(json.is_object()) << outcome.out << outcome.err;
  EXPECT_EQ(json["status"], "stopped");
  EXPECT_THAT(json["reason"].get<std::string>(), HasSubstr("signal"));
  expectWhole(folder.path("state.h5"));
  ASSERT_EQ(runRitz(solve(folder, {"--resume", folder.path("state.h5")}), 2).status, 0);
  expectRightValues(readJson(folder.path("out/result.json")));
}

TEST(Checkpoint, IsLeftByALimitAndGoneOnWithElsewhere) {
  const TemporaryFolder folder;
  Words words = solve(folder, saving(folder, "1000"));
  words.insert(words.end(), {"--max-applications", "60"});
  EXPECT_EQ(runRitz(words, 3).status, 3);
  EXPECT_EQ(runRitz(solve(folder)).status, 0);
  const auto whole = readJson(folder.path("out/result.json"));
  EXPECT_FALSE(whole.contains("resumed_from"));

  const Outcome outcome = runRitz(solve(folder, {"--resume", folder.path("state.h5")}));

  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("went on from"));
  const auto json = readJson(folder.path("out/result.json"));
  EXPECT_EQ(json["resumed_from"]["applications"], 60);
  EXPECT_GT(json["history"].size(), 60 - 5);
  // Other sums over the ranks round otherwise, which can move the last steps.
  const auto columns = [](const nlohmann::json& of) {
    return of["applications"]["A"]["columns"].get<double>() -
           of["applications"]["verification_columns"].get<double>();
  };
  EXPECT_NEAR(columns(json), columns(whole), 0.1 * columns(whole));
  expectRightValues(json);
}

class BadCheckpoint : public testing::TestWithParam<int> {
 protected:
  void expectRefused(const Words& more, const std::vector<std::string>& texts) {
    const Outcome outcome = runRitz(solve(folder, more), GetParam());
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    for (const auto& text : texts) EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_EQ(outcome.err.find("ritz: "), outcome.err.rfind("ritz: ")) << "said more than once:\n"
                                                                       << outcome.err;
    EXPECT_FALSE(folder.has("out/result.json"));
  }

  TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Ranks, BadCheckpoint, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(BadCheckpoint, IsRefusedAsBadInput) {
  const TemporaryFolder other;
  Words words = solve(other, {"--checkpoint", folder.path("state.h5"), "--max-applications", "9"});
  ASSERT_EQ(runRitz(words).status, 3);
  const std::string whole = readText(folder.path("state.h5"));
  const std::string part = folder.write("part.h5", whole.substr(0, whole.size() / 2));

  expectRefused({"--resume", part}, {part, "truncated", "expected"});
  expectRefused({"--resume", folder.path("none.h5")}, {"none.h5", "no such file"});
  expectRefused({"--resume", folder.path("state.h5"), "--seed", "7"}, {"the seed was 0 and is 7 now"});
  expectRefused({"--checkpoint", folder.path("none/state.h5")}, {"none/state.h5"});
  expectRefused({"--checkpoint-interval", "5"}, {"--checkpoint-interval belongs to --checkpoint"});
  expectRefused({"--checkpoint", folder.path("a.h5"), "--checkpoint-interval", "-5"}, {"-5"});
  EXPECT_EQ(readText(folder.path("state.h5")), whole);
}

}  // namespace
}  // namespace ritz::test
