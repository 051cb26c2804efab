#pragma once

#include <ritz/operators/GridStencil.hpp>
#include <ritz/operators/RealProduct.hpp>

/// The kernels of RegionalLaplacian.
namespace ritz::detail {

/// One column of entries on a grid: zeros, this rank's, fetched from others.
template <class Entry>
struct GridColumn {
  const Entry* arrays[3];
  KOKKOS_INLINE_FUNCTION const Entry* at(const Place& place) const { return arrays[place.array] + place.at; }
};

/// A run's rows of a column with their six neighbours.
template <class Entry>
struct RunNeighbours {
  const Entry *own, *left, *right, *down, *up, *back, *front;
  KOKKOS_INLINE_FUNCTION RunNeighbours(const GridColumn<Entry>& column, const GridRun& run)
      : own(column.arrays[Place::Own] + run.start),
        left(column.at(run.left)),
        right(column.at(run.right)),
        down(column.at(run.down)),
        up(column.at(run.up)),
        back(column.at(run.back)),
        front(column.at(run.front)) {}
  KOKKOS_INLINE_FUNCTION Entry before(LocalIndex i, bool first) const { return first ? *left : own[i - 1]; }
  KOKKOS_INLINE_FUNCTION Entry after(LocalIndex i, bool last) const { return last ? *right : own[i + 1]; }
};

/// The run with rows of its own in the place of neighbours outside the grid.
KOKKOS_INLINE_FUNCTION GridRun mirrored(GridRun run) {
  const Place first{Place::Own, run.start}, last{Place::Own, run.start + run.length - 1};
  if (run.left.array == Place::Zeros) run.left = first;
  if (run.right.array == Place::Zeros) run.right = last;
  if (run.down.array == Place::Zeros) run.down = first;
  if (run.up.array == Place::Zeros) run.up = first;
  if (run.back.array == Place::Zeros) run.back = first;
  if (run.front.array == Place::Zeros) run.front = first;
  return run;
}

/// Calls rows(i, isFirst, isLast, y_i) along a run, both flags known where that matters.
template <class Rows, class Entry>
KOKKOS_INLINE_FUNCTION void forRows(const Rows rows, Entry* const KOKKOS_RESTRICT y, LocalIndex length) {
  rows(0, true, length == 1, y[0]);
  for (LocalIndex i = 1; i < length - 1; ++i) rows(i, false, false, y[i]);
  if (length > 1) rows(length - 1, false, true, y[length - 1]);
}

/// y = Σ over the six faces of w κ (u − u at the neighbour), κ the mean of both sides' θ, at the boundary θ.
template <class Entry, class R>
struct RegionalStencil {
  GridColumn<Entry> values;
  GridColumn<R> theta;
  Entry* result;
  R wx, wy, wz;

  /// Flat: no neighbours in z, as in two dimensions.
  template <bool Flat>
  struct Rows {
    RunNeighbours<Entry> u;
    RunNeighbours<R> t;
    R wx, wy, wz;
    KOKKOS_INLINE_FUNCTION void operator()(LocalIndex i, bool first, bool last, Entry& y) const {
      const Entry own = u.own[i];
      const R at = t.own[i];
      y = wx * ((at + t.before(i, first)) * (own - u.before(i, first)) +
                (at + t.after(i, last)) * (own - u.after(i, last))) +
          wy * ((at + t.down[i]) * (own - u.down[i]) + (at + t.up[i]) * (own - u.up[i]));
      if constexpr (Flat)
        y += 4 * wz * at * own;
      else
        y += wz * ((at + t.back[i]) * (own - u.back[i]) + (at + t.front[i]) * (own - u.front[i]));
    }
  };
  template <bool Flat>
  KOKKOS_INLINE_FUNCTION Rows<Flat> rowsOf(const GridRun& run) const {
    return {{values, run}, {theta, mirrored(run)}, wx / 2, wy / 2, wz / 2};
  }
  KOKKOS_INLINE_FUNCTION static bool isFlat(const GridRun& run) {
    return run.back.array == Place::Zeros && run.front.array == Place::Zeros;
  }
  KOKKOS_INLINE_FUNCTION void applyRun(const GridRun& run) const {
    if (isFlat(run))
      forRows(rowsOf<true>(run), result + run.start, run.length);
    else
      forRows(rowsOf<false>(run), result + run.start, run.length);
  }
  KOKKOS_INLINE_FUNCTION void applyRow(const GridRun& run, LocalIndex i) const {
    const bool first = i == 0, last = i + 1 == run.length;
    if (isFlat(run))
      rowsOf<true>(run)(i, first, last, result[run.start + i]);
    else
      rowsOf<false>(run)(i, first, last, result[run.start + i]);
  }
};

/// e += what θ at each row multiplies in Re⟨w, A v⟩: Σ over its faces of Re(δw̄ δv), half of it inside.
template <class Entry, class R>
struct RegionalEnergy {
  GridColumn<Entry> w, v;
  R* result;
  R wx, wy, wz;

  struct Rows {
    RunNeighbours<Entry> w, v;
    R left, right, x, down, up, back, front;
    KOKKOS_INLINE_FUNCTION void operator()(LocalIndex i, bool first, bool last, R& e) const {
      const Entry a = w.own[i], b = v.own[i];
      const auto face = [&](const Entry& c, const Entry& d) { return realProduct(a - c, b - d); };
      e += (first ? left : x) * face(w.before(i, first), v.before(i, first)) +
           (last ? right : x) * face(w.after(i, last), v.after(i, last)) + down * face(w.down[i], v.down[i]) +
           up * face(w.up[i], v.up[i]) + back * face(w.back[i], v.back[i]) +
           front * face(w.front[i], v.front[i]);
    }
  };
  KOKKOS_INLINE_FUNCTION static R share(const Place& neighbour, R weight) {
    return neighbour.array == Place::Zeros ? weight : weight / 2;
  }
  KOKKOS_INLINE_FUNCTION Rows rowsOf(const GridRun& run) const {
    return {{w, run},
            {v, run},
            share(run.left, wx),
            share(run.right, wx),
            wx / 2,
            share(run.down, wy),
            share(run.up, wy),
            share(run.back, wz),
            share(run.front, wz)};
  }
  KOKKOS_INLINE_FUNCTION void applyRun(const GridRun& run) const {
    forRows(rowsOf(run), result + run.start, run.length);
  }
  KOKKOS_INLINE_FUNCTION void applyRow(const GridRun& run, LocalIndex i) const {
    rowsOf(run)(i, i == 0, i + 1 == run.length, result[run.start + i]);
  }
};

}  // namespace ritz::detail
