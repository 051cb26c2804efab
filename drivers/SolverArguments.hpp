#pragma once

#include <ritz/solvers/EigenOptions.hpp>

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ritz {

/// Which pairs to compute and how, as it was typed.
struct SolverArguments {
  int numPairs = 10;
  std::string which = "largest";
  std::optional<double> sigma;
  std::vector<double> interval;
  double tolerance = 1e-8;
  std::string relativeTo = "norm";
  std::string method = "auto";
  std::optional<int> basis, block;
  std::optional<std::string> filter, locking, inner;
  std::string preconditioner = "none", inverse = "none";
  std::optional<int> products, powerPasses;
  long maxApplications = 0;
  double timeLimit = 0.0;
  std::string memory;  ///< empty: not limited by the user
  std::string checkpoint, resume;
  std::optional<double> checkpointInterval;

  void declare(CLI::App& app);
  /// --checkpoint and what belongs to it.
  void declareCheckpoints(CLI::App& app);

  /// Throws InvalidOption for words and combinations that make no sense, NotSupported for what is not built
  /// yet.
  EigenOptions options(std::uint64_t seed) const;
};

}  // namespace ritz
