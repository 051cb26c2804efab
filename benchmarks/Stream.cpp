#include <ritz/benchmarks/Stream.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace ritz::bench {

double streamTriad() {
  constexpr std::size_t Count = std::size_t{8} << 20;
  std::vector<double> a(Count, 0.0), b(Count, 1.0), c(Count, 2.0);
  double best = 0;
  for (int pass = 0; pass < 5; ++pass) {
    const double factor = 0.5 + pass;
    const auto from = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < Count; ++i) a[i] = b[i] + factor * c[i];
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    // Reading the result keeps the pass from being left out.
    if (a[static_cast<std::size_t>(pass)] > 0)
      best = std::max(best, 24.0 * static_cast<double>(Count) / seconds);
  }
  return best;
}

}  // namespace ritz::bench
