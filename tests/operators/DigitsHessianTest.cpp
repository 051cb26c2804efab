#include "Networks.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/eigsolve.hpp>

#include <Teuchos_LAPACK.hpp>

#include <memory>
#include <vector>

namespace {

using namespace ritz::test;

/// The eigenvalues of ZᵀZ/N in descending order, Z the features and a column of ones, by LAPACK.
std::vector<double> momentsOf(const ritz::CsvTable& table, double divisor) {
  const auto d = static_cast<std::size_t>(table.features), size = d + 1;
  std::vector<double> mine(size * size, 0.0), all(mine.size()), z(size, 1.0);
  for (std::size_t row = 0; row < table.labels.size(); ++row) {
    for (std::size_t j = 0; j < d; ++j) z[j] = table.values[row * d + j] / divisor;
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j) mine[i * size + j] += z[i] * z[j];
  }
  Teuchos::reduceAll(*table.rows->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()), mine.data(),
                     all.data());
  for (double& entry : all) entry /= static_cast<double>(table.rows->getGlobalNumElements());
  const int n = static_cast<int>(size);
  std::vector<double> values(size), work(10 * size);
  int info = 0;
  Teuchos::LAPACK<int, double>().SYEV('N', 'U', n, all.data(), n, values.data(), work.data(), 10 * n, &info);
  EXPECT_EQ(info, 0);
  return {values.rbegin(), values.rend()};
}

std::vector<double> largest(const ritz::OperatorPtr<double>& A, int count) {
  ritz::EigenOptions options;
  options.numPairs = count;
  options.which = ritz::Largest{};
  options.tolerance = 1e-11;
  const auto modes = ritz::eigsolve<double>({A}, options);
  modes.requireConverged();
  return {modes.values.begin(), modes.values.end()};
}

}  // namespace

TEST(DigitsHessian, HasAllNineCopiesOfItsLargestValuesAtZero) {
  // p = 1/10 for every class: H = ZᵀZ/N ⊗ (diag(p) − ppᵀ), whose second factor has the value 1/10 nine times
  // and 0 once.
  const auto table = ritz::readCsv(ritz::worldComm(), RITZ_SOURCE_DIR "/data/digits.csv.gz");
  const auto samples = ritz::classSamples<double>(table)->scaled(16.0);
  const ritz::Network network = ritz::softmaxRegression(64, 10);
  const Column zero(network.parameterMap(ritz::worldComm()));
  const auto H = std::make_shared<const Hessian>(network, samples, zero);

  const auto found = largest(H, 20);
  const auto factors = momentsOf(table, 16.0);

  ASSERT_EQ(found.size(), 20u);
  for (std::size_t j = 0; j < 20; ++j)
    EXPECT_NEAR(found[j], 0.1 * factors[j / 9], 1e-9 * 0.1 * factors[0]) << j;
  EXPECT_GT(factors[0], 1.5 * factors[1]);
}
