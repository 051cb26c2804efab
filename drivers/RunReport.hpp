#pragma once

#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <string>
#include <vector>

namespace ritz {

/// A result and its circumstances: what result.json, the table and the picture are made of.
struct RunReport {
  std::string command;  ///< the subcommand
  std::string source;   ///< where the problem came from
  long long n = 0;      ///< its size
  const EigenResult<double>& result;
  int ranks = 1;
  BuildInfo build;
  std::vector<std::string> words{};  ///< what was typed after `ritz`

  bool isGeneralized() const { return result.problem.mass != nullptr; }
};

/// "largest", "nearest to 2.5", "in [0, 1]": completes "10 …".
std::string describe(const Which& which);

/// What `residuals` are and when a pair counts as converged, in one line.
std::string residualDefinition(const EigenOptions& options);

}  // namespace ritz
