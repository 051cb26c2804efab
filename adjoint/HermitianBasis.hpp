#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// An orthonormal basis of the real space of Hermitian m × m matrices under Re tr(XᴴY): E₀ = I/√m, the others
/// traceless. Its dimension is m(m + 1)/2 for real S, m² for complex S.
template <class S>
class HermitianBasis {
 public:
  explicit HermitianBasis(int order);

  int order() const { return order_; }
  int dimension() const { return static_cast<int>(elements_.size()); }
  const Dense<S>& element(int r) const { return elements_[static_cast<std::size_t>(r)]; }

  /// Re tr(E_r X) for each r, X Hermitian.
  std::vector<Real<S>> coordinates(const Dense<S>& X) const;

  /// Σ y_r E_r.
  Dense<S> matrix(const std::vector<Real<S>>& y) const;

 private:
  void addDiagonals();
  void addPairs();

  int order_;
  std::vector<Dense<S>> elements_;
};

}  // namespace ritz
