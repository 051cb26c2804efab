#include "SharedData.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace {

std::string fileOf(const std::string& name) {
  const std::string plain = ritz::test::sharedData(name + ".mtx");
  return plain.empty() ? ritz::test::sharedData(name + ".mtx.gz") : plain;
}

class Reference : public testing::TestWithParam<const char*> {};

}  // namespace

/// max(1e-6, 10 ε max|λ|/|λ|) relative, at zeros 1e-12 max|λ|: what double precision allows.
TEST_P(Reference, HasItsTenSmallestValuesByAFactorisation) {
  const std::string name = GetParam(), list = ritz::test::sharedData("reference.json");
  if (list.empty()) GTEST_SKIP() << "no reference values beside the sources";
  if (!ritz::hasFactorization()) GTEST_SKIP() << "this build has no sparse factorisation";
  const auto reference = nlohmann::json::parse(std::ifstream(list)).at(name);
  if (reference.at("n").get<int>() > 2500 && ritz::worldComm()->getSize() > 1)
    GTEST_SKIP() << "one rank does";
  const std::string pair = fileOf("gen/" + name + "_A"), mass = fileOf("gen/" + name + "_B");
  const auto A = ritz::readMatrix<double>(ritz::worldComm(), pair.empty() ? fileOf("sym/" + name) : pair);
  std::shared_ptr<const ritz::MatrixOperator<double>> B;
  if (!pair.empty()) B = ritz::readMatrix<double>(ritz::worldComm(), mass);
  ritz::EigenProblem<double> problem{A, B};
  problem.shiftInverse = ritz::makeFactoredInverse<double>(A->matrix(), B ? B->matrix() : nullptr);
  ritz::EigenOptions options;
  options.numPairs = 10;
  options.which = ritz::Smallest{};
  options.method = ritz::Lanczos{};

  const auto result = ritz::eigsolve<double>(problem, options);

  EXPECT_TRUE(result.allConverged()) << result.reason;
  const auto expected = reference.at("smallest").get<std::vector<double>>();
  double largest = 0.0;
  for (const char* end : {"smallest", "largest"})
    for (const auto& value : reference.at(end)) largest = std::max(largest, std::abs(value.get<double>()));
  ASSERT_EQ(result.values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) {
    const double size = std::abs(expected[j]), rounding = std::numeric_limits<double>::epsilon() * largest;
    const double allowed = size < 1e-12 * largest ? 1e-12 * largest : std::max(1e-6 * size, 10 * rounding);
    EXPECT_NEAR(result.values[j], expected[j], allowed) << j;
  }
}

INSTANTIATE_TEST_SUITE_P(Matrices, Reference,
                         testing::Values("bcsstk01", "bcsstk02", "nos1", "nos5", "662_bus", "1138_bus",
                                         "gr_30_30", "vcnt400std", "karate_lap", "jagmesh7_lap", "pyamg_bar",
                                         "bcsstk13", "bcsstk14", "caex", "bnz30", "bcsst01", "lund",
                                         "evsl5795"),
                         [](const auto& name) { return "Of_" + std::string(name.param); });
