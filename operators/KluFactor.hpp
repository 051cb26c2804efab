#pragma once

#include <ritz/operators/SparseFactor.hpp>
#include <ritz/operators/Types.hpp>

#include <memory>

namespace ritz::detail {

/// LU by KLU2 of Amesos2 on rank 0 alone, which holds all of the matrix: for builds without MUMPS.
/// Source: T. Davis and E. Palamadai Natarajan, Algorithm 907: KLU, a direct sparse solver for circuit
/// simulation problems, ACM Trans. Math. Softw. 37 (2010).
template <class S>
class KluFactor final : public SparseFactor<S> {
 public:
  /// n × n. Collective.
  KluFactor(CommPtr comm, int n);
  ~KluFactor() override;

  void factorize(Triplets<S>& matrix) override;
  void solve(S* X, int columns, int stride) const override;
  bool isSingular() const override { return singular_; }
  long long negativePivots() const override { return -1; }
  std::string describe() const override { return "LU by KLU2"; }

 private:
  struct Root;
  void solveOnRoot(S* X, int columns, int stride) const;

  CommPtr comm_;
  std::unique_ptr<Root> root_;  ///< on rank 0
  Triplets<S> all_;             ///< on rank 0
  bool hasPattern_ = false, singular_ = false;
};

/// Whether this build has KLU2.
bool hasKlu();

}  // namespace ritz::detail
