#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

template <class S>
Real<S> ValueSum<S>::value(const std::vector<Real<S>>& values, const MultiVector<S>&) const {
  Real<S> sum = 0;
  for (std::size_t j = 0; j < values.size(); ++j) sum += weight(j) * values[j];
  return sum;
}

template <class S>
Cotangent<S> ValueSum<S>::cotangent(const std::vector<Real<S>>& values, const MultiVector<S>&) const {
  const int k = static_cast<int>(values.size());
  Cotangent<S> result{Dense<S>(k, k), nullptr};
  for (int j = 0; j < k; ++j) result.values(j, j) = S(weight(static_cast<std::size_t>(j)));
  return result;
}

/// d_j W u_j; columns without a weight stay zero and are not multiplied.
template <class S>
MultiVector<S> VectorForms<S>::weighted(const MultiVector<S>& U) const {
  std::vector<int> used;
  std::vector<Real<S>> weights;
  for (std::size_t j = 0; j < std::min(weights_.size(), U.getNumVectors()); ++j)
    if (weights_[j] != Real<S>(0)) {
      used.push_back(static_cast<int>(j));
      weights.push_back(weights_[j]);
    }
  MultiVector<S> result(U.getMap(), U.getNumVectors());
  if (used.empty()) return result;
  MultiVector<S> images(U.getMap(), used.size(), false);
  W_->apply(pickColumns(U, used), images);
  scaleColumns(images, weights);
  putColumns(result, used, images);
  return result;
}

template <class S>
Real<S> VectorForms<S>::value(const std::vector<Real<S>>&, const MultiVector<S>& U) const {
  Real<S> sum = 0;
  for (const Real<S> term : columnDots(U, weighted(U))) sum += term;
  return sum;
}

template <class S>
Cotangent<S> VectorForms<S>::cotangent(const std::vector<Real<S>>&, const MultiVector<S>& U) const {
  auto vectors = std::make_shared<MultiVector<S>>(weighted(U));
  vectors->scale(S(2));
  return {Dense<S>(), vectors};
}

template <class S>
Real<S> DensityLoss<S>::value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  MultiVector<S> DU(U.getMap(), U.getNumVectors(), false);
  D_->apply(U, DU);
  const std::vector<Real<S>> forms = columnDots(U, DU);
  Real<S> sum = 0;
  for (std::size_t j = 0; j < values.size(); ++j) sum += f_.value(values[j]) * forms[j];
  return sum;
}

template <class S>
Real<S> DensityLoss<S>::dividedDifference(Real<S> a, Real<S> b) const {
  const Real<S> gap = a - b;
  if (std::abs(gap) <= Real<S>(1e-6) * std::max(std::abs(a), std::abs(b))) return f_.derivative((a + b) / 2);
  return (f_.value(a) - f_.value(b)) / gap;
}

template <class S>
Cotangent<S> DensityLoss<S>::cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  auto vectors = std::make_shared<MultiVector<S>>(U.getMap(), U.getNumVectors(), false);
  D_->apply(U, *vectors);
  Dense<S> block = gram(U, *vectors);
  for (int j = 0; j < block.cols(); ++j)
    for (int i = 0; i < block.rows(); ++i)
      block(i, j) *=
          dividedDifference(values[static_cast<std::size_t>(i)], values[static_cast<std::size_t>(j)]);
  std::vector<Real<S>> twice;
  for (const Real<S> value : values) twice.push_back(2 * f_.value(value));
  scaleColumns(*vectors, twice);
  return {block, vectors};
}

template <class S>
std::shared_ptr<const Loss<S>> projectorLoss(OperatorPtr<S> D) {
  using R = Real<S>;
  return std::make_shared<DensityLoss<S>>(
      std::move(D), SpectralFunction<R>{[](R) { return R(1); }, [](R) { return R(0); }});
}

template <class S>
Real<S> LossSum<S>::value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  Real<S> sum = 0;
  for (const auto& term : terms_) sum += term->value(values, U);
  return sum;
}

template <class S>
Cotangent<S> LossSum<S>::cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  const int k = static_cast<int>(values.size());
  Dense<S> sum(k, k);
  std::shared_ptr<MultiVector<S>> vectors;
  for (const auto& term : terms_) {
    const Cotangent<S> part = term->cotangent(values, U);
    for (int j = 0; j < part.values.cols(); ++j)
      for (int i = 0; i < part.values.rows(); ++i) sum(i, j) += part.values(i, j);
    if (!part.vectors) continue;
    if (vectors)
      vectors->update(S(1), *part.vectors, S(1));
    else
      vectors = std::make_shared<MultiVector<S>>(*part.vectors, Teuchos::Copy);
  }
  return {sum, vectors};
}

RITZ_INSTANTIATE(ValueSum)
RITZ_INSTANTIATE(VectorForms)
RITZ_INSTANTIATE(DensityLoss)
RITZ_INSTANTIATE(LossSum)
#define RITZ_PROJECTOR_LOSS(S) template std::shared_ptr<const Loss<S>> projectorLoss<S>(OperatorPtr<S>);
RITZ_FOR_EACH_SCALAR(RITZ_PROJECTOR_LOSS)

}  // namespace ritz
