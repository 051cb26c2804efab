#pragma once

#include <ritz/operators/SparseFactor.hpp>
#include <ritz/operators/Types.hpp>

#include <memory>

namespace ritz::detail {

/// A sparse factorisation by MUMPS: LDLᵀ of a real symmetric matrix, or
/// LU of a complex one. Pivots are chosen by value, so that indefinite matrices are safe.
/// Source: P. Amestoy, I. Duff, J. Koster and J.-Y. L'Excellent, A fully asynchronous multifrontal solver
/// using distributed dynamic scheduling, SIAM J. Matrix Anal. Appl. 23 (2001).
template <class S>
class MumpsFactor final : public SparseFactor<S> {
 public:
  /// n × n, over the ranks of `comm`. Entries with `isSaddle` go to rank 0, where rows are matched with
  /// columns before the analysis: a diagonal of (nearly) zeros would let most pivots wait for others, and
  /// the factors fill. Collective.
  MumpsFactor(CommPtr comm, int n, bool isSaddle = false);
  ~MumpsFactor() override;  ///< collective

  void factorize(Triplets<S>& matrix) override;
  void solve(S* X, int columns, int stride) const override;
  bool isSingular() const override { return singular_; }
  long long negativePivots() const override { return negative_; }
  std::string describe() const override { return negative_ >= 0 ? "LDLT by MUMPS" : "LU by MUMPS"; }

 private:
  struct Instance;
  void run(int job) const;
  void setEntries(Triplets<S>& matrix);

  CommPtr comm_;
  std::unique_ptr<Instance> instance_;
  Triplets<S> gathered_;  ///< of a saddle, on rank 0
  bool isSaddle_, analysed_ = false, singular_ = false;
  long long negative_ = -1;
};

/// Whether this build has MUMPS.
bool hasMumps();

}  // namespace ritz::detail
