#pragma once

#include <string>
#include <vector>

namespace ritz::detail {

/// Entries of a sparse matrix on any ranks, indices from 1; repeated ones are added up.
template <class S>
struct Triplets {
  std::vector<int> rows, columns;
  std::vector<S> values;
};

/// A factorisation of a sparse Hermitian matrix, over the ranks of a communicator. The lower triangle is
/// given of a real matrix, all of a complex one.
template <class S>
class SparseFactor {
 public:
  SparseFactor() = default;
  virtual ~SparseFactor() = default;
  SparseFactor(const SparseFactor&) = delete;
  SparseFactor& operator=(const SparseFactor&) = delete;

  /// Analysis, where the pattern is new, and factorisation; the triplets have to stay until the next call,
  /// with the same indices each time. Throws OperatorFailure where the library gives up (memory). Collective.
  virtual void factorize(Triplets<S>& matrix) = 0;

  /// X ← A⁻¹ X, n × columns on rank 0 with columns `stride` apart; null elsewhere. Collective.
  virtual void solve(S* X, int columns, int stride) const = 0;

  virtual bool isSingular() const = 0;
  /// Of LDLᵀ; −1 for LU.
  virtual long long negativePivots() const = 0;
  virtual std::string describe() const = 0;
};

}  // namespace ritz::detail
