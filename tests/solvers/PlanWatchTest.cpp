#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/solvers/FilterProbe.hpp>
#include <ritz/solvers/PlanWatch.hpp>

#include "solvers/Traps.hpp"

namespace {

constexpr std::array<ritz::GlobalIndex, 3> Sizes{16, 16, 16};
constexpr std::array<double, 3> Weights{1, 1.17, 1.39};

/// After the probe of a Laplacian, with costs that favour a filter.
class PlanWatch : public testing::Test {
 protected:
  PlanWatch()
      : options(optionsWithCosts()),
        pencil({std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), Sizes, Weights)}, options) {
    ritz::FilterProbe<double> probe(pencil, options, 30);
    while (!probe.isResolved()) probe.expand();
    task = {probe.task(), 1000, probe.run().size(), 0};
    spectrum.emplace(probe.spectrum());
  }

  static ritz::EigenOptions optionsWithCosts() {
    auto options = traps::optionsFor(ritz::Auto{}, 10, ritz::Largest{});
    options.costs = {1e-5, 1e-4};
    return options;
  }

  /// Single vectors without a filter, said to take so long.
  ritz::LanczosPlan<double> plain(double steps, double secondsPerStep) const {
    ritz::LanczosPlan<double> plan;
    plan.basis = 30;
    plan.steps = steps;
    plan.secondsPerStep = secondsPerStep;
    return plan;
  }

  ritz::PlanWatch<double> watch(const ritz::LanczosPlan<double>& plan) const {
    return {pencil, options, plan, task, *spectrum, 0.0, 20};
  }

  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  ritz::PlanTask task;
  std::optional<ritz::SpectralEstimate<double>> spectrum;
};

TEST_F(PlanWatch, AsksAtAThirdOfTheStepsAndThenOnlyBehindTheirEnd) {
  auto watched = watch(plain(300, 1e-6));
  EXPECT_EQ(watched.next(), 20 + 99);
  EXPECT_FALSE(watched.review(0.0, 119, 0));
  EXPECT_EQ(watched.next(), 20 + 390);
  EXPECT_FALSE(watch(plain(0, 1)).next());
}

TEST_F(PlanWatch, ChangesToAFilterWherePlainStepsAreDear) {
  auto watched = watch(plain(300, 1.0));
  const auto better = watched.review(0.0, 119, 0);
  ASSERT_TRUE(better);
  EXPECT_TRUE(better->filter);
  EXPECT_NE(better->why.find("after 99 steps"), std::string::npos) << better->why;
}

TEST_F(PlanWatch, ChangesToNoFilterWhereOneTakesTooLong) {
  auto plan = planLanczos(*spectrum, task);
  ASSERT_TRUE(plan.filter);
  EXPECT_FALSE(watch(plan).review(0.0, 60, 5));
  plan.steps *= 1000;
  const auto better = watch(plan).review(0.0, 60, 0);
  ASSERT_TRUE(better);
  EXPECT_TRUE(better->isPlain());
}

}  // namespace
