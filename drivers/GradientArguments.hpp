#pragma once

#include <ritz/adjoint/AdjointOptions.hpp>

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ritz {

/// What `ritz gradient` has to find out besides the pairs, as it was typed.
struct GradientArguments {
  double tolerance = 1e-6;
  std::string onCluster = "raise";
  bool refine = false, verify = false, estimate = true;
  std::vector<double> direction, hessianVector;  ///< empty: not asked for

  void declare(CLI::App& app);

  /// Throws InvalidOption for what makes no sense.
  AdjointOptions options() const;

  /// Throws InvalidOption unless directions have as many numbers as θ, finite ones.
  void expectDirectionsOf(std::size_t parameters) const;
};

}  // namespace ritz
