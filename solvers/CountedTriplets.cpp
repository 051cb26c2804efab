#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/CountedTriplets.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// Not next to any of the values, and as high as that allows.
template <class R>
R inGap(const std::vector<R>& values, const std::vector<R>& margins) {
  R at = values.back() - 2 * margins.back();
  for (bool isMoved = true; isMoved;) {
    isMoved = false;
    for (std::size_t j = 0; j < values.size(); ++j)
      if (std::abs(values[j] - at) < margins[j]) {
        at = values[j] - 2 * margins[j];
        isMoved = true;
      }
  }
  return at;
}

}  // namespace

template <class S>
std::optional<TripletCount<Real<S>>> countBelow(const PseudoInverse<S>& inverse, const OperatorPair<S>& pair,
                                                const VerifiedTriplets<S>& triplets) {
  using R = Real<S>;
  constexpr R Rounding = 1000 * std::numeric_limits<R>::epsilon();
  std::vector<R> margins = errorBounds(pair, triplets);
  for (R& margin : margins) margin += Rounding * pair.norm();
  const R at = inGap(triplets.values, margins);
  if (at < Rounding * pair.norm()) return TripletCount<R>{};
  const auto counted = inverse.numBelow(at / pair.scale());
  if (!counted) return std::nullopt;
  const auto found =
      std::count_if(triplets.values.begin(), triplets.values.end(), [&](R s) { return s < at; });
  return TripletCount<R>{at / pair.scale(), *counted, found};
}

#define RITZ_COUNTED_TRIPLETS(S)                               \
  template std::optional<TripletCount<Real<S>>> countBelow<S>( \
      const PseudoInverse<S>&, const OperatorPair<S>&, const VerifiedTriplets<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_COUNTED_TRIPLETS)

}  // namespace ritz
