#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

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

template <class S>
Cotangent<S> ValueSum<S>::tangent(const std::vector<Real<S>>& values, const MultiVector<S>&,
                                  const Tangent<S>&) const {
  const int k = static_cast<int>(values.size());
  return {Dense<S>(k, k), nullptr};
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
Cotangent<S> VectorForms<S>::tangent(const std::vector<Real<S>>& values, const MultiVector<S>&,
                                     const Tangent<S>& moved) const {
  return cotangent(values, *moved.vectors);
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
Real<S> DensityLoss<S>::dividedDifference(Real<S> a, Real<S> b, Real<S> c) const {
  if (std::abs(b - c) > std::abs(a - c)) std::swap(a, b);  // a and c are as far apart as it gets,
  if (std::abs(a - b) > std::abs(a - c)) std::swap(b, c);
  const Real<S> gap = a - c, size = std::max({std::abs(a), std::abs(b), std::abs(c)});
  // or, nearer than ε^¼, the limit is better than the quotient.
  if (std::abs(gap) <= Real<S>(1e-4) * size) return f_.second((a + b + c) / 3) / 2;
  return (dividedDifference(a, b) - dividedDifference(b, c)) / gap;
}

/// f[λ_i, λ_j]∘M.
template <class S>
Dense<S> DensityLoss<S>::firstDifferences(const std::vector<Real<S>>& values, Dense<S> M) const {
  for (int j = 0; j < M.cols(); ++j)
    for (int i = 0; i < M.rows(); ++i)
      M(i, j) *=
          S(dividedDifference(values[static_cast<std::size_t>(i)], values[static_cast<std::size_t>(j)]));
  return M;
}

template <class S>
Cotangent<S> DensityLoss<S>::cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  auto vectors = std::make_shared<MultiVector<S>>(U.getMap(), U.getNumVectors(), false);
  D_->apply(U, *vectors);
  const Dense<S> block = firstDifferences(values, gram(U, *vectors));
  std::vector<Real<S>> twice;
  for (const Real<S> value : values) twice.push_back(2 * f_.value(value));
  scaleColumns(*vectors, twice);
  return {block, vectors};
}

/// Ū = 2 D U f(Λ) and Λ̄ = f[λ_i, λ_j]∘M, M = UᴴD U, so that with second divided differences
/// dΛ̄ = f[λ_i, λ_j]∘dM + Σ_l f[λ_i, λ_l, λ_j](dΛ_il M_lj + M_il dΛ_lj).
template <class S>
Cotangent<S> DensityLoss<S>::tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                                     const Tangent<S>& moved) const {
  requireSecond(f_);
  const int k = static_cast<int>(values.size());
  MultiVector<S> DU(U.getMap(), U.getNumVectors(), false), DdU(DU.getMap(), DU.getNumVectors(), false);
  D_->apply(U, DU);
  D_->apply(*moved.vectors, DdU);
  const Dense<S> M = gram(U, DU), across = gram(U, DdU), back = adjoint(across);
  Dense<S> dM = across;
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i) dM(i, j) += back(i, j);
  Dense<S> block = firstDifferences(values, dM);
  const auto at = [&](int i) { return values[static_cast<std::size_t>(i)]; };
  for (int j = 0; j < k; ++j)
    for (int i = 0; i < k; ++i)
      for (int l = 0; l < k; ++l) {
        const S both = moved.values(i, l) * M(l, j) + M(i, l) * moved.values(l, j);
        if (both != S(0)) block(i, j) += S(dividedDifference(at(i), at(l), at(j))) * both;
      }
  std::vector<Real<S>> twice;
  for (const Real<S> value : values) twice.push_back(2 * f_.value(value));
  auto vectors = std::make_shared<MultiVector<S>>(DdU, Teuchos::Copy);
  scaleColumns(*vectors, twice);
  addToBlock(S(2), DU, firstDifferences(values, moved.values), *vectors);
  return {block, vectors};
}

template <class S>
std::shared_ptr<const Loss<S>> projectorLoss(OperatorPtr<S> D) {
  using R = Real<S>;
  return std::make_shared<DensityLoss<S>>(
      std::move(D),
      SpectralFunction<R>{[](R) { return R(1); }, [](R) { return R(0); }, [](R) { return R(0); }});
}

template <class S>
Real<S> LossSum<S>::value(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  Real<S> sum = 0;
  for (const auto& term : terms_) sum += term->value(values, U);
  return sum;
}

template <class S>
template <class Part>
Cotangent<S> LossSum<S>::sumOf(int k, const Part& part) const {
  Dense<S> sum(k, k);
  std::shared_ptr<MultiVector<S>> vectors;
  for (const auto& term : terms_) {
    const Cotangent<S> one = part(*term);
    for (int j = 0; j < one.values.cols(); ++j)
      for (int i = 0; i < one.values.rows(); ++i) sum(i, j) += one.values(i, j);
    if (!one.vectors) continue;
    if (vectors)
      vectors->update(S(1), *one.vectors, S(1));
    else
      vectors = std::make_shared<MultiVector<S>>(*one.vectors, Teuchos::Copy);
  }
  return {sum, vectors};
}

template <class S>
Cotangent<S> LossSum<S>::cotangent(const std::vector<Real<S>>& values, const MultiVector<S>& U) const {
  return sumOf(static_cast<int>(values.size()),
               [&](const Loss<S>& term) { return term.cotangent(values, U); });
}

template <class S>
Cotangent<S> LossSum<S>::tangent(const std::vector<Real<S>>& values, const MultiVector<S>& U,
                                 const Tangent<S>& moved) const {
  return sumOf(static_cast<int>(values.size()),
               [&](const Loss<S>& term) { return term.tangent(values, U, moved); });
}

RITZ_INSTANTIATE(ValueSum)
RITZ_INSTANTIATE(VectorForms)
RITZ_INSTANTIATE(DensityLoss)
RITZ_INSTANTIATE(LossSum)
#define RITZ_PROJECTOR_LOSS(S) template std::shared_ptr<const Loss<S>> projectorLoss<S>(OperatorPtr<S>);
RITZ_FOR_EACH_SCALAR(RITZ_PROJECTOR_LOSS)

}  // namespace ritz
