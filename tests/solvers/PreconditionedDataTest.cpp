#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/Preconditioner.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "SharedData.hpp"

namespace {

using Options = ritz::PreconditionerOptions<double>;

/// Matrices and pairs whose stiff ends no method reaches quickly without help; trusted values beside them.
struct Known {
  const char* name;
  const char* matrix;
  const char* mass = nullptr;
};

class PreconditionedData : public testing::TestWithParam<Known> {};

std::vector<double> trusted(const std::string& name, const char* end) {
  std::ifstream file(ritz::test::sharedData("reference.json"));
  return nlohmann::json::parse(file)[name][end].get<std::vector<double>>();
}

ritz::OperatorPtr<double> read(const char* name) {
  return ritz::readMatrix<double>(ritz::worldComm(), ritz::test::sharedData(name));
}

TEST_P(PreconditionedData, HasTheTrustedSmallestValues) {
  if (ritz::test::sharedData("reference.json").empty())
    GTEST_SKIP() << "the shared data are absent; set RITZ_SHARED";
  const Known& known = GetParam();
  ritz::EigenProblem<double> problem{read(known.matrix)};
  if (known.mass) problem.mass = read(known.mass);
  const auto exact = trusted(known.name, "smallest");
  const double largest = trusted(known.name, "largest").front();
  ritz::EigenOptions options;
  options.which = ritz::Smallest{};
  options.numPairs = std::min(10, static_cast<int>(exact.size()));
  if (known.mass) options.tolerance = 1e-10;
  options.method = ritz::Davidson{};
  for (const bool isAmg : {true, false}) {
    Options kind;
    if (!isAmg) kind.kind = ritz::Ilu{};
    try {
      problem.preconditioner = ritz::makePreconditioner<double>(problem.A, kind);
    } catch (const ritz::NotSupported& error) {
      GTEST_SKIP() << error.what();
    }
    const auto result = ritz::eigsolve<double>(problem, options);
    SCOPED_TRACE(problem.preconditioner->description());
    ASSERT_TRUE(result.allConverged()) << result.reason;
    EXPECT_EQ(result.method.why.find("not "), std::string::npos) << result.method.why;
    for (std::size_t j = 0; j < result.values.size(); ++j) {
      const double size = std::abs(exact[j]);
      const double rounding = size > 1e-12 * largest ? 2e-15 * largest : 1e-12 * largest;
      EXPECT_NEAR(result.values[j], exact[j], std::max(1e-6 * size, rounding)) << j;
    }
  }
}

const Known All[] = {{"bcsstk01", "sym/bcsstk01.mtx"},
                     {"bcsstk02", "sym/bcsstk02.mtx"},
                     {"bcsstk13", "sym/bcsstk13.mtx.gz"},
                     {"nos5", "sym/nos5.mtx"},
                     {"662_bus", "sym/662_bus.mtx"},
                     {"gr_30_30", "sym/gr_30_30.mtx"},
                     {"karate_lap", "sym/karate_lap.mtx"},
                     {"jagmesh7_lap", "sym/jagmesh7_lap.mtx"},
                     {"pyamg_bar", "sym/pyamg_bar.mtx"},
                     {"bcsstk16", "sym/bcsstk16.mtx.gz"},
                     {"lund", "gen/lund_A.mtx", "gen/lund_B.mtx"}};

INSTANTIATE_TEST_SUITE_P(All, PreconditionedData, testing::ValuesIn(All),
                         [](const auto& each) { return "of_" + std::string(each.param.name); });

}  // namespace
