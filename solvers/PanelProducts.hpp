#pragma once

#include <Kokkos_Complex.hpp>

#include <cstddef>

/// Products of a tall panel of rows with few columns, on the host: what the kernels of BasisKernels.hpp do
/// with one panel. Written for the widest vector unit that the processor has, which is asked for when the
/// program runs. Columns are contiguous; strides are counted in entries.
namespace ritz::detail {

/// `columns` columns of a panel, `stride` entries apart.
template <class T>
struct Columns {
  T* entries;
  std::size_t stride;
  int columns;
};

/// Rows of a panel: two columns of it stay in the second cache while V streams by, and each column of V is
/// long enough for the memory's prefetching.
constexpr std::size_t PanelRows = 4096;

/// sums(i, j) += Σ_r conj(V(r, i)) Y(r, j), sums being V.columns × Y.columns, columns first.
template <class T>
void addProducts(std::size_t rows, Columns<const T> V, Columns<const T> Y, T* sums);

/// X ← X + V C, C being V.columns × X.columns, columns first.
template <class T>
void addCombination(std::size_t rows, Columns<const T> V, const T* C, Columns<T> X);

}  // namespace ritz::detail
