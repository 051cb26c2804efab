#include <ritz/solvers/PairFinder.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ritz {

template <class R>
Progress progressOf(const std::vector<R>& relative, R limit) {
  const auto first = std::find_if_not(relative.begin(), relative.end(), [&](R r) { return r <= limit; });
  Progress progress;
  progress.converged = static_cast<int>(first - relative.begin());
  for (const R r : relative) progress.maxResidual = std::max(progress.maxResidual, static_cast<double>(r));
  return progress;
}

Which scaled(const Which& which, double valueScale) {
  Which result = which;
  if (auto* near = std::get_if<Nearest>(&result)) near->sigma /= valueScale;
  if (auto* in = std::get_if<Interval>(&result)) {
    in->a /= valueScale;
    in->b /= valueScale;
  }
  return result;
}

template <class R>
R orderKey(R theta, const Which& which) {
  if (std::holds_alternative<Largest>(which)) return -theta;
  if (std::holds_alternative<LargestMagnitude>(which)) return -std::abs(theta);
  if (std::holds_alternative<SmallestMagnitude>(which)) return std::abs(theta);
  if (const auto* near = std::get_if<Nearest>(&which)) return std::abs(theta - static_cast<R>(near->sigma));
  return theta;
}

template <class R>
R worsened(R theta, R by, const Which& which) {
  return orderKey(theta - by, which) > orderKey(theta + by, which) ? theta - by : theta + by;
}

template <class R>
std::vector<int> sortedIndices(const std::vector<R>& values, const Which& which) {
  std::vector<int> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int i, int j) {
    return orderKey(values[static_cast<std::size_t>(i)], which) <
           orderKey(values[static_cast<std::size_t>(j)], which);
  });
  return order;
}

template Progress progressOf<double>(const std::vector<double>&, double);
template double orderKey<double>(double, const Which&);
template double worsened<double>(double, double, const Which&);
template std::vector<int> sortedIndices<double>(const std::vector<double>&, const Which&);
template Progress progressOf<float>(const std::vector<float>&, float);
template float orderKey<float>(float, const Which&);
template float worsened<float>(float, float, const Which&);
template std::vector<int> sortedIndices<float>(const std::vector<float>&, const Which&);

}  // namespace ritz
