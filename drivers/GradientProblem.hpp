#pragma once

#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/ParametricProblem.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/solvers/EigenProblem.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// A(θ) = A₀ + Σ θ_i A_i, B(θ) alike, and a loss of k pairs, from a file.
struct GradientProblem {
  EigenProblem<double> problem;
  /// In all of θ (a matrix that is not listed is zero); null where there is no parameter (or no B).
  std::shared_ptr<AffineOperator<double>> A, mass;
  std::vector<double> theta;
  std::optional<int> numPairs;       ///< where the file says
  std::optional<std::string> which;  ///< likewise
  std::shared_ptr<const Loss<double>> loss;

  /// Moves A and B to these parameters. Collective.
  void setParameters(const std::vector<double>& parameters) const;

  /// With one θ for A and B. Throws InvalidOption if neither has parameters.
  ParametricProblem<double> parametric() const { return {problem, A, mass}; }
};

/// Reads problem.json and the matrices that it names, relative to its folder. Collective. Throws DataError,
/// on every rank, for anything malformed, and for a parameter that no matrix belongs to, naming file and key.
GradientProblem readGradientProblem(const CommPtr& comm, const std::string& path);

}  // namespace ritz
