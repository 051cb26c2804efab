#include <gtest/gtest.h>
#include <ritz/solvers/FilterChoice.hpp>

#include <cmath>

namespace {

/// Nodes 0, 1, …, 99 with ten of a thousand values at each.
ritz::SpectralEstimate<double> evenSpectrum() {
  std::vector<double> nodes, weights(100, 0.01), residuals(100, 0.0);
  for (int i = 0; i < 100; ++i) nodes.push_back(i);
  return {nodes, weights, residuals, 1000};
}

ritz::FilterTask taskOf(double application, double column) {
  ritz::FilterTask task;
  task.numPairs = 10;
  task.basis = 30;
  task.n = 1000;
  task.tolerance = 1e-8;
  task.secondsPerApplication = application;
  task.secondsPerColumn = column;
  return task;
}

TEST(FilterChoice, DampsAllButABasisOfValues) {
  const auto filter = ritz::chooseFilter(evenSpectrum(), taskOf(1, 1), 15).filter;
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->degree(), 15);
  EXPECT_EQ(filter->farEnd(), 0);
  // 25 values lie beyond 97, 35 beyond 96.
  EXPECT_GT(filter->edge(), 96);
  EXPECT_LT(filter->edge(), 97);

  auto task = taskOf(1, 1);
  task.atUpperEnd = false;
  const auto mirrored = ritz::chooseFilter(evenSpectrum(), task, 15).filter;
  EXPECT_NEAR(mirrored->edge(), 99 - filter->edge(), 1e-12);
  EXPECT_EQ(mirrored->farEnd(), 99);
}

TEST(FilterForSearch, LiftsTheBarInFourSteps) {
  const long long n = 1'000'000;
  const auto filter = ritz::filterForSearch(1.0, 0.99, 0.98, 0.0, n);
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->edge(), 0.98);
  EXPECT_EQ(filter->farEnd(), 0.0);
  const double wanted = (8.6 + std::log(1e3)) / 4;  // ln of what is left to each of four steps
  // Degrees are odd: up to two more.
  EXPECT_GE(std::acosh(filter->value(0.99)), wanted * (1 - 1e-12));
  EXPECT_LE(std::acosh(filter->value(0.99)), wanted * (1 + 2.0 / (filter->degree() - 2)));
}

TEST(FilterForSearch, IsTamedForTheBestValue) {
  const auto filter = ritz::filterForSearch(30.0, 0.99, 0.98, 0.0, 1'000'000);
  if (filter) {
    EXPECT_LE(filter->value(30.0), 0.015 / std::sqrt(2.3e-16));
  }
  EXPECT_FALSE(ritz::filterForSearch(1e6, 0.99, 0.98, 0.0, 1'000'000));
}

TEST(FilterForSearch, NeedsAGap) {
  EXPECT_FALSE(ritz::filterForSearch(1.0, 0.99, 0.99, 0.0, 1000));
  EXPECT_FALSE(ritz::filterForSearch(1.0, 0.98, 0.99, 0.0, 1000));
  EXPECT_FALSE(ritz::filterForSearch(1.0, 0.99, 0.99 - 1e-9, 0.0, 1000));
  EXPECT_TRUE(ritz::filterForSearch(-1.0, -0.9, -0.5, 1.0, 1000));  // of the smallest values
}

TEST(FilterChoice, MakesEvenDegreesOdd) {
  EXPECT_EQ(ritz::chooseFilter(evenSpectrum(), taskOf(1, 1), 2).filter->degree(), 3);
  EXPECT_EQ(ritz::chooseFilter(evenSpectrum(), taskOf(1, 1), 10).filter->degree(), 11);
}

TEST(FilterChoice, LeavesDearProductsAlone) {
  EXPECT_FALSE(ritz::chooseFilter(evenSpectrum(), taskOf(0.1, 1e-5)).filter);
  EXPECT_NE(ritz::chooseFilter(evenSpectrum(), taskOf(0.1, 1e-5)).why.find("no filter"), std::string::npos);
}

TEST(FilterChoice, TakesHigherDegreesTheCheaperAProductIs) {
  const auto cheap = ritz::chooseFilter(evenSpectrum(), taskOf(1e-3, 1e-4)).filter;
  const auto cheaper = ritz::chooseFilter(evenSpectrum(), taskOf(1e-7, 1e-4)).filter;
  ASSERT_TRUE(cheap && cheaper);
  EXPECT_LT(cheap->degree(), cheaper->degree());
}

TEST(FilterChoice, KeepsTheFilterWithinWhatRoundingResolves) {
  // Values up to 11 over a damped [0, 1]: T₅(21) is 6e7, T₃(21) is 4e4.
  const ritz::SpectralEstimate<double> outliers({0, 1, 10.9}, {0.5, 0.49, 0.01}, {0, 0, 0.1}, 1000);
  auto task = taskOf(1e-7, 1e-5);
  task.basis = 500;
  const auto filter = ritz::chooseFilter(outliers, task, 15).filter;
  ASSERT_TRUE(filter);
  EXPECT_LT(filter->degree(), 15);
  EXPECT_LE(filter->value(11.0), 1e6);
}

TEST(FilterChoice, NeedsAnEdgeApartFromTheFarEnd) {
  const ritz::SpectralEstimate<double> oneValue({1, 1}, {0.5, 0.5}, {0, 0}, 1000);
  EXPECT_FALSE(ritz::chooseFilter(oneValue, taskOf(1e-7, 1e-5), 15).filter);
}

}  // namespace
