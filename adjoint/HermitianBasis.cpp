#include <ritz/adjoint/HermitianBasis.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Teuchos_ScalarTraits.hpp>

#include <cmath>

namespace ritz {

template <class S>
HermitianBasis<S>::HermitianBasis(int order) : order_(order) {
  addDiagonals();
  addPairs();
}

/// I/√m, then (1, …, 1, −l, 0, …)/√(l(l + 1)) with l ones.
template <class S>
void HermitianBasis<S>::addDiagonals() {
  Dense<S> unit(order_, order_);
  for (int i = 0; i < order_; ++i) unit(i, i) = S(1 / std::sqrt(static_cast<Real<S>>(order_)));
  elements_.push_back(unit);
  for (int l = 1; l < order_; ++l) {
    Dense<S> diagonal(order_, order_);
    const Real<S> size = 1 / std::sqrt(static_cast<Real<S>>(l) * static_cast<Real<S>>(l + 1));
    for (int i = 0; i < l; ++i) diagonal(i, i) = S(size);
    diagonal(l, l) = S(-static_cast<Real<S>>(l) * size);
    elements_.push_back(diagonal);
  }
}

template <class S>
void HermitianBasis<S>::addPairs() {
  const Real<S> size = 1 / std::sqrt(Real<S>(2));
  for (int j = 1; j < order_; ++j)
    for (int i = 0; i < j; ++i) {
      Dense<S> pair(order_, order_);
      pair(i, j) = pair(j, i) = S(size);
      elements_.push_back(pair);
      if constexpr (Teuchos::ScalarTraits<S>::isComplex) {
        pair(i, j) = S(0, size);
        pair(j, i) = S(0, -size);
        elements_.push_back(pair);
      }
    }
}

template <class S>
std::vector<Real<S>> HermitianBasis<S>::coordinates(const Dense<S>& X) const {
  std::vector<Real<S>> y;
  for (const Dense<S>& E : elements_) {
    Real<S> sum = 0;
    for (int j = 0; j < order_; ++j)
      for (int i = 0; i < order_; ++i)
        sum += Teuchos::ScalarTraits<S>::real(Teuchos::ScalarTraits<S>::conjugate(E(i, j)) * X(i, j));
    y.push_back(sum);
  }
  return y;
}

template <class S>
Dense<S> HermitianBasis<S>::matrix(const std::vector<Real<S>>& y) const {
  Dense<S> X(order_, order_);
  for (std::size_t r = 0; r < y.size(); ++r)
    for (int j = 0; j < order_; ++j)
      for (int i = 0; i < order_; ++i) X(i, j) += S(y[r]) * elements_[r](i, j);
  return X;
}

RITZ_INSTANTIATE(HermitianBasis)

}  // namespace ritz
