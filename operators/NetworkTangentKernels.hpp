#pragma once

#include <ritz/operators/ExecutionSpace.hpp>
#include <ritz/operators/NetworkActivations.hpp>
#include <ritz/operators/NetworkArrays.hpp>

/// What NetworkTangent does entry by entry. Columns of what has directions number them within a sample.
namespace ritz::detail {

template <class S>
using TeamPolicy = Kokkos::TeamPolicy<Execution<S>>;

/// Calls body(r, i, column) for each row r of each column of each sample i, `columns` for a sample.
template <class S, class Body>
void forEachEntry(std::size_t samples, std::size_t columns, std::size_t rows, const Body& body) {
  using Shape = TeamShape<Execution<S>>;
  Kokkos::parallel_for(
      "ritz::NetworkTangent", TeamPolicy<S>(static_cast<int>(samples), Shape::Threads, Shape::Lanes),
      KOKKOS_LAMBDA(const typename TeamPolicy<S>::member_type& team) {
        const auto i = static_cast<std::size_t>(team.league_rank());
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, columns), [&](std::size_t j) {
          const std::size_t column = i * columns + j;
          Kokkos::parallel_for(Kokkos::ThreadVectorRange(team, rows),
                               [&](std::size_t r) { body(r, i, column); });
        });
      });
}

/// a₁ = f′(z) z₁, below it the derivative 0 of the row of ones.
template <class S, class Function>
void tangentForward(const Function& f, const MatrixView<S>& a, const MatrixView<S>& z1,
                    const MatrixView<S>& a1) {
  const std::size_t units = z1.extent(0);
  forEachEntry<S>(
      a.extent(1), z1.extent(1) / a.extent(1), units,
      KOKKOS_LAMBDA(std::size_t r, std::size_t i, std::size_t c) {
        a1(r, c) = slopeAt(f, a(r, i)) * z1(r, c);
        if (r == 0) a1(units, c) = S(0);
      });
}

/// δ₁ = f′ ā₁ + ā h′(a) a₁, the second term in Hessians alone.
template <class S, class Function>
void tangentBackward(const Function& f, bool hessian, const MatrixView<S>& a, const MatrixView<S>& bar,
                     const MatrixView<S>& a1, const MatrixView<S>& bar1, const MatrixView<S>& delta1) {
  const std::size_t units = delta1.extent(0), samples = a.extent(1), columns = delta1.extent(1) / samples;
  if (hessian)
    forEachEntry<S>(
        samples, columns, units, KOKKOS_LAMBDA(std::size_t r, std::size_t i, std::size_t c) {
          delta1(r, c) = slopeAt(f, a(r, i)) * bar1(r, c) + bar(r, i) * f.curve(a(r, i)) * a1(r, c);
        });
  else
    forEachEntry<S>(
        samples, columns, units, KOKKOS_LAMBDA(std::size_t r, std::size_t i, std::size_t c) {
          delta1(r, c) = slopeAt(f, a(r, i)) * bar1(r, c);
        });
}

/// CrossEntropy: δ₁ = c T (diag(p) − p pᵀ) z₁ in the place of z₁, with c = weight·scale and T = Σ targets.
template <class S>
void tangentClasses(const MatrixView<S>& p, const MatrixView<S>& targets, const MatrixView<S>& weights,
                    S scale, const MatrixView<S>& z1) {
  const std::size_t classes = p.extent(0), columns = z1.extent(1) / p.extent(1);
  Kokkos::parallel_for(
      "ritz::NetworkTangent", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, z1.extent(1)),
      KOKKOS_LAMBDA(std::size_t c) {
        const std::size_t i = c / columns;
        S along = 0, total = 0;
        for (std::size_t k = 0; k < classes; ++k) {
          along += p(k, i) * z1(k, c);
          total += targets(k, i);
        }
        const S factor = scale * weights(0, i) * total;
        for (std::size_t k = 0; k < classes; ++k) z1(k, c) = factor * p(k, i) * (z1(k, c) - along);
      });
}

/// SquaredError: δ₁ = c z₁ in the place of z₁.
template <class S>
void tangentValues(const MatrixView<S>& weights, S scale, const MatrixView<S>& z1) {
  const std::size_t samples = weights.extent(1);
  forEachEntry<S>(
      samples, z1.extent(1) / samples, z1.extent(0),
      KOKKOS_LAMBDA(std::size_t r, std::size_t i, std::size_t c) { z1(r, c) *= scale * weights(0, i); });
}

/// stacked(r + rows·j, k) = columns(offset + r + rows·k, j).
template <class S>
void stack(const MatrixView<S>& columns, std::size_t offset, std::size_t rows, const MatrixView<S>& stacked) {
  forEachEntry<S>(
      columns.extent(1), stacked.extent(1), rows, KOKKOS_LAMBDA(std::size_t r, std::size_t j, std::size_t c) {
        const std::size_t k = c - j * stacked.extent(1);
        stacked(r + rows * j, k) = columns(offset + r + rows * k, j);
      });
}

/// columns(offset + r + rows·k, j) += beside(r, k + units·j) + stacked(r + rows·j, k), without the last if it
/// has no memory.
template <class S>
void addUnstacked(const MatrixView<S>& beside, const MatrixView<S>& stacked, std::size_t offset,
                  const MatrixView<S>& columns) {
  const std::size_t rows = beside.extent(0), units = beside.extent(1) / columns.extent(1);
  const bool both = !isZero(stacked);
  forEachEntry<S>(
      columns.extent(1), units, rows, KOKKOS_LAMBDA(std::size_t r, std::size_t j, std::size_t c) {
        const std::size_t k = c - j * units;
        columns(offset + r + rows * k, j) += beside(r, c) + (both ? stacked(r + rows * j, k) : S(0));
      });
}

}  // namespace ritz::detail
