#pragma once

#include "solvers/Problems.hpp"

#include <ritz/adjoint/SolveGoal.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <cmath>
#include <memory>
#include <vector>

namespace ritz::test {

/// D H diag(d) H D u = λ D² u with a reflection H: value d_i belongs to D⁻¹ H e_i, which is B-orthonormal.
/// D = I where there is no B.
struct KnownProblem {
  MapPtr map;
  Entry spectrum;
  bool withMass = false;

  OperatorPtr<double> weights(int power) const {
    const bool mass = withMass;
    return diagonalOperator(map, [mass, power](GlobalIndex g) {
      return mass ? std::pow(1.0 + 0.25 * static_cast<double>(g % 4), power) : 1.0;
    });
  }

  /// D^power H diag(f) H D^power.
  OperatorPtr<double> function(const Entry& f, int power) const {
    const auto core = rotatedOperator(map, f), D = weights(power);
    return makeOperator<double>(map, [core, D](const Block& X, Block& Y) {
      Tpetra::deep_copy(Y, image(D, image(core, image(D, X))));
    });
  }

  Block vectors(const std::vector<GlobalIndex>& indices) const {
    return image(weights(-1), rotatedUnits(map, indices));
  }

  EigenProblem<double> problem() const {
    EigenProblem<double> result{function(spectrum, 1)};
    if (withMass) result.mass = weights(2);
    return result;
  }

  /// What a solver that makes no errors finds.
  EigenResult<double> pairs(const std::vector<GlobalIndex>& indices, Which which = Smallest{}) const {
    EigenResult<double> result;
    result.status = Status::Converged;
    result.problem = problem();
    result.options.numPairs = static_cast<int>(indices.size());
    result.options.which = which;
    result.vectors = std::make_shared<Block>(vectors(indices));
    for (const GlobalIndex i : indices) result.values.push_back(spectrum(i));
    result.residuals.assign(indices.size(), 0.0);
    result.errorBounds.assign(indices.size(), 0.0);
    result.converged.assign(indices.size(), true);
    result.normA = 3.1 * spectrum(static_cast<GlobalIndex>(map->getGlobalNumElements()) - 1);
    result.normB = withMass ? 3.1 : 1.0;
    return result;
  }

  /// The x = P x with PᴴHP x = Pᴴb, H = sign·(A − λB) for the value λ of pair `pair`, P without `indices`.
  Block solution(const std::vector<GlobalIndex>& indices, GlobalIndex pair, double sign,
                 const Block& b) const {
    const Entry d = spectrum;
    const Entry inverse = [=](GlobalIndex i) {
      for (const GlobalIndex excluded : indices)
        if (i == excluded) return 0.0;
      return sign / (d(i) - d(pair));
    };
    return image(function(inverse, -1), b);
  }
};

/// The residual goal for this many columns of one whole, ready for an iteration with these right-hand sides.
inline SolveGoal<double> residualGoal(const Block& rhs, double tolerance, double operatorNorm) {
  SolveGoal<double> goal;
  goal.residual = tolerance;
  goal.group.assign(rhs.getNumVectors(), 0);
  goal.fixedSquare = {0};
  goal.rhs = norms(rhs);
  goal.operatorNorm.assign(rhs.getNumVectors(), operatorNorm);
  goal.prepare(static_cast<int>(rhs.getNumVectors()));
  return goal;
}

}  // namespace ritz::test
