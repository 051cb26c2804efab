#include "Reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultPictures.hpp>

#include <cstdlib>
#include <utility>
#include <vector>

namespace ritz {
namespace {

namespace fs = std::filesystem;
using test::halfDone;
using test::reportOf;
using test::TemporaryFolder;
using testing::HasSubstr;

/// A PATH of its own for a while, with a program named gnuplot in it if `script` says what it does.
class PathWith {
 public:
  explicit PathWith(const std::string& script = "") : before_(std::getenv("PATH")) {
    if (!script.empty()) {
      folder_.write("gnuplot", "#!/bin/sh\n" + script + "\n");
      fs::permissions(folder_.path("gnuplot"), fs::perms::owner_all);
    }
    ::setenv("PATH", folder_.path("").c_str(), 1);
  }
  ~PathWith() { ::setenv("PATH", before_.c_str(), 1); }
  PathWith(const PathWith&) = delete;
  PathWith& operator=(const PathWith&) = delete;

 private:
  std::string before_;
  TemporaryFolder folder_;
};

/// What drawing says, in a folder with the picture of an earlier result.
class Gnuplot : public testing::Test {
 protected:
  std::string told() const {
    folder.write("convergence.svg", "of an earlier result");
    folder.write("convergence.png", "of an earlier result");
    const auto result = halfDone();
    return drawPicture(folder.path(""), "convergence", convergencePicture(resultJson(reportOf(result))));
  }
  void expectNothingLeft() const {
    for (const auto& entry : fs::directory_iterator(folder.path("")))
      ADD_FAILURE() << entry.path() << " was left there";
  }
  TemporaryFolder folder;
};

TEST_F(Gnuplot, GetsEveryPointAndTheEnd) {
  const auto result = halfDone();
  const auto picture = convergencePicture(resultJson(reportOf(result)));
  ASSERT_TRUE(picture.has_value());
  const std::string script = gnuplotScript(*picture, printedStyle(), "picture.svg");
  EXPECT_THAT(script, HasSubstr("10 0 NaN\n20 1 1.000000e-03\n25 1 NaN\nEND\n"));
  EXPECT_THAT(script, HasSubstr("'it''s 1_a.mtx: 2 largest"));
}

TEST_F(Gnuplot, RemovesThePictureOfAnEarlierResultWhereThereIsNothingToDraw) {
  folder.write("convergence.svg", "of an earlier result");
  EXPECT_THAT(drawPicture(folder.path(""), "convergence", std::nullopt), HasSubstr("nothing to draw"));
  expectNothingLeft();
}

TEST_F(Gnuplot, DrawsWhereItIsInstalled) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "gnuplot is not installed";
  EXPECT_THAT(told(), HasSubstr("convergence.svg, "));
  EXPECT_THAT(test::readText(folder.path("convergence.svg")), HasSubstr("</svg>"));
  EXPECT_THAT(test::readText(folder.path("convergence.png")), HasSubstr("IEND"));
}

TEST_F(Gnuplot, IsToldToBeMissing) {
  const PathWith nothing;
  EXPECT_THAT(told(), HasSubstr("no picture: gnuplot is not installed"));
  expectNothingLeft();
}

TEST_F(Gnuplot, IsToldToHaveFailed) {
  const PathWith failing("exit 1");
  EXPECT_THAT(told(), HasSubstr("no picture: gnuplot failed with status 1"));
  expectNothingLeft();
}

TEST_F(Gnuplot, IsToldThatTheDiskIsFullForTheScript) {
  // Everything written to this name is refused as on a full disk.
  fs::create_symlink("/dev/full", folder.path(".convergence-" + std::to_string(::getpid()) + ".gp"));
  EXPECT_THAT(told(), HasSubstr("is the disk full?"));
  expectNothingLeft();
}

TEST_F(Gnuplot, IsToldThatTheDiskIsFullForThePictures) {
  // gnuplot itself ends with 0 then.
  const PathWith halfway(
      "d=$(/usr/bin/dirname \"$1\"); b=$(/usr/bin/basename \"$1\" .gp)\n"
      "for e in svg png; do echo '<svg> half of it, longer than its end' >\"$d/$b.$e\"; done");
  EXPECT_THAT(told(), HasSubstr("is the disk full?"));
  expectNothingLeft();
}

TEST_F(Gnuplot, IsNotNeededForTheResult) {
  const std::string matrix = folder.write("A.mtx", test::diagonalFile(60)), output = folder.path("out");
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "gnuplot is not installed"}, {"exit 1", "failed with status 1"}, {"exit 0", "is the disk full?"}};
  ::setenv("OMPI_MCA_plm_rsh_agent", "/bin/sh", 1);  // Open MPI would look for ssh on the path
  for (const auto& [script, expected] : cases) {
    const PathWith path(script);
    const auto outcome =
        test::runRitz({"eigs", "--matrix", matrix, "-k", "3", "--method", "lanczos", "--output", output});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("no picture: "));
    EXPECT_THAT(outcome.out, HasSubstr(expected));
    EXPECT_EQ(test::readJson(output + "/result.json")["status"], "converged") << script;
  }
  ::unsetenv("OMPI_MCA_plm_rsh_agent");
}

}  // namespace
}  // namespace ritz
