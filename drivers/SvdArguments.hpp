#pragma once

#include <ritz/solvers/SvdOptions.hpp>
#include <ritz/solvers/SvdProblem.hpp>

#include <string>

namespace CLI {
class App;
}

namespace ritz {

/// Which triplets to compute and how, as it was typed.
struct SvdArguments {
  std::string which = "largest", inverse = "auto", preconditioner = "none";
  SvdOptions typed;

  void declare(CLI::App& app);

  /// Throws InvalidOption for words and combinations that make no sense.
  SvdOptions options(std::uint64_t seed) const;

  /// With the inverse or the preconditioner asked for; `auto` factors a matrix with more than 1000 rows and
  /// columns for its smallest values where this build can. Collective. Throws what makeFactoredPseudoInverse
  /// and makeNormalPreconditioner do.
  SvdProblem<double> problemOf(const OperatorPtr<double>& A) const;
};

}  // namespace ritz
