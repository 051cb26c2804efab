#pragma once

#include <ritz/operators/SparseFactor.hpp>

#include <mpi.h>

#include <memory>

namespace ritz::detail {

/// A sparse factorisation by MUMPS: LDLᵀ of a real symmetric matrix, or
/// LU of a complex one. Pivots are chosen by value, so that indefinite matrices are safe.
/// Source: P. Amestoy, I. Duff, J. Koster and J.-Y. L'Excellent, A fully asynchronous multifrontal solver
/// using distributed dynamic scheduling, SIAM J. Matrix Anal. Appl. 23 (2001).
template <class S>
class MumpsFactor final : public SparseFactor<S> {
 public:
  /// n × n, over the ranks of `comm`. Collective.
  MumpsFactor(MPI_Comm comm, int n);
  ~MumpsFactor() override;  ///< collective

  void factorize(Triplets<S>& matrix) override;
  void solve(S* X, int columns, int stride) const override;
  bool isSingular() const override { return singular_; }
  long long negativePivots() const override { return negative_; }
  std::string describe() const override { return negative_ >= 0 ? "LDLT by MUMPS" : "LU by MUMPS"; }

 private:
  struct Instance;
  void run(int job) const;

  std::unique_ptr<Instance> instance_;
  bool analysed_ = false, singular_ = false;
  long long negative_ = -1;
};

/// Whether this build has MUMPS.
bool hasMumps();

}  // namespace ritz::detail
