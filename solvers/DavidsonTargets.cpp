#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonTargets.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

template <class S>
bool DavidsonTargets<S>::look(const SmallEigen<S>& ritz, int wanted, Real<S> limit) {
  const int there = std::min(wanted, static_cast<int>(ritz.values.size()));
  forgetMoved(ritz, there);
  isFresh_.assign(static_cast<std::size_t>(there), false);
  for (;;) {
    const std::vector<int> candidates = open(limit);
    std::vector<int> stale;
    for (const int j : candidates)
      if (!isFresh_[static_cast<std::size_t>(j)]) stale.push_back(j);
    if (candidates.empty())
      for (int j = 0; j < there; ++j)
        if (!isFresh_[static_cast<std::size_t>(j)]) stale.push_back(j);
    if (!stale.empty()) {
      measure(ritz, stale);
      continue;
    }
    if (candidates != indices_) measure(ritz, candidates);
    return candidates.empty() && there == wanted;
  }
}

/// A pair moves by less than its residual unless another one has taken its place.
template <class S>
void DavidsonTargets<S>::forgetMoved(const SmallEigen<S>& ritz, int count) {
  constexpr Real<S> Unknown = std::numeric_limits<Real<S>>::infinity();
  known_.resize(static_cast<std::size_t>(count), Known{0, Unknown, 1, Unknown});
  for (std::size_t j = 0; j < known_.size(); ++j)
    if (!(std::abs(ritz.values[j] - known_[j].theta) <= known_[j].residual * known_[j].norm))
      known_[j].relative = Unknown;
}

template <class S>
std::vector<int> DavidsonTargets<S>::open(Real<S> limit) const {
  std::vector<int> result;
  for (std::size_t j = 0; j < known_.size() && static_cast<int>(result.size()) < block_; ++j)
    if (!(known_[j].relative <= limit)) result.push_back(static_cast<int>(j));
  return result;
}

template <class S>
void DavidsonTargets<S>::measure(const SmallEigen<S>& ritz, const std::vector<int>& indices) {
  indices_ = indices;
  theta_.clear();
  Dense<S> C(ritz.vectors.rows(), static_cast<int>(indices.size()));
  for (int j = 0; j < C.cols(); ++j) {
    const int from = indices[static_cast<std::size_t>(j)];
    theta_.push_back(ritz.values[static_cast<std::size_t>(from)]);
    std::copy_n(ritz.vectors.column(from), C.rows(), C.column(j));
  }
  if (indices.empty()) return;
  residuals_.emplace(basis_.residuals(C, theta_));
  const std::vector<Real<S>> residuals = columnNorms(*residuals_);
  std::vector<Real<S>> norms(residuals.size(), Real<S>(1));
  if (pencil_.mass) norms = columnNorms(basis_.vectors(C));
  for (std::size_t j = 0; j < indices.size(); ++j) {
    const auto at = static_cast<std::size_t>(indices[j]);
    known_[at] = {theta_[j], residuals[j], norms[j],
                  pencil_.relative(residuals[j], theta_[j], norms[j], Real<S>(1))};
    isFresh_[at] = true;
  }
}

template <class S>
std::vector<Real<S>> DavidsonTargets<S>::relative() const {
  std::vector<Real<S>> result;
  for (const Known& known : known_)
    result.push_back(std::isfinite(known.relative) ? known.relative : Real<S>(1));
  return result;
}

template <class S>
int DavidsonTargets<S>::leading(Real<S> limit) const {
  const auto first =
      std::find_if_not(known_.begin(), known_.end(), [&](const Known& k) { return k.relative <= limit; });
  return static_cast<int>(first - known_.begin());
}

RITZ_INSTANTIATE(DavidsonTargets)

}  // namespace ritz
