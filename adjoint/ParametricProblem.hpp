#pragma once

#include <ritz/adjoint/Pullback.hpp>
#include <ritz/adjoint/Tangent.hpp>
#include <ritz/operators/ParametricOperator.hpp>
#include <ritz/solvers/EigenProblem.hpp>

#include <memory>

namespace ritz {

/// A(θ) u = λ B(θ) u with one θ for both: what optimisers move. A or B may be without parameters.
template <class S>
class ParametricProblem {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// `A` and `mass` are the families among the operators of `problem`, whose own A and mass may be left empty
  /// for them; at least one. Collective. Throws InvalidOption (no family), SpaceMismatch (parameter maps that
  /// differ).
  ParametricProblem(EigenProblem<S> problem, std::shared_ptr<ParametricOperator<S>> A,
                    std::shared_ptr<ParametricOperator<S>> mass = nullptr);

  const EigenProblem<S>& problem() const { return problem_; }
  MapPtr parameterMap() const;
  const Theta& parameters() const;

  /// Moves A and B to θ. Collective. Throws as ParametricOperator::setParameters does.
  void setParameters(const Theta& theta) const;

  /// g += dL/dθ through A and B. Collective.
  void accumulate(const Pullback<S>& pullback, Theta& g) const;

  /// g += ∂/∂θ [Re⟨W, (∂A/∂θ·p) U⟩ − Re⟨Y, (∂B/∂θ·p) U⟩]. Collective. Throws NotSupported where an operator
  /// has no second derivatives.
  void accumulateSecond(const Theta& p, const Pullback<S>& pullback, Theta& g) const;

  /// (∂A/∂θ·p) U and (∂B/∂θ·p) U. Collective.
  PencilChange<S> along(const Theta& p, const MultiVector<S>& U) const;

 private:
  const ParametricOperator<S>& first() const { return A_ ? *A_ : *mass_; }

  EigenProblem<S> problem_;
  std::shared_ptr<ParametricOperator<S>> A_, mass_;
};

}  // namespace ritz
