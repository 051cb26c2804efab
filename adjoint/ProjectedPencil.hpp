#pragma once

#include <ritz/adjoint/ChebyshevInverse.hpp>
#include <ritz/operators/Dense.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/MeasuredOperator.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// The operators H_j = ±(A − λ_j B) of a result's pairs, restricted to the B-orthogonal complement of the
/// pairs U and of the guard vectors V, with what the guards do taken into account exactly (a Schur
/// complement):
///
///     x = V α + y,  S_j y = Rᴴ [H_j − H_j V (VᴴH_jV)⁻¹ VᴴH_j] R y,  R = I − Q QᴴB,  Q = [U V],
///
/// for any V with known images A V. All blocks may have any subset of columns: each names its pair. Memory:
/// 2 (k + g) vectors, with B another k + g.
template <class S>
class ProjectedPencil {
 public:
  /// `signs` are the ± of each pair. Counts every product in `applications()`. Guards that are not usable are
  /// dropped. Applies B to U and V. Collective.
  ProjectedPencil(const EigenResult<S>& result, const std::vector<Real<S>>& signs, bool useGuards);

  /// X ← P X and R ← PᴴR for P = I − U UᴴB alone.
  void project(MultiVector<S>& X) const;
  void projectDual(MultiVector<S>& X) const;

  /// The same with guards: R in place of P.
  void projectDeep(MultiVector<S>& X) const;

  /// Y = A X − B X Λ, nothing projected. One product with A and B each.
  void shift(const std::vector<int>& pairOf, const MultiVector<S>& X, MultiVector<S>& Y) const;

  /// Y = S X for X in the range of R; column c belongs to pair pairOf[c]. One product with A and B each.
  void apply(const std::vector<int>& pairOf, const MultiVector<S>& X, MultiVector<S>& Y) const;

  /// Z = R M Rᴴ X for X in the range of Rᴴ, with the preconditioner or the polynomial in use as M, else M =
  /// I. The Schur complement's inverse is R H_j⁻¹ Rᴴ: what approximates H_j⁻¹ fits it. Column c belongs to
  /// pair pairOf[c].
  void precondition(const std::vector<int>& pairOf, const MultiVector<S>& X, MultiVector<S>& Z) const;

  /// The right-hand side of S y for H x = b (b in the range of Pᴴ).
  MultiVector<S> reduce(const std::vector<int>& pairOf, const MultiVector<S>& b) const;

  /// y ← y + V α: the solution x from the reduced one.
  void expand(const std::vector<int>& pairOf, const MultiVector<S>& b, MultiVector<S>& y) const;

  /// Probes the preconditioner. Collective. Throws NotSymmetric if it is not Hermitian positive definite.
  void usePreconditioner(bool use);
  /// Of this degree, for B = I: a dozen products now. Collective.
  void usePolynomial(int degree, std::uint64_t seed);
  bool preconditioned() const { return preconditioned_ || polynomial_; }
  bool isEuclidean() const { return !mass_; }
  int numGuards() const { return static_cast<int>(guardValues_.size()); }
  Real<S> sign(int pair) const { return signs_[static_cast<std::size_t>(pair)]; }
  const MultiVector<S>& massVectors() const { return *BU_; }  ///< B U
  const MapPtr& map() const { return map_; }
  /// ‖A‖ + |λ_j| ‖B‖, as far as seen.
  Real<S> norm(int pair) const;
  Applications applications() const;

 private:
  void takeGuards(const GuardPairs<S>& guards);
  Dense<S> overShifts(const std::vector<int>& pairOf, Dense<S> C) const;

  MapPtr map_;
  std::shared_ptr<MeasuredOperator<S>> A_, mass_, preconditioner_;
  std::vector<Real<S>> values_, signs_, guardValues_;
  Real<S> normA_ = 0, normB_ = 1;
  MultiVectorPtr<S> U_, BU_, Q_, BQ_, V_, G_;  // G = Rᴴ A V
  bool preconditioned_ = false;
  std::shared_ptr<const ChebyshevInverse<S>> polynomial_;
  std::vector<ShiftedInterval<Real<S>>> intervals_;  // of each pair, for the polynomial
};

}  // namespace ritz
