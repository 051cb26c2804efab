#pragma once

#include <ritz/operators/Types.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace ritz {

/// A linear map A from the vectors over one map to those over another, known only by what it does:
///
///     class Diffusion : public ritz::LinearOperator<double> {
///      public:
///       explicit Diffusion(ritz::MapPtr map) : LinearOperator(map, map) {}
///      private:
///       // Y = A X
///       void applyImpl(const ritz::MultiVector<double>& X, ritz::MultiVector<double>& Y) const override;
///     };
///
/// It is a Tpetra::Operator, so every solver of Trilinos takes it. One apply at a time per object.
template <class S>
class LinearOperator : public Tpetra::Operator<S> {
 public:
  ~LinearOperator() override = default;

  /// Y = α op(A) X + β Y, op = A, or its adjoint with CONJ_TRANS (for real scalars TRANS is the same).
  /// Collective. β = 0 overwrites Y, NaNs included; α = 0 does not apply A. X and Y may overlap and may be
  /// any views. Throws SpaceMismatch (maps, column counts) and NotSupported (no adjoint) on every rank. What
  /// applyImpl throws leaves at once on one rank; on several, see Failure.hpp: Y becomes NaN here and the
  /// next raiseOperatorFailure (the solvers call it after each product) throws everywhere.
  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode = Teuchos::NO_TRANS,
             S alpha = S(1), S beta = S(0)) const final;

  MapPtr getDomainMap() const final { return domain_; }
  MapPtr getRangeMap() const final { return range_; }
  bool hasTransposeApply() const final { return hasAdjointImpl(); }

  /// Changes when the operator's parameters do, so that results know whether they still belong to it.
  virtual std::uint64_t version() const { return 0; }

  /// About how far a product is off, relative to ‖A‖‖x‖: rounding in S. Operators that compute in a lower
  /// precision, or approximate, say more here; solvers then expect no better symmetry and residuals.
  virtual Real<S> rounding() const { return std::numeric_limits<Real<S>>::epsilon(); }

 protected:
  /// Acts from vectors over `domain` to vectors over `range`. Throws SpaceMismatch if one is null.
  LinearOperator(MapPtr domain, MapPtr range);

  /// Y = A X: all that a user writes. X and Y have the same number of columns and constant stride, and do not
  /// overlap. Y comes with any content, NaN included: overwrite it.
  virtual void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const = 0;

  virtual bool hasAdjointImpl() const { return false; }

  /// Y = Aᴴ X under the same conditions, X over the range. The default throws NotSupported.
  virtual void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const;

 private:
  void checkSpaces(const MultiVector<S>& X, const MultiVector<S>& Y, bool adjoint) const;
  void applyGuarded(const MultiVector<S>& X, MultiVector<S>& Y, bool adjoint) const;

  MapPtr domain_, range_;
};

/// The version of any operator: LinearOperator's own, 0 for others.
template <class S>
std::uint64_t versionOf(const Operator<S>& A);

/// The rounding of any operator: LinearOperator's own, that of S for others.
template <class S>
Real<S> roundingOf(const Operator<S>& A);

}  // namespace ritz
