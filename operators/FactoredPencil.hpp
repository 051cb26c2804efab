#pragma once

#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/SparseFactor.hpp>

#include <Tpetra_Import.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ritz::detail {

/// A factorisation of A − σB for the σ of the last call, shared by all inverses that were moved from one
/// another. Both matrices are copied; B may be null for the identity.
template <class S>
class FactoredPencil {
 public:
  using Matrix = Tpetra::CrsMatrix<S>;

  /// `by` is one that this build has. `isSaddle` where the diagonals have (nearly) zeros. Collective.
  FactoredPencil(const Matrix& A, const Matrix* B, Factorization by, bool isSaddle = false);

  const MapPtr& map() const { return map_; }
  Real<S> shift() const { return sigma_; }
  long numFactorizations() const { return count_; }
  std::string describe() const { return factor_->describe(); }

  /// The number of negative pivots, −1 where it is not known. Collective.
  long long factorize(Real<S> sigma);

  /// By the pivots, and by how a random vector grows. Collective.
  bool isSingular();

  /// How far a singular shift is moved: √ε‖A‖/‖B‖ by the largest entries.
  Real<S> nudge() const;

  /// Y ← (A − σB)⁻¹X. Collective.
  void solve(const MultiVector<S>& X, MultiVector<S>& Y) const;

 private:
  void append(const Matrix& M);
  void appendIdentity();
  void push(GlobalIndex row, GlobalIndex column, S value);
  Real<S> largest(std::size_t from, std::size_t to) const;

  MapPtr map_;
  GlobalIndex first_;
  MapPtr rootMap_;
  Tpetra::Import<> toRoot_;
  std::unique_ptr<SparseFactor<S>> factor_;
  Triplets<S> matrix_;
  std::vector<S> values_;  ///< of A, and of B from numOfA_ on
  std::size_t numOfA_ = 0;
  Real<S> sigma_ = 0, scale_ = 1, normA_ = 1;
  long count_ = 0;
};

}  // namespace ritz::detail
