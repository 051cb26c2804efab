#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ModeMatch.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <algorithm>
#include <complex>

namespace ritz {

namespace {

template <class T>
std::vector<T> picked(const std::vector<T>& list, const std::vector<int>& order) {
  std::vector<T> result;
  for (const int i : order) result.push_back(list[static_cast<std::size_t>(i)]);
  return result;
}

}  // namespace

template <class S>
ModeMatch matchModes(const Dense<S>& overlaps) {
  struct Pairing {
    double strength;
    int earlier, now;
  };
  std::vector<Pairing> all;
  for (int j = 0; j < overlaps.cols(); ++j)
    for (int i = 0; i < overlaps.rows(); ++i)
      all.push_back({static_cast<double>(std::norm(overlaps(i, j))), i, j});
  std::stable_sort(all.begin(), all.end(),
                   [](const Pairing& a, const Pairing& b) { return a.strength > b.strength; });
  ModeMatch match;
  match.order.assign(static_cast<std::size_t>(overlaps.rows()), -1);
  std::vector<bool> taken(static_cast<std::size_t>(overlaps.cols()), false);
  for (const Pairing& pairing : all) {
    int& place = match.order[static_cast<std::size_t>(pairing.earlier)];
    if (place >= 0 || taken[static_cast<std::size_t>(pairing.now)]) continue;
    place = pairing.now;
    taken[static_cast<std::size_t>(pairing.now)] = true;
    match.weakest = std::min(match.weakest, pairing.strength);
  }
  return match;
}

template <class S>
EigenResult<S> reordered(EigenResult<S> result, const std::vector<int>& order) {
  result.values = picked(result.values, order);
  result.residuals = picked(result.residuals, order);
  result.errorBounds = picked(result.errorBounds, order);
  result.converged = picked(result.converged, order);
  result.vectors = std::make_shared<MultiVector<S>>(pickColumns(*result.vectors, order));
  return result;
}

#define RITZ_MODE_MATCH(S)                           \
  template ModeMatch matchModes<S>(const Dense<S>&); \
  template EigenResult<S> reordered<S>(EigenResult<S>, const std::vector<int>&);
RITZ_FOR_EACH_SCALAR(RITZ_MODE_MATCH)

}  // namespace ritz
