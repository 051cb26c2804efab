#pragma once

#include <ritz/adjoint/Loss.hpp>
#include <ritz/adjoint/SpectralFunction.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// Σ c_j λ_j over the first c.size() pairs.
template <class S>
class ValueSum : public Loss<S> {
 public:
  explicit ValueSum(std::vector<Real<S>> weights) : weights_(std::move(weights)) {}
  Real<S> value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                       const Tangent<S>& moved) const override;

 private:
  Real<S> weight(std::size_t j) const { return j < weights_.size() ? weights_[j] : Real<S>(0); }
  std::vector<Real<S>> weights_;
};

/// Σ d_j u_jᴴ W u_j over the first d.size() pairs, W Hermitian.
template <class S>
class VectorForms : public Loss<S> {
 public:
  VectorForms(OperatorPtr<S> W, std::vector<Real<S>> weights)
      : W_(std::move(W)), weights_(std::move(weights)) {}
  Real<S> value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                       const Tangent<S>& moved) const override;

 private:
  MultiVector<S> weighted(const MultiVector<S>& U) const;
  OperatorPtr<S> W_;
  std::vector<Real<S>> weights_;
};

/// tr(D U f(Λ) Uᴴ), D Hermitian: a density where f is an occupation; the projector onto the pairs' space
/// where f = 1. Does not depend on the basis of a multiple eigenvalue.
template <class S>
class DensityLoss : public Loss<S> {
 public:
  DensityLoss(OperatorPtr<S> D, SpectralFunction<Real<S>> f) : D_(std::move(D)), f_(std::move(f)) {}
  Real<S> value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                       const Tangent<S>& moved) const override;

 private:
  Real<S> dividedDifference(Real<S> a, Real<S> b) const;
  Real<S> dividedDifference(Real<S> a, Real<S> b, Real<S> c) const;
  Dense<S> firstDifferences(const std::vector<Real<S>>& values, Dense<S> M) const;
  OperatorPtr<S> D_;
  SpectralFunction<Real<S>> f_;
};

/// tr(D U Uᴴ).
template <class S>
std::shared_ptr<const Loss<S>> projectorLoss(OperatorPtr<S> D);

/// The sum of several losses.
template <class S>
class LossSum : public Loss<S> {
 public:
  explicit LossSum(std::vector<std::shared_ptr<const Loss<S>>> terms) : terms_(std::move(terms)) {}
  Real<S> value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const override;
  Cotangent<S> tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                       const Tangent<S>& moved) const override;

 private:
  template <class Part>
  Cotangent<S> sumOf(int k, const Part& part) const;
  std::vector<std::shared_ptr<const Loss<S>>> terms_;
};

}  // namespace ritz
