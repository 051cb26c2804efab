#pragma once

#include <mpi.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace ritz::detail {

/// Entries of a sparse matrix on any ranks, indices from 1; repeated ones are added up.
template <class S>
struct Triplets {
  std::vector<int> rows, columns;
  std::vector<S> values;
};

/// A sparse factorisation by MUMPS: LDLᵀ of a real symmetric matrix, of which the lower triangle is given, or
/// LU of a complex one, given whole. Pivots are chosen by value, so that indefinite matrices are safe.
/// Source: P. Amestoy, I. Duff, J. Koster and J.-Y. L'Excellent, A fully asynchronous multifrontal solver
/// using distributed dynamic scheduling, SIAM J. Matrix Anal. Appl. 23 (2001).
template <class S>
class MumpsFactor {
 public:
  /// n × n, over the ranks of `comm`. Collective.
  MumpsFactor(MPI_Comm comm, int n);
  ~MumpsFactor();  ///< collective
  MumpsFactor(const MumpsFactor&) = delete;
  MumpsFactor& operator=(const MumpsFactor&) = delete;

  /// Analysis, where the pattern is new, and factorisation; the triplets have to stay until the next call,
  /// with the same indices each time. Throws OperatorFailure where MUMPS gives up (memory). Collective.
  void factorize(Triplets<S>& matrix);

  /// X ← A⁻¹ X, n × columns on rank 0 with columns `stride` apart; null elsewhere. Collective.
  void solve(S* X, int columns, int stride) const;

  bool isSingular() const { return singular_; }
  /// Of LDLᵀ; −1 for LU.
  long long negativePivots() const { return negative_; }

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
