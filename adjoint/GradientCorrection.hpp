#pragma once

#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/adjoint/Cotangent.hpp>
#include <ritz/adjoint/Pullback.hpp>

#include <memory>

namespace ritz {

template <class S>
class ConstraintTerms;
template <class S>
class PairClusters;
template <class S>
class ProjectedSylvester;

/// What the errors of pairs U and of solves X change in a pullback: the same pullback once more with
///
///     U' = Rayleigh-Ritz of U + δU,  X' = X + δX,
///
/// δU and δX by solves for the residuals of U and of X, to the relative accuracy
/// AdjointOptions::correctionTolerance. Memory: 6 k vectors.
template <class S>
class GradientCorrection {
 public:
  /// Corrects the pairs: refinePairs. `constraints`, null without them, are those that the result was freed
  /// from. Collective. Throws OperatorFailure.
  GradientCorrection(const EigenResult<S>& result, const AdjointOptions& options,
                     std::shared_ptr<const ConstraintTerms<S>> constraints);
  ~GradientCorrection();

  /// The corrected pairs, where the cotangent is wanted.
  const EigenResult<S>& pairs() const { return *refined_; }

  /// A cotangent at the old vectors as one at the new: ŪC, CᴴΛ̄C with C = UᴴBU'. Collective.
  Cotangent<S> carried(const Cotangent<S>& cotangent) const;

  /// The corrected pullback minus this one, with the products of both corrections. `cotangent` is that at
  /// pairs(). Collective. Throws OperatorFailure.
  Pullback<S> operator()(const Cotangent<S>& cotangent, const Pullback<S>& pullback) const;

 private:
  MultiVectorPtr<S> solutionAt(const MultiVector<S>& cotangent, Pullback<S>& corrected,
                               const MultiVector<S>* X) const;

  AdjointOptions options_;
  std::shared_ptr<const ConstraintTerms<S>> constraints_;
  std::shared_ptr<const EigenResult<S>> refined_;
  Applications applications_;  // of the refinement
  Dense<S> overlap_;
  std::unique_ptr<const PairClusters<S>> clusters_;
  std::unique_ptr<const ProjectedSylvester<S>> sylvester_;
};

}  // namespace ritz
