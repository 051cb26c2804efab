#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>
#include <ritz/solvers/PairFinder.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ritz {

namespace {

/// x ← x − Q Qᴴx over the first `count` columns of Q; ‖x‖ afterwards.
template <class S>
Real<S> removeFrom(const Dense<S>& Q, int count, std::vector<S>& x) {
  for (int j = 0; j < count; ++j) {
    const S* q = Q.column(j);
    S overlap = S(0);
    for (std::size_t i = 0; i < x.size(); ++i) overlap += Teuchos::ScalarTraits<S>::conjugate(q[i]) * x[i];
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= overlap * q[i];
  }
  Real<S> square = 0;
  for (const S entry : x) square += std::norm(entry);
  return std::sqrt(square);
}

}  // namespace

template <class R>
std::optional<R> targetOf(const Which& which) {
  if (const auto* near = std::get_if<Nearest>(&which)) return static_cast<R>(near->sigma);
  if (std::holds_alternative<SmallestMagnitude>(which)) return R(0);
  return std::nullopt;
}

template <class S>
SmallEigen<S> orderedEigen(const Dense<S>& H, const Which& which) {
  const SmallEigen<S> all = hermitianEigen(H);
  const std::vector<int> order = sortedIndices(all.values, which);
  SmallEigen<S> result{{}, Dense<S>(H.rows(), H.cols())};
  for (std::size_t j = 0; j < order.size(); ++j) {
    result.values.push_back(all.values[static_cast<std::size_t>(order[j])]);
    std::copy_n(all.vectors.column(order[j]), H.rows(), result.vectors.column(static_cast<int>(j)));
  }
  return result;
}

template <class S>
Dense<S> restartCoefficients(const Dense<S>& ritz, int keep, const Dense<S>& previous,
                             const std::vector<int>& targets) {
  const int m = ritz.rows();
  Dense<S> Q(m, keep + static_cast<int>(targets.size()));
  for (int j = 0; j < keep; ++j) std::copy_n(ritz.column(j), m, Q.column(j));
  int count = keep;
  for (const int target : targets) {
    if (target >= previous.cols()) continue;
    std::vector<S> x(static_cast<std::size_t>(m));
    std::copy_n(previous.column(target), previous.rows(), x.begin());
    const Real<S> once = removeFrom(Q, count, x);
    const Real<S> least = std::sqrt(std::numeric_limits<Real<S>>::epsilon()) / 100;
    if (!(once > least)) continue;
    for (S& entry : x) entry /= once;
    const Real<S> twice = removeFrom(Q, count, x);
    std::transform(x.begin(), x.end(), Q.column(count++), [&](S entry) { return entry / twice; });
  }
  Dense<S> result(m, count);
  std::copy_n(Q.data(), static_cast<std::size_t>(m) * static_cast<std::size_t>(count), result.data());
  return result;
}

template std::optional<double> targetOf<double>(const Which&);
template std::optional<float> targetOf<float>(const Which&);
#define RITZ_DAVIDSON_RESTART(S)                                         \
  template SmallEigen<S> orderedEigen<S>(const Dense<S>&, const Which&); \
  template Dense<S> restartCoefficients<S>(const Dense<S>&, int, const Dense<S>&, const std::vector<int>&);
RITZ_FOR_EACH_SCALAR(RITZ_DAVIDSON_RESTART)

}  // namespace ritz
