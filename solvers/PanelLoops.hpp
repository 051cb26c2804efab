#pragma once

#include <ritz/solvers/PanelProducts.hpp>

/// The loops behind PanelProducts.hpp for one vector unit, to be compiled inside a function that may use it.
namespace ritz::detail {

/// `Bytes` of R at once, wherever they lie.
template <class R, int Bytes>
struct Lanes {
  typedef R Vector __attribute__((vector_size(Bytes), aligned(alignof(R)), may_alias));
  static constexpr int Count = Bytes / static_cast<int>(sizeof(R));
};

/// How far ahead of its use V is asked for: prefetching in hardware ends at the end of each page.
constexpr std::size_t AheadBytes = 384;

#define RITZ_WITHIN_TARGET [[gnu::always_inline]] inline

/// A block of I columns of V and J of Y, so that each entry that is loaded is used several times.
template <class R, int Bytes, int I, int J>
RITZ_WITHIN_TARGET void addBlockOfProducts(std::size_t rows, const R* v, std::size_t vStride, const R* y,
                                           std::size_t yStride, R* sums, std::size_t sumStride) {
  using L = Lanes<R, Bytes>;
  using Vector = typename L::Vector;
  Vector part[I][J] = {};
  std::size_t r = 0;
  for (; r + L::Count <= rows; r += L::Count) {
    Vector yr[J];
    for (int j = 0; j < J; ++j) yr[j] = *reinterpret_cast<const Vector*>(y + j * yStride + r);
    for (int i = 0; i < I; ++i) {
      const R* vi = v + i * vStride + r;
      __builtin_prefetch(vi + AheadBytes / sizeof(R));
      const Vector vr = *reinterpret_cast<const Vector*>(vi);
      for (int j = 0; j < J; ++j) part[i][j] += vr * yr[j];
    }
  }
  for (int j = 0; j < J; ++j)
    for (int i = 0; i < I; ++i) {
      R sum = 0;
      for (int lane = 0; lane < L::Count; ++lane) sum += part[i][j][lane];
      for (std::size_t last = r; last < rows; ++last) sum += v[i * vStride + last] * y[j * yStride + last];
      sums[j * sumStride + i] += sum;
    }
}

template <class R, int Bytes, int I, int J>
RITZ_WITHIN_TARGET void addBlockOfCombination(std::size_t rows, const R* v, std::size_t vStride, const R* c,
                                              std::size_t cStride, R* x, std::size_t xStride) {
  using L = Lanes<R, Bytes>;
  using Vector = typename L::Vector;
  R factor[I][J];
  for (int j = 0; j < J; ++j)
    for (int i = 0; i < I; ++i) factor[i][j] = c[j * cStride + i];
  std::size_t r = 0;
  for (; r + L::Count <= rows; r += L::Count) {
    Vector xr[J];
    for (int j = 0; j < J; ++j) xr[j] = *reinterpret_cast<const Vector*>(x + j * xStride + r);
    for (int i = 0; i < I; ++i) {
      const R* vi = v + i * vStride + r;
      __builtin_prefetch(vi + AheadBytes / sizeof(R));
      const Vector vr = *reinterpret_cast<const Vector*>(vi);
      for (int j = 0; j < J; ++j) xr[j] += vr * factor[i][j];
    }
    for (int j = 0; j < J; ++j) *reinterpret_cast<Vector*>(x + j * xStride + r) = xr[j];
  }
  for (; r < rows; ++r)
    for (int j = 0; j < J; ++j)
      for (int i = 0; i < I; ++i) x[j * xStride + r] += v[i * vStride + r] * factor[i][j];
}

constexpr int BlockOfV = 4, BlockOfY = 2;

/// For all blocks of columns: whole ones first, single columns after them.
template <class R, int Bytes, int J>
RITZ_WITHIN_TARGET void productsWith(std::size_t rows, Columns<const R> V, const R* y, std::size_t yStride,
                                     R* sums) {
  const auto count = static_cast<std::size_t>(V.columns);
  int i = 0;
  for (; i + BlockOfV <= V.columns; i += BlockOfV)
    addBlockOfProducts<R, Bytes, BlockOfV, J>(rows, V.entries + i * V.stride, V.stride, y, yStride, sums + i,
                                              count);
  for (; i < V.columns; ++i)
    addBlockOfProducts<R, Bytes, 1, J>(rows, V.entries + i * V.stride, V.stride, y, yStride, sums + i, count);
}

template <class R, int Bytes>
RITZ_WITHIN_TARGET void products(std::size_t rows, Columns<const R> V, Columns<const R> Y, R* sums) {
  int j = 0;
  for (; j + BlockOfY <= Y.columns; j += BlockOfY)
    productsWith<R, Bytes, BlockOfY>(rows, V, Y.entries + j * Y.stride, Y.stride, sums + j * V.columns);
  for (; j < Y.columns; ++j)
    productsWith<R, Bytes, 1>(rows, V, Y.entries + j * Y.stride, Y.stride, sums + j * V.columns);
}

template <class R, int Bytes, int J>
RITZ_WITHIN_TARGET void combinationInto(std::size_t rows, Columns<const R> V, const R* c, R* x,
                                        std::size_t xStride) {
  const auto count = static_cast<std::size_t>(V.columns);
  int i = 0;
  for (; i + BlockOfV <= V.columns; i += BlockOfV)
    addBlockOfCombination<R, Bytes, BlockOfV, J>(rows, V.entries + i * V.stride, V.stride, c + i, count, x,
                                                 xStride);
  for (; i < V.columns; ++i)
    addBlockOfCombination<R, Bytes, 1, J>(rows, V.entries + i * V.stride, V.stride, c + i, count, x, xStride);
}

/// A tile of K vectors of rows and J columns of X stays in registers while V goes by: for V that lies in the
/// first or second cache. Returns the rows done.
template <class R, int Bytes, int K, int J>
RITZ_WITHIN_TARGET std::size_t addTiles(std::size_t first, std::size_t rows, Columns<const R> V, const R* c,
                                        R* x, std::size_t xStride) {
  using L = Lanes<R, Bytes>;
  using Vector = typename L::Vector;
  const auto count = static_cast<std::size_t>(V.columns);
  std::size_t r = first;
  for (; r + K * L::Count <= rows; r += K * L::Count) {
    Vector part[K][J];
    for (int j = 0; j < J; ++j)
      for (int k = 0; k < K; ++k)
        part[k][j] = *reinterpret_cast<const Vector*>(x + j * xStride + r + k * L::Count);
    for (std::size_t i = 0; i < count; ++i) {
      const R* vi = V.entries + i * V.stride + r;
      for (int k = 0; k < K; ++k) {
        const Vector vr = *reinterpret_cast<const Vector*>(vi + k * L::Count);
        for (int j = 0; j < J; ++j) part[k][j] += vr * c[j * count + i];
      }
    }
    for (int j = 0; j < J; ++j)
      for (int k = 0; k < K; ++k) *reinterpret_cast<Vector*>(x + j * xStride + r + k * L::Count) = part[k][j];
  }
  return r;
}

constexpr int TileColumns = 3, TileVectors = 4;

template <class R, int Bytes, int J>
RITZ_WITHIN_TARGET void tilesInto(std::size_t rows, Columns<const R> V, const R* c, R* x,
                                  std::size_t xStride) {
  const auto count = static_cast<std::size_t>(V.columns);
  std::size_t r = addTiles<R, Bytes, TileVectors, J>(0, rows, V, c, x, xStride);
  r = addTiles<R, Bytes, 1, J>(r, rows, V, c, x, xStride);
  for (; r < rows; ++r)
    for (int j = 0; j < J; ++j)
      for (std::size_t i = 0; i < count; ++i)
        x[j * xStride + r] += V.entries[i * V.stride + r] * c[j * count + i];
}

template <class R, int Bytes>
RITZ_WITHIN_TARGET void combination(std::size_t rows, Columns<const R> V, const R* C, Columns<R> X) {
  if (X.columns == 1) return combinationInto<R, Bytes, 1>(rows, V, C, X.entries, X.stride);
  if (X.columns == BlockOfY) return combinationInto<R, Bytes, BlockOfY>(rows, V, C, X.entries, X.stride);
  int j = 0;
  for (; j + TileColumns <= X.columns; j += TileColumns)
    tilesInto<R, Bytes, TileColumns>(rows, V, C + j * V.columns, X.entries + j * X.stride, X.stride);
  for (; j < X.columns; ++j)
    tilesInto<R, Bytes, 1>(rows, V, C + j * V.columns, X.entries + j * X.stride, X.stride);
}

}  // namespace ritz::detail
