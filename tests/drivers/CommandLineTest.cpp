#include "EigsRuns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ritz::test {
namespace {

using testing::HasSubstr;

class Options : public EigsRuns, public testing::Test {};

TEST_F(Options, ComeFromAFileAndTheCommandLineWins) {
  const auto A = folder.write("A.mtx", diagonalFile(30));
  const auto config =
      folder.write("run.toml", "# a comment\nmatrix = \"" + A + "\"\nk = 4\nwhich = \"smallest\"\n");
  const Outcome outcome = run({"--config", config, "-k", "2"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["k"], 2);
  // ‖r‖ ≤ 1e-8·(‖A‖ + |θ|) ≤ 1e-8·(30 + 1)
  EXPECT_NEAR(result()["values"][0].get<double>(), 1.0, 3.1e-7);
}

TEST_F(Options, ComeFromTheSectionOfTheSubcommand) {
  const auto config =
      folder.write("run.toml",
                   "[density]\nprobes = 3\n[eigs]\noperator = \"laplacian3d\"\nsize = [4, 3, 2]\n"
                   "weights = [1, 2, 3]\nk = 1\nvectors = true\n");
  const Outcome outcome = run({"--config", config});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(result()["problem"]["n"], 24);
  EXPECT_EQ(result()["problem"]["source"], "laplacian3d 4x3x2");
  EXPECT_TRUE(folder.has("out/vectors.mtx"));
}

TEST_F(Options, InAFileAreRefusedWhenUnknown) {
  const Outcome outcome = run({"--config", folder.write("run.toml", "tolerence = 1e-6\n")});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean 'tolerance'?"));
  EXPECT_EQ(run({"--config", folder.path("missing.toml")}).status, 2);
}

TEST_F(Options, AreRefusedWithoutAValue) {
  for (const char* option : {"--seed", "--tolerance", "--time-limit", "--basis", "--memory", "--matrix"}) {
    const Outcome outcome = run({"--operator", "tridiagonal", "--size", "30", option, ""});
    EXPECT_EQ(outcome.status, 2) << option;
    EXPECT_THAT(outcome.err, HasSubstr(std::string("ritz: ") + option + ": its value is empty; write"));
  }
  const auto config = folder.write("run.toml", "operator = \"tridiagonal\"\nsize = 30\nseed = \"\"\n");
  EXPECT_THAT(run({"--config", config}).err, HasSubstr("--seed: its value is empty"));
}

TEST_F(Options, TakeTheValueThatFollowsThem) {
  const Outcome outcome = runRitz({"eigs", "A.mtx", "-k", "2"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'A.mtx' belongs to no option"));
  EXPECT_THAT(outcome.err, HasSubstr("--matrix FILE"));
}

TEST_F(Options, AreAllInTheHelp) {
  const Outcome outcome = runRitz({"eigs", "--help"});
  EXPECT_EQ(outcome.status, 0);
  for (const char* option : {"--matrix",
                             "--mass",
                             "-k",
                             "--which",
                             "--sigma",
                             "--interval",
                             "--tolerance",
                             "--relative-to",
                             "--method",
                             "--basis",
                             "--block",
                             "--filter",
                             "--preconditioner",
                             "--inverse",
                             "--products",
                             "--power-passes",
                             "--memory",
                             "--max-applications",
                             "--time-limit",
                             "--checkpoint",
                             "--checkpoint-interval",
                             "--resume",
                             "--vectors",
                             "--operator",
                             "--size",
                             "--weights",
                             "--plugin",
                             "--plugin-arguments",
                             "--output",
                             "--progress",
                             "--no-progress",
                             "--seed",
                             "--config",
                             "--quiet"})
    EXPECT_THAT(outcome.out, HasSubstr(option));
}

TEST_F(Options, QuietPrintsNothing) {
  const Outcome outcome = run({"--matrix", folder.write("A.mtx", diagonalFile(30)), "-k", "2", "--quiet"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_TRUE(folder.has("out/result.json"));
}

TEST_F(Options, ProgressIsDrawnWhenAskedFor) {
  const Outcome outcome = run({"--operator", "tridiagonal", "--size", "200000", "-k", "8", "--which",
                               "smallest", "--method", "krylov-schur", "--time-limit", "3", "--progress"});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, HasSubstr(" applications, 0/8 converged"));
}

TEST(Version, TellsWhatTheProgramWasBuiltOn) {
  const Outcome outcome = runRitz({"--version"}, 3);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out.find("ritz "), 0u);
  EXPECT_EQ(outcome.out.rfind("ritz "), 0u) << "more than one rank spoke";
  for (const char* text : {"Trilinos ", "back end ", "3 ranks", "thread", "scalars double"})
    EXPECT_THAT(outcome.out, HasSubstr(text));
}

}  // namespace
}  // namespace ritz::test
