#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/MovableShift.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

template <class S>
MovableShift<S>::MovableShift(Pencil<S>& pencil) : pencil_(pencil) {
  if (const auto* inverse = askableInverse(pencil))
    sigma_ = inverse->shift() / pencil.valueScale();
  else
    measure();
}

/// (A′ − σ′B′) y = x gives σ′ = ⟨B′y, A′y − x⟩/⟨B′y, B′y⟩, and what is left shows whether it is true.
template <class S>
void MovableShift<S>::measure() {
  constexpr Real<S> MostDefect = Real<S>(1e-3);
  MultiVector<S> x(pencil_.map, 1, false), y(pencil_.map, 1, false), Ay(pencil_.map, 1, false),
      By(pencil_.map, 1, false);
  fillHash(x, 0, pencil_.freshColumns(1));
  pencil_.shiftInverse->apply(x, y);
  pencil_.A->apply(y, Ay);
  pencil_.applyMass(y, By);
  const Real<S> size = columnNorms(Ay).front() + columnNorms(x).front();
  Ay.update(S(-1), x, S(1));
  sigma_ = std::real(gram(By, Ay)(0, 0)) / std::real(gram(By, By)(0, 0));
  Ay.update(S(-sigma_), By, S(1));
  const Real<S> defect = columnNorms(Ay).front() / size;
  if (!(defect <= MostDefect))
    throw InvalidOption(fmt::format(
        "eigsolve: asked to use an inverse of A − σB, but the operator given is that for no σ: with "
        "y its product with x, (A − σB) y − x is {:.1e} of ‖A y‖ + ‖x‖ at best; give (A − σB)⁻¹ "
        "itself, applied more accurately, or give it as the preconditioner",
        defect));
}

template <class S>
void MovableShift<S>::moveTo(Real<S> sigma) {
  const auto moved = askableInverse(pencil_)->movedTo(sigma * pencil_.valueScale());
  auto measured =
      std::make_shared<MeasuredOperator<S>>(moved, "the inverse of A − σB", pencil_.shiftInverse->scale());
  measured->continueFrom(pencil_.shiftInverse->count(), measured->scale(), Real<S>(0));
  pencil_.shiftInverse = measured;
  sigma_ = moved->shift() / pencil_.valueScale();
}

template <class S>
void MovableShift<S>::moveBelowAll() {
  constexpr int MostDoublings = 60, Bisections = 2;
  if (numBelow() == 0) return;
  Real<S> high = sigma_, step = pencil_.normA() / pencil_.normB();
  for (int i = 0; i < MostDoublings && numBelow() > 0; ++i, step *= 2) {
    high = std::min(high, sigma_);
    moveTo(high - step);
  }
  if (numBelow() > 0)
    throw NotSupported(
        fmt::format("eigsolve: asked for the smallest values, but A − σB has negative directions for every σ "
                    "tried, down to {:.3g}; is B positive semidefinite?",
                    sigma_ * pencil_.valueScale()));
  Real<S> low = sigma_;
  for (int i = 0; i < Bisections; ++i) {
    Real<S> middle = (low + high) / 2;
    (countBelow(middle) == 0 ? low : high) = middle;
  }
  if (low != sigma_) moveTo(low);
}

template <class S>
long long MovableShift<S>::countBelow(Real<S>& at) const {
  const auto moved = askableInverse(pencil_)->movedTo(at * pencil_.valueScale());
  at = moved->shift() / pencil_.valueScale();
  return moved->numBelow().value_or(-1);
}

template <class S>
std::string MovableShift<S>::describe() const {
  const auto* inverse = askableInverse(pencil_);
  return fmt::format("sigma = {:.6g}, {}", sigma_ * pencil_.valueScale(),
                     inverse ? inverse->describe() : "an operator that was given");
}

RITZ_INSTANTIATE(MovableShift)

}  // namespace ritz
