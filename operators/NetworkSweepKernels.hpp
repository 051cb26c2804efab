#pragma once

#include <ritz/operators/NetworkActivations.hpp>
#include <ritz/operators/NetworkSweep.hpp>

/// What NetworkSweep does entry by entry.
namespace ritz::detail {

template <class S, int K>
KOKKOS_INLINE_FUNCTION Jet<S, K> load(const JetMatrix<S, K>& A, std::size_t i, std::size_t j) {
  Jet<S, K> x;
  for (int c = 0; c < A.Size; ++c) x.part[c] = A.part[c].data() == nullptr ? S(0) : A.part[c](i, j);
  return x;
}

template <class S, int K>
KOKKOS_INLINE_FUNCTION void store(const Jet<S, K>& x, const JetMatrix<S, K>& A, std::size_t i,
                                  std::size_t j) {
  for (int c = 0; c < A.Size; ++c)
    if (A.part[c].data() != nullptr) A.part[c](i, j) = x.part[c];
}

template <class S>
using EntryRange = Kokkos::MDRangePolicy<Execution<S>, Kokkos::Rank<2>, Kokkos::IndexType<std::size_t>>;

/// [a; 1] = [f(z); 1].
template <class S, int K, class Function>
void activate(const Function& f, const JetMatrix<S, K>& z, const JetMatrix<S, K>& a) {
  const std::size_t units = z.part[0].extent(0);
  Kokkos::parallel_for(
      "ritz::NetworkSweep", EntryRange<S>({0, 0}, {units + 1, z.part[0].extent(1)}),
      KOKKOS_LAMBDA(std::size_t r, std::size_t i) {
        store(r < units ? compose(f, load(z, r, i)) : constantJet<S, K>(1), a, r, i);
      });
}

/// δ = ā f′(z), from a = f(z).
template <class S, int K, class Function>
void passBack(const Function& f, const JetMatrix<S, K>& bar, const JetMatrix<S, K>& a,
              const JetMatrix<S, K>& delta) {
  Kokkos::parallel_for(
      "ritz::NetworkSweep", EntryRange<S>({0, 0}, {delta.top().extent(0), delta.top().extent(1)}),
      KOKKOS_LAMBDA(std::size_t r, std::size_t i) {
        const auto value = load(a, r, i);
        store(load(bar, r, i) * f.slope(value, value), delta, r, i);
      });
}

/// The loss of each sample and δ = ∂/∂z of it times the sample's weight; T = Σ targets, 1 for a distribution.
/// CrossEntropy: loss = T log Σ exp z − t·z, ∂loss/∂z = T softmax(z) − t, and the softmax replaces z if K =
/// 0.
template <class S, int K>
void meetClasses(const JetMatrix<S, K>& z, const MatrixView<S>& targets, const JetMatrix<S, K>& weights,
                 S scale, const JetMatrix<S, K>& delta, const MatrixView<S>& losses) {
  const std::size_t classes = targets.extent(0);
  Kokkos::parallel_for(
      "ritz::NetworkSweep", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, targets.extent(1)),
      KOKKOS_LAMBDA(std::size_t i) {
        S shift = z.part[0](0, i), total = 0;
        for (std::size_t k = 0; k < classes; ++k) {
          if (!(z.part[0](k, i) <= shift)) shift = z.part[0](k, i);
          total += targets(k, i);
        }
        const auto base = constantJet<S, K>(shift);
        auto sum = constantJet<S, K>(0), along = sum;
        for (std::size_t k = 0; k < classes; ++k) {
          const auto output = load(z, k, i);
          sum = sum + compose(Exponential{}, output - base);
          along = along + targets(k, i) * output;
        }
        const auto loss = total * (compose(Logarithm{}, sum) + base) - along;
        losses(0, i) = scale * loss.part[loss.Size - 1];
        const auto weight = scale * load(weights, 0, i), share = compose(Reciprocal{}, sum);
        for (std::size_t k = 0; k < classes; ++k) {
          const auto p = compose(Exponential{}, load(z, k, i) - base) * share;
          store(weight * (total * p - constantJet<S, K>(targets(k, i))), delta, k, i);
          if (K == 0) z.part[0](k, i) = p.part[0];
        }
      });
}

/// SquaredError: loss = ½‖z − t‖², ∂loss/∂z = z − t.
template <class S, int K>
void meetValues(const JetMatrix<S, K>& z, const MatrixView<S>& targets, const JetMatrix<S, K>& weights,
                S scale, const JetMatrix<S, K>& delta, const MatrixView<S>& losses) {
  const std::size_t outputs = targets.extent(0);
  Kokkos::parallel_for(
      "ritz::NetworkSweep", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, targets.extent(1)),
      KOKKOS_LAMBDA(std::size_t i) {
        const auto weight = scale * load(weights, 0, i);
        auto loss = constantJet<S, K>(0);
        for (std::size_t k = 0; k < outputs; ++k) {
          const auto residual = load(z, k, i) - constantJet<S, K>(targets(k, i));
          loss = loss + S(0.5) * (residual * residual);
          store(weight * residual, delta, k, i);
        }
        losses(0, i) = scale * loss.part[loss.Size - 1];
      });
}

}  // namespace ritz::detail
