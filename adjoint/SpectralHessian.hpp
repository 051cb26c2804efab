#pragma once

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/EigenTangent.hpp>
#include <ritz/adjoint/ParametricProblem.hpp>

#include <memory>
#include <vector>

namespace ritz {

template <class S>
class PullbackTangent;

/// The Hessian in θ of L(θ) = ℓ(Λ(θ), U(θ)) at the parameters of the pairs, by products alone: the tangent of
/// the adjoint (PullbackTangent). It is a real symmetric LinearOperator over the parameters, so that eigsolve
/// finds its extreme pairs.
///
///     const ritz::SpectralHessian<double> H(problem, adjoint, loss);
///     ritz::eigsolve<double>({H}, options);
///
/// A block of directions costs two block solves, as a gradient costs one (where the loss has no vectors, one
/// and none). For simple values, and losses that do not depend on the basis in closed clusters. Needs
/// Loss::tangent, and accumulateSecond of families that are not affine.
template <class S>
class SpectralHessian : public LinearOperator<Real<S>> {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  /// Makes the gradient's pullback, unless given one of this adjoint and loss, with the adjoint's accuracy,
  /// which is that of the products too. Collective. Throws as EigenAdjoint does, and GaugeDependent where
  /// OnCluster::Project had something to drop.
  SpectralHessian(ParametricProblem<S> problem, EigenAdjoint<S> adjoint, std::shared_ptr<const Loss<S>> loss,
                  const Pullback<S>* pullback = nullptr);
  ~SpectralHessian() override;

  /// dL/dθ, at no further cost. Collective.
  Theta gradient() const;

  /// Products of all calls so far, without those of the gradient.
  const Applications& applications() const { return applications_; }
  /// Those of the gradient.
  const Applications& gradientApplications() const { return pullback_.applications; }

 private:
  using Block = MultiVector<Real<S>>;
  void applyImpl(const Block& P, Block& G) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const Block& P, Block& G) const override { applyImpl(P, G); }
  void requireDerivative() const;
  std::vector<MultiVectorPtr<S>> solutions(const std::vector<MultiVectorPtr<S>>& forces) const;

  ParametricProblem<S> problem_;
  EigenAdjoint<S> adjoint_;
  EigenTangent<S> tangent_;
  std::shared_ptr<const Loss<S>> loss_;
  Pullback<S> pullback_;
  std::unique_ptr<const PullbackTangent<S>> second_;
  mutable Applications applications_;
};

}  // namespace ritz
