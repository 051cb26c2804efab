#include "Program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/drivers/ReportPage.hpp>
#include <ritz/drivers/ResultReader.hpp>
#include <ritz/operators/Error.hpp>

#include <cstdlib>
#include <fstream>

namespace ritz {
namespace {

using test::Outcome;
using test::readJson;
using test::readText;
using test::runRitz;
using test::TemporaryFolder;
using testing::HasSubstr;
using testing::Not;

/// Fails for elements that are not closed in their order, for repeated ids, and for anything from elsewhere.
const char* const checker = R"(
import sys
from html.parser import HTMLParser
void = {'meta', 'link', 'img', 'source', 'br', 'hr', 'input'}
class Check(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []
    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        for name, value in attributes:
            if name in ('src', 'srcset', 'href') and not value.startswith('data:image/svg+xml;base64,'):
                sys.exit(f'{tag} loads {value[:60]}')
        if tag not in void:
            self.open.append(tag)
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f'{tag} is closed where it is not open')
check = Check()
check.feed(open(sys.argv[1], encoding='utf-8').read())
check.close()
if check.open or check.seen.count('h1') != 1 or 'table' not in check.seen:
    sys.exit(f'left open: {check.open}')
)";

class Report : public testing::Test {
 protected:
  Outcome solve(std::vector<std::string> arguments, int ranks = 1) {
    arguments.insert(arguments.end(), {"--output", folder.path("out")});
    return runRitz(arguments, ranks);
  }
  Outcome report(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"report", folder.path("out")});
    return runRitz(more);
  }
  std::string page() const { return readText(folder.path("out/report.html")); }
  void expectWellFormed() const {
    const std::string script = folder.write("check.py", checker);
    EXPECT_EQ(std::system(("python3 " + script + " " + folder.path("out/report.html")).c_str()), 0);
  }

  TemporaryFolder folder;
};

TEST_F(Report, ShowsARunOfEigs) {
  ASSERT_EQ(solve({"eigs", "--matrix", folder.write("A.mtx", test::diagonalFile(60)), "-k", "3", "--method",
                   "lanczos"},
                  3)
                .status,
            0);
  const Outcome outcome = report();
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("report.html"));
  expectWellFormed();
  EXPECT_THAT(page(), HasSubstr("A.mtx"));
  EXPECT_THAT(page(), HasSubstr("Converged: 3 of 3 pairs"));
  EXPECT_THAT(page(), HasSubstr("mpiexec -n 3 ritz eigs --matrix"));
  EXPECT_THAT(page(), Not(HasSubstr("http:")));
  EXPECT_THAT(page(), Not(HasSubstr("{{")));
}

TEST_F(Report, DrawsWhereGnuplotIsInstalled) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "gnuplot is not installed";
  ASSERT_EQ(
      solve({"eigs", "--operator", "laplacian3d", "--size", "6,5,4", "--method", "krylov-schur", "-k", "4"})
          .status,
      0);
  ASSERT_EQ(report().status, 0);
  for (const char* name : {"convergence", "spectrum", "accuracy", "seconds"}) {
    EXPECT_TRUE(folder.has("out/" + std::string(name) + ".svg")) << name;
    EXPECT_TRUE(folder.has("out/" + std::string(name) + ".png")) << name;
  }
  EXPECT_THAT(page(), HasSubstr("data:image/svg+xml;base64,"));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path("out")))
    EXPECT_NE(entry.path().filename().string().front(), '.') << entry.path() << " was left there";
}

TEST_F(Report, DrawsModesInOneToThreeDimensions) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "gnuplot is not installed";
  std::string cube;
  for (const int axis : {0, 1, 2})
    for (int i = 0; i < 60; ++i)
      cube += std::to_string(axis == 0 ? i % 5 : axis == 1 ? i / 5 % 4 : i / 20) + "\n";
  for (int dimension = 1; dimension <= 3; ++dimension) {
    SCOPED_TRACE(dimension);
    const auto points = folder.write(
        "points.mtx", "%%MatrixMarket matrix array real general\n60 " + std::to_string(dimension) + "\n" +
                          cube.substr(0, static_cast<std::size_t>(120 * dimension)));
    ASSERT_EQ(
        solve({"eigs", "--operator", "laplacian3d", "--size", "5,4,3", "-k", "4", "--coordinates", points})
            .status,
        0);
    ASSERT_EQ(report().status, 0);
    expectWellFormed();
    EXPECT_TRUE(folder.has("out/modes.svg"));
    EXPECT_TRUE(folder.has("out/modes.png"));
    EXPECT_THAT(page(), HasSubstr("The first 4 eigenvectors at the coordinates of their unknowns"));
  }
}

TEST_F(Report, ShowsADensity) {
  ASSERT_EQ(solve({"density", "--operator", "laplacian3d", "--size", "12,11,10", "--function", "log",
                   "--count", "0,2", "--probes", "4", "--steps", "20"})
                .status,
            0);
  std::filesystem::remove(folder.path("out/density.svg"));
  const Outcome outcome = report();
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  expectWellFormed();
  EXPECT_THAT(page(), HasSubstr("Done: 4 of 4 random vectors"));
  EXPECT_THAT(page(), HasSubstr("<td>trace log</td>"));
  EXPECT_THAT(page(), HasSubstr("<td>values in [0, 2]</td>"));
  EXPECT_EQ(folder.has("out/density.svg"), std::system("gnuplot --version >/dev/null 2>&1") == 0);
  folder.write("out/density.csv", "lambda\n1,2\n");
  const Outcome broken = report();
  EXPECT_EQ(broken.status, 2);
  EXPECT_THAT(broken.err, HasSubstr("density.csv"));
}

TEST_F(Report, CallsSingularValuesByTheirName) {
  ASSERT_EQ(solve({"svd", "--matrix", folder.write("A.mtx", test::diagonalFile(60)), "-k", "3"}).status, 0);
  ASSERT_EQ(report().status, 0);
  expectWellFormed();
  EXPECT_THAT(page(), HasSubstr("3 largest of 60 x 60"));
  EXPECT_THAT(page(), HasSubstr("Converged: 3 of 3 triplets"));
  EXPECT_THAT(page(), HasSubstr("singular value"));
  EXPECT_THAT(page(), HasSubstr("A transposed"));
  EXPECT_THAT(page(), Not(HasSubstr("eigenvalue")));
}

TEST_F(Report, ShowsWhatHasNotConverged) {
  ASSERT_EQ(solve({"eigs", "--operator", "tridiagonal", "--size", "2000", "-k", "4", "--which", "smallest",
                   "--method", "lanczos", "--max-applications", "60"})
                .status,
            3);
  ASSERT_EQ(report().status, 0);
  expectWellFormed();
  EXPECT_THAT(page(), HasSubstr("Not done (application-limit)"));
}

TEST_F(Report, WritesWhereItIsTold) {
  ASSERT_EQ(solve({"eigs", "--operator", "tridiagonal", "--size", "30", "-k", "2"}).status, 0);
  const Outcome outcome = report({"--output", folder.path("elsewhere"), "--quiet"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(folder.has("elsewhere/report.html"));
  EXPECT_FALSE(folder.has("out/report.html"));
}

TEST_F(Report, EscapesEverything) {
  ASSERT_EQ(solve({"eigs", "--operator", "tridiagonal", "--size", "30", "-k", "2"}).status, 0);
  auto json = readJson(folder.path("out/result.json"));
  const std::string nasty = "<script>alert(1)</script>\"'&{{x}}";
  json["problem"]["source"] = nasty;
  json["command_line"] = {"ritz", "eigs", nasty};
  json["status"] = "<b>broken";
  json["reason"] = json["residual_definition"] = json["method"]["name"] = nasty;
  std::ofstream(folder.path("out/result.json")) << json;
  ASSERT_EQ(report().status, 0);
  expectWellFormed();
  EXPECT_THAT(page(), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page(), Not(HasSubstr("<b>broken")));
  EXPECT_THAT(page(), HasSubstr("&lt;script&gt;"));
}

TEST_F(Report, RefusesWhatIsNoResult) {
  EXPECT_EQ(runRitz({"report"}).status, 2);
  EXPECT_EQ(runRitz({"report", folder.path("nowhere")}).status, 2);
  std::filesystem::create_directory(folder.path("out"));
  EXPECT_THAT(report().err, HasSubstr("no such file"));
  for (const char* broken :
       {"", "{", "[1, 2]", "{\"ritz\": 1}", "{\"ritz\": \"0.1.0\", \"values\": \"many\"}"}) {
    folder.write("out/result.json", broken);
    const Outcome outcome = report();
    EXPECT_EQ(outcome.status, 2) << broken;
    EXPECT_THAT(outcome.err, HasSubstr("result.json: ")) << broken;
  }
}

TEST_F(Report, EndsInAnErrorOfItsOwnForKeysOfAnotherType) {
  ASSERT_EQ(solve({"eigs", "--operator", "tridiagonal", "--size", "30", "-k", "2"}).status, 0);
  const auto whole = readJson(folder.path("out/result.json"));
  for (const auto& item : whole.items()) {
    auto json = whole;
    json[item.key()] = "<surprise>";
    std::ofstream(folder.path("out/result.json")) << json;
    try {
      reportPage(readResult(folder.path("out")), {});
    } catch (const DataError&) {
      continue;  // said so
    } catch (const nlohmann::json::exception&) {
      continue;  // told by the command with the file's name
    }
  }
}

}  // namespace
}  // namespace ritz
