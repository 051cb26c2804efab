#pragma once

#include <ritz/solvers/spectralDensity.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ritz {

/// What `ritz density` has to find out and how, as it was typed.
struct DensityArguments {
  int probes = 20, steps = 80;
  long long maxExact = 3000;
  std::vector<std::string> functions{"none"};
  std::vector<double> count;
  std::optional<double> width;
  long maxApplications = 0;
  double timeLimit = 0.0;
  std::string memory;  ///< empty: no limit

  void declare(CLI::App& app);

  /// Throws InvalidOption for what makes no sense.
  DensityOptions options(std::uint64_t seed) const;

  /// The words of --function but "none", after options().
  std::vector<std::string> wanted() const;
};

/// The function that a word of --function stands for. `scale` is the size of the spectrum: sqrt takes
/// negative values within its rounding for zero.
std::function<double(double)> namedFunction(const std::string& word, double scale);

}  // namespace ritz
