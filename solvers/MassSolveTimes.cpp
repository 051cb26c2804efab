#include <ritz/solvers/MassSolveTimes.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

// Steps of Davidson's method for one of Lanczos, on pairs of finite elements, evenly and unevenly meshed.
constexpr double StepsAtUpperEnd = 2.0, StepsAtLowerEnd = 1.2;
// Of the small eigenproblem of each step of Davidson's method: s/m³.
constexpr double SmallEigen = 5e-9;

}  // namespace

/// Next to the product and the solve the three terms are nothing.
double MassSolveTimes::lanczosStep() const { return application + solve; }

/// Vectors, products with A and with B are gone over twice, the latter two once more for the residuals.
double MassSolveTimes::davidsonStep(bool atUpperEnd, int basis) const {
  const double m = basis;
  return application + mass + (atUpperEnd ? roughSolve : 0.0) + 2.5 * m * column + SmallEigen * m * m * m;
}

double MassSolveTimes::gain(bool atUpperEnd, int basis) const {
  return lanczosStep() / ((atUpperEnd ? StepsAtUpperEnd : StepsAtLowerEnd) * davidsonStep(atUpperEnd, basis));
}

std::string MassSolveTimes::describe() const {
  return fmt::format("a product with A takes {:.1e} s, with B {:.1e} s, solving with B {:.1e} s", application,
                     mass, solve);
}

}  // namespace ritz
