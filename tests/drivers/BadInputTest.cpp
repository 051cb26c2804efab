#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ritz::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string banner = "%%MatrixMarket matrix coordinate real general\n";
const std::string identity3 = banner + "3 3 3\n1 1 1.0\n2 2 1.0\n3 3 1.0\n";

/// Every case at 1 and 3 ranks: exit status 2, one message on stderr with the texts given, no result.
class BadInput : public testing::TestWithParam<int> {
 protected:
  void expectRefused(std::vector<std::string> arguments, const std::vector<std::string>& texts) {
    arguments.insert(arguments.begin(), "eigs");
    if (!hasOutput_) arguments.insert(arguments.end(), {"--output", folder.path("out")});
    const Outcome outcome = runRitz(arguments, GetParam());
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("ritz: "));
    for (const auto& text : texts) EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_EQ(outcome.err.find("ritz: "), outcome.err.rfind("ritz: ")) << "said more than once:\n"
                                                                       << outcome.err;
    EXPECT_THAT(outcome.err, Not(HasSubstr("MPI_ABORT")));
    EXPECT_FALSE(folder.has("out/result.json"));
  }

  TemporaryFolder folder;
  bool hasOutput_ = false;
};
INSTANTIATE_TEST_SUITE_P(Ranks, BadInput, testing::Values(1, 3), testing::PrintToStringParamName());

TEST_P(BadInput, RefusesAMissingFile) {
  expectRefused({"--matrix", folder.path("missing.mtx"), "-k", "1"}, {"missing.mtx"});
}

TEST_P(BadInput, RefusesATruncatedFile) {
  const auto file = folder.write("short.mtx", banner + "3 3 3\n1 1 1.0\n2 2 1.0\n");
  expectRefused({"--matrix", file, "-k", "1"}, {"short.mtx", "3"});
}

TEST_P(BadInput, RefusesAnEntryOutOfRange) {
  const auto file = folder.write("range.mtx", banner + "3 3 1\n4 1 1.0\n");
  expectRefused({"--matrix", file, "-k", "1"}, {"range.mtx: line 3", "4"});
}

TEST_P(BadInput, RefusesAMatrixThatIsNotSquare) {
  const auto file = folder.write("wide.mtx", banner + "2 3 1\n1 1 1.0\n");
  expectRefused({"--matrix", file, "-k", "1"}, {"wide.mtx", "2 x 3", "square"});
}

TEST_P(BadInput, RefusesANonsymmetricMatrix) {
  const auto file = folder.write("skew.mtx", banner + "2 2 3\n1 1 1.0\n2 2 1.0\n1 2 0.5\n");
  expectRefused({"--matrix", file, "-k", "1"}, {"skew.mtx", "not symmetric"});
}

TEST_P(BadInput, RefusesANonsymmetricMass) {
  const auto A = folder.write("A.mtx", identity3);
  const auto B = folder.write("B.mtx", identity3);
  folder.write("B.mtx", banner + "3 3 4\n1 1 1.0\n2 2 1.0\n3 3 1.0\n1 3 1e-6\n");
  expectRefused({"--matrix", A, "--mass", B, "-k", "1"}, {"B.mtx", "not symmetric"});
}

TEST_P(BadInput, RefusesNaNEntries) {
  const auto file = folder.write("nan.mtx", banner + "2 2 2\n1 1 1.0\n2 2 nan\n");
  expectRefused({"--matrix", file, "-k", "1"}, {"nan.mtx: line 4", "nan"});
}

TEST_P(BadInput, RefusesSizesThatDiffer) {
  const auto A = folder.write("A.mtx", identity3);
  const auto B = folder.write("B.mtx", banner + "2 2 2\n1 1 1.0\n2 2 1.0\n");
  expectRefused({"--matrix", A, "--mass", B, "-k", "1"}, {"A.mtx has 3 rows", "B.mtx has 2"});
}

TEST_P(BadInput, RefusesNoPairs) {
  expectRefused({"--matrix", folder.write("A.mtx", identity3), "-k", "0"}, {"-k 0", "n = 3"});
}

TEST_P(BadInput, RefusesMorePairsThanTheSize) {
  expectRefused({"--matrix", folder.write("A.mtx", identity3), "-k", "4"}, {"-k 4", "n = 3"});
}

TEST_P(BadInput, NamesTheOptionNearestToAnUnknownOne) {
  expectRefused({"--matrx", folder.write("A.mtx", identity3)}, {"--matrx", "did you mean '--matrix'?"});
}

TEST_P(BadInput, RefusesAnOutputFolderThatCannotBeWritten) {
  hasOutput_ = true;
  const auto file = folder.write("A.mtx", identity3);
  expectRefused({"--matrix", file, "-k", "1", "--output", file + "/below"}, {"--output", "below"});
}

class BadWords : public BadInput {};
INSTANTIATE_TEST_SUITE_P(Ranks, BadWords, testing::Values(1), testing::PrintToStringParamName());

TEST_P(BadWords, NamesTheNearestWordOfEachChoice) {
  const auto A = folder.write("A.mtx", identity3);
  expectRefused({"--matrix", A, "--which", "smalest"}, {"'smalest'", "did you mean 'smallest'?"});
  expectRefused({"--matrix", A, "--method", "lobcpg"}, {"'lobcpg'", "did you mean 'lobpcg'?"});
  expectRefused({"--matrix", A, "--method", "krylov"}, {"did you mean 'krylov-schur'?"});
  expectRefused({"--matrix", A, "--preconditioner", "jacoby"}, {"did you mean 'jacobi'?"});
  expectRefused({"--matrix", A, "--relative-to", "norms"}, {"did you mean 'norm'?"});
  expectRefused({"--operator", "laplacian", "--size", "3,3,3"}, {"did you mean 'laplacian3d'?"});
}

TEST_P(BadWords, RefusesNoneOrSeveralSources) {
  expectRefused({"-k", "1"}, {"--matrix", "--operator", "--plugin"});
  expectRefused({"--matrix", "A.mtx", "--operator", "tridiagonal", "--size", "5"}, {"only one"});
  expectRefused({"--operator", "tridiagonal", "--size", "5", "--mass", "B.mtx"},
                {"--mass belongs to --matrix"});
}

TEST_P(BadWords, RefusesSizesThatDoNotFitTheOperator) {
  expectRefused({"--operator", "laplacian3d", "--size", "5"}, {"three numbers", "found 1"});
  expectRefused({"--operator", "tridiagonal"}, {"one number", "found 0"});
  expectRefused({"--operator", "tridiagonal", "--size", "0", "-k", "1"}, {"0"});
}

TEST_P(BadWords, RefusesNumbersThatAreNone) {
  expectRefused({"--operator", "tridiagonal", "--size", "9", "-k", "two"}, {"-k", "two"});
  expectRefused({"--operator", "tridiagonal", "--size", "9", "-k", "2", "--tolerance", "0"},
                {"tolerance", "0"});
  expectRefused({"--operator", "tridiagonal", "--size", "9", "-k", "2", "--time-limit", "-1"}, {"negative"});
}

TEST_P(BadWords, RefusesOptionsThatBelongToAnotherChoice) {
  const std::vector<std::string> base{"--operator", "tridiagonal", "--size", "9", "-k", "2"};
  const auto with = [&base](std::vector<std::string> more) {
    more.insert(more.begin(), base.begin(), base.end());
    return more;
  };
  expectRefused(with({"--basis", "8"}), {"--basis belongs to --method lanczos, krylov-schur or davidson"});
  expectRefused(with({"--method", "lanczos", "--locking", "hard"}),
                {"--locking belongs to --method davidson"});
  expectRefused(with({"--method", "davidson", "--locking", "harder"}), {"did you mean 'hard'?"});
  expectRefused(with({"--method", "lanczos", "--inner", "auto"}),
                {"--inner belongs to --method davidson or auto"});
  expectRefused(with({"--method", "davidson", "--inner", "alway"}), {"did you mean 'always'?"});
  expectRefused(with({"--method", "krylov-schur", "--preconditioner", "jacobi"}),
                {"--preconditioner belongs to"});
  expectRefused(with({"--filter", "1"}), {"--filter is '1'", "from 2"});
  expectRefused(with({"--method", "lobpcg", "--filter", "9"}), {"--filter belongs to"});
  expectRefused(with({"--method", "lanczos", "--products", "40"}), {"--products belongs to"});
  expectRefused(with({"--products", "40", "--power-passes", "1"}), {"--power-passes belongs to"});
  expectRefused(with({"--products", "3"}), {"randomized: 3 products", "give"});
  expectRefused(with({"--sigma", "1"}), {"--sigma belongs to --which nearest"});
  expectRefused(with({"--interval", "1,2"}), {"--interval belongs to --which interval"});
  expectRefused(with({"--which", "nearest"}), {"--sigma"});
  expectRefused(with({"--which", "interval", "--interval", "1"}), {"two numbers"});
}

TEST_P(BadWords, SaysWhatIsNotBuiltYet) {
  const std::vector<std::vector<std::string>> planned{
      {"--method", "power"},
  };
  for (auto arguments : planned) {
    const std::string text = arguments[0];
    arguments.insert(arguments.end(), {"--operator", "tridiagonal", "--size", "9", "-k", "2"});
    expectRefused(arguments, {text, "not built yet"});
  }
}

TEST_P(BadWords, RefusesAJacobiPreconditionerForADiagonalThatIsNotPositive) {
  const auto file = folder.write("A.mtx", banner + "3 3 3\n1 1 1.0\n2 2 -1.0\n3 3 2.0\n");
  expectRefused({"--matrix", file, "-k", "1", "--preconditioner", "jacobi"}, {"diagonal", "positive"});
}

TEST(Subcommand, IsNamedWhenItIsNearlyRight) {
  const Outcome outcome = runRitz({"eig"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean 'eigs'?"));
}

}  // namespace
}  // namespace ritz::test
