#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/ProvenWindow.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// Times the tolerance and times rounding.
constexpr int Few = 10, FewRoundings = 1000;

/// The key below which a window ends: in the widest gap-free distance before the last pair, clear of all.
template <class S>
Real<S> lastKey(const Pencil<S>& pencil, const MovableShift<S>& shift, const VerifiedPairs<S>& found,
                const Which& which, int numPairs) {
  const auto key = [&](int j) { return orderKey(found.values[static_cast<std::size_t>(j)], which); };
  int j = std::min(numPairs, found.size()) - 1;
  for (; j > 0; --j)
    if (key(j) - openAt(pencil, shift, found, j) > key(j - 1) + openAt(pencil, shift, found, j - 1)) break;
  return key(j) - openAt(pencil, shift, found, j);
}

}  // namespace

template <class S>
Real<S> openAt(const Pencil<S>& pencil, const MovableShift<S>& shift, const VerifiedPairs<S>& found, int j) {
  const auto at = static_cast<std::size_t>(j);
  const Real<S> lambda = found.values[at], norm = found.norms[at];
  const Real<S> rounding = FewRoundings * std::numeric_limits<Real<S>>::epsilon() *
                           (pencil.normA() + std::abs(lambda) * pencil.normB()) * norm * norm;
  return Few * pencil.tolerance * std::abs(lambda - shift.sigma()) + rounding;
}

template <class S>
ProvenWindow<Real<S>> provenWindow(const Pencil<S>& pencil, const MovableShift<S>& shift,
                                   const VerifiedPairs<S>& found, const Which& which, int numPairs) {
  ProvenWindow<Real<S>> window;
  const Real<S> key = lastKey(pencil, shift, found, which, numPairs);
  if (std::holds_alternative<Smallest>(which)) {
    window.high = key;
    if (key > shift.sigma()) window.count = shift.countBelow(window.high);
    return window;
  }
  const auto* near = std::get_if<Nearest>(&which);
  const Real<S> center = near ? static_cast<Real<S>>(near->sigma) : Real<S>(0);
  window.isOpenBelow = false;
  window.low = window.high = center;
  if (key <= 0) return window;
  window.low = center - key;
  window.high = center + key;
  window.count = -shift.countBelow(window.low);
  window.count += shift.countBelow(window.high);
  return window;
}

#define RITZ_PROVEN_WINDOW(S)                                                                 \
  template ProvenWindow<Real<S>> provenWindow<S>(const Pencil<S>&, const MovableShift<S>&,    \
                                                 const VerifiedPairs<S>&, const Which&, int); \
  template Real<S> openAt<S>(const Pencil<S>&, const MovableShift<S>&, const VerifiedPairs<S>&, int);
RITZ_FOR_EACH_SCALAR(RITZ_PROVEN_WINDOW)

}  // namespace ritz
