#include <ritz/solvers/CorrectionTimes.hpp>
#include <ritz/solvers/MassSolveTimes.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

// Vectors that a step of the inner iteration goes over, those that are projected out among them.
constexpr double InnerColumns = 20;
// With Jacobi, incomplete factors and multigrid on stiffness matrices, networks, graphs and grids, products
// of inner solves over those of GD+k: 1.3 where a pair takes GD+k hundreds of steps, 2.2 where it takes nine.
constexpr double FewestProducts = 1.3, ProductsMore = 8, OuterSteps = 6;

}  // namespace

CorrectionTimes CorrectionTimes::modelled(double product, double column, int basis) {
  MassSolveTimes step;
  step.column = column;
  return {product, step.davidsonStep(false, basis), InnerColumns * column};
}

double CorrectionTimes::ratio(double steps) const {
  const double products = FewestProducts * steps + ProductsMore;
  return (products * (product + inner) + OuterSteps * (product + outer)) / (steps * (product + outer));
}

std::string CorrectionTimes::describe() const {
  return fmt::format(
      "a product takes {:.1e} s, what an outer step does beside it {:.1e} s, an inner step {:.1e} s", product,
      outer, inner);
}

}  // namespace ritz
