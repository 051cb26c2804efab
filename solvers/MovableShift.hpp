#pragma once

#include <ritz/operators/ShiftInverse.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <string>

namespace ritz {

/// The inverse of A − σB as a ShiftInverse, null if it is none.
template <class S>
const ShiftInverse<S>* askableInverse(const Pencil<S>& pencil) {
  return pencil.shiftInverse ? dynamic_cast<const ShiftInverse<S>*>(pencil.shiftInverse->inner().get())
                             : nullptr;
}

/// Whether an inverse (null: no) counts eigenvalues.
template <class S>
bool canCount(const Operator<S>* inverse) {
  const auto* askable = dynamic_cast<const ShiftInverse<S>*>(inverse);
  return askable && askable->numBelow();
}

/// pencil.shiftInverse together with its σ′, which is asked for, or measured where the inverse is any
/// operator: that of (A′ − σ′B′) y = x. All in values of the scaled pencil.
template <class S>
class MovableShift {
 public:
  /// Throws InvalidOption if what was given is the inverse of no A − σB. Collective.
  explicit MovableShift(Pencil<S>& pencil);

  Real<S> sigma() const { return sigma_; }
  bool canMove() const { return askableInverse(pencil_) != nullptr; }
  bool canCount() const { return ritz::canCount<S>(pencil_.shiftInverse->inner().get()); }
  long long numBelow() const { return *askableInverse(pencil_)->numBelow(); }

  /// pencil.shiftInverse becomes that for another σ′, or for one beside it; its count goes on. Collective.
  void moveTo(Real<S> sigma);

  /// Moves to a σ′ below all eigenvalues and, by bisection, not too far from them. Needs canCount().
  /// Collective.
  void moveBelowAll();

  /// So many eigenvalues are below `at`, which is moved a little where it is an eigenvalue itself; σ′ stays.
  /// Collective.
  long long countBelow(Real<S>& at) const;

  /// "at sigma = 3.5, LDLT by MUMPS".
  std::string describe() const;

 private:
  void measure();

  Pencil<S>& pencil_;
  Real<S> sigma_ = 0;
};

}  // namespace ritz
