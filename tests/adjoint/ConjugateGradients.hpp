#pragma once

#include <cstddef>
#include <vector>

namespace ritz::test {

/// Conjugate gradients for diag(d) x = (1, …, 1) from zero; `see` gets α, ⟨r, r⟩ before and after each step
/// and x.
template <class See>
void conjugateGradients(const std::vector<double>& d, int steps, See see) {
  std::vector<double> x(d.size(), 0.0), r(d.size(), 1.0), p = r;
  double rr = static_cast<double>(d.size());
  for (int step = 0; step < steps; ++step) {
    double pq = 0, next = 0;
    for (std::size_t i = 0; i < d.size(); ++i) pq += p[i] * d[i] * p[i];
    const double alpha = rr / pq;
    for (std::size_t i = 0; i < d.size(); ++i) {
      x[i] += alpha * p[i];
      r[i] -= alpha * d[i] * p[i];
      next += r[i] * r[i];
    }
    see(alpha, rr, next, x);
    for (std::size_t i = 0; i < d.size(); ++i) p[i] = r[i] + next / rr * p[i];
    rr = next;
  }
}

}  // namespace ritz::test
