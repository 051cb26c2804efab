#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/DavidsonPairs.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>
#include <ritz/solvers/PairFinder.hpp>

#include <algorithm>
#include <utility>

namespace ritz {

template <class S>
std::vector<Real<S>> DavidsonPairs<S>::lockedAndRitz() const {
  std::vector<Real<S>> values = locked_;
  values.insert(values.end(), ritz_.values.begin(), ritz_.values.end());
  return values;
}

template <class S>
int DavidsonPairs<S>::analyse() {
  previous_ = std::move(ritz_.vectors);
  ritz_ = orderedEigen(basis_.projected(), which_);
  const std::vector<int> order = sortedIndices(lockedAndRitz(), which_);
  const auto k = std::min(order.size(), static_cast<std::size_t>(numPairs_));
  const auto fromBasis = std::count_if(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k),
                                       [this](int i) { return i >= numLocked(); });
  return static_cast<int>(fromBasis) + numPairs_ - static_cast<int>(k);
}

template <class S>
void DavidsonPairs<S>::restarted(int kept, int locked) {
  const auto values = ritz_.values.begin();
  locked_.insert(locked_.end(), values, values + locked);
  ritz_.values.resize(static_cast<std::size_t>(kept));
  ritz_.values.erase(ritz_.values.begin(), ritz_.values.begin() + locked);
  ritz_.vectors = Dense<S>(basis_.size(), kept - locked);
  for (int j = 0; j < ritz_.vectors.cols(); ++j) ritz_.vectors(j, j) = S(1);
}

template <class S>
Dense<S> DavidsonPairs<S>::coefficients(int first, int count, std::vector<Real<S>>* values) const {
  const std::vector<Real<S>> all = lockedAndRitz();
  const std::vector<int> order = sortedIndices(all, which_);
  const int locked = numLocked(), m = std::max(0, std::min(count, available() - first));
  Dense<S> C(locked + basis_.size(), m);
  for (int j = 0; j < m; ++j) {
    const int from = order[static_cast<std::size_t>(first + j)];
    if (values) values->push_back(all[static_cast<std::size_t>(from)]);
    if (from < locked)
      C(from, j) = S(1);
    else
      std::copy_n(ritz_.vectors.column(from - locked), basis_.size(), C.column(j) + locked);
  }
  return C;
}

RITZ_INSTANTIATE(DavidsonPairs)

}  // namespace ritz
