#pragma once

#include <ritz/solvers/MeasuredOperator.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace ritz {

/// A and Aᴴ as methods for singular values see them: A′ = s·A with a power of two s that brings it near norm
/// 1, or A′ = s·Aᴴ where A has more columns than rows, so that the right vectors of A′ live in the smaller
/// space. Each product is counted and checked.
template <class S>
class OperatorPair {
 public:
  /// Probes A with one hash vector. `name` is for error texts. Throws NotSupported where A has no adjoint,
  /// OperatorFailure. Collective.
  OperatorPair(const OperatorPtr<S>& A, std::uint64_t seed, const std::string& name);

  const MeasuredOperator<S>& forward() const { return *(isSwapped_ ? adjoint_ : A_); }   ///< A′
  const MeasuredOperator<S>& backward() const { return *(isSwapped_ ? A_ : adjoint_); }  ///< A′ᴴ
  MapPtr domain() const { return forward().getDomainMap(); }                             ///< of A′
  MapPtr range() const { return forward().getRangeMap(); }
  long long dimension() const { return static_cast<long long>(domain()->getGlobalNumElements()); }

  bool isSwapped() const { return isSwapped_; }
  Real<S> scale() const { return A_->scale(); }  ///< s
  Real<S> norm() const;                          ///< largest ‖A′x‖/‖x‖, ‖A′ᴴy‖/‖y‖ seen
  Real<S> rounding() const { return rounding_; }  ///< of a product, relative to norm()

  const ApplyCount& count() const { return A_->count(); }
  const ApplyCount& adjointCount() const { return adjoint_->count(); }
  long columns() const { return count().columns + adjointCount().columns; }

 private:
  std::shared_ptr<MeasuredOperator<S>> A_, adjoint_;
  bool isSwapped_;
  Real<S> rounding_;
};

}  // namespace ritz
