#include <gtest/gtest.h>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/FilterProbe.hpp>

#include <array>
#include <memory>

namespace {

constexpr std::array<ritz::GlobalIndex, 3> Sizes{16, 16, 16};
constexpr std::array<double, 3> Weights{1, 1.17, 1.39};
constexpr int Basis = 30;

class FilterProbe : public testing::Test {
 protected:
  FilterProbe() { options.numPairs = 5; }
  ritz::EigenOptions options;
  ritz::Pencil<double> pencil{
      {std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Sizes, Weights)}, options};
};

TEST_F(FilterProbe, SeesTheWantedEndInTwentyStepsToAFullBasis) {
  ritz::FilterProbe<double> probe(pencil, options, Basis);
  int steps = 0;
  for (; !probe.isResolved(); ++steps) ASSERT_TRUE(probe.expand());
  EXPECT_GE(steps, 20);
  EXPECT_LE(steps, Basis);

  const double scale = pencil.valueScale();
  const double top = ritz::laplacianLargest(Sizes, Weights, 1).front();
  const double bottom = ritz::laplacianSmallest(Sizes, Weights, 1).front();
  EXPECT_NEAR(probe.spectrum().high() * scale, top, 0.1 * top);
  EXPECT_NEAR(probe.spectrum().low() * scale, bottom, 0.1 * top);
}

TEST_F(FilterProbe, TakesGivenCostsInsteadOfTheClock) {
  options.costs.application = 2.0;
  options.costs.column = 0.5;
  ritz::FilterProbe<double> probe(pencil, options, Basis);
  ASSERT_TRUE(probe.expand());
  const ritz::FilterTask task = probe.task();
  EXPECT_EQ(task.secondsPerApplication, 2.0);
  EXPECT_EQ(task.secondsPerColumn, 0.5);
  EXPECT_EQ(task.numPairs, 5);
  EXPECT_EQ(task.basis, Basis);
  EXPECT_EQ(task.n, 16 * 16 * 16);
}

TEST_F(FilterProbe, ItsSumLiesNearTheWantedEnd) {
  options.which = ritz::Largest{};
  ritz::FilterProbe<double> probe(pencil, options, Basis);
  while (!probe.isResolved()) ASSERT_TRUE(probe.expand());
  const auto x = probe.wantedSums(1);
  ritz::MultiVector<double> Ax(x.getMap(), 1);
  pencil.A->apply(x, Ax);
  const double quotient = ritz::gram(x, Ax)(0, 0) / ritz::gram(x, x)(0, 0) * pencil.valueScale();
  EXPECT_GT(quotient, 0.8 * ritz::laplacianLargest(Sizes, Weights, 1).front());
}

}  // namespace
