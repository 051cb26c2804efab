#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

namespace ritz {

/// H = VᴴA′V of a space V that grows.
template <class S>
class DavidsonProjection {
 public:
  /// Rows and columns for the columns of V and W = A′V from `from` on. One reduction. Collective.
  void grow(const MultiVector<S>& V, const MultiVector<S>& W, int from);

  /// V ← V Q. O(m³).
  void compress(const Dense<S>& Q);

  /// V without its first `count` columns.
  void drop(int count);

  const Dense<S>& matrix() const { return H_; }  ///< H

 private:
  Dense<S> H_;
};

}  // namespace ritz
