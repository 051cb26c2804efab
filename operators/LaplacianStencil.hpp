#pragma once

#include <ritz/operators/GridStencil.hpp>

namespace ritz::detail {

/// Seven-point differences of one column: where its three arrays begin, and the weights.
template <class Entry, class R>
struct LaplacianStencil {
  const Entry* arrays[3];
  Entry* result;
  R diagonal, wx, wy, wz;

  KOKKOS_INLINE_FUNCTION const Entry* at(const Place& place) const { return arrays[place.array] + place.at; }

  /// All rows of a run, one after the other.
  KOKKOS_INLINE_FUNCTION void applyRun(const GridRun& run) const {
    const Entry* const own = arrays[Place::Own] + run.start;
    const Entry *const down = at(run.down), *const up = at(run.up);
    const Entry *const back = at(run.back), *const front = at(run.front);
    Entry* const KOKKOS_RESTRICT y = result + run.start;
    const LocalIndex last = run.length - 1;
    const auto value = [&](LocalIndex i, const Entry& left, const Entry& right) {
      return diagonal * own[i] - wx * (left + right) - wy * (down[i] + up[i]) - wz * (back[i] + front[i]);
    };
    y[0] = value(0, *at(run.left), last > 0 ? own[1] : *at(run.right));
    for (LocalIndex i = 1; i < last; ++i) y[i] = value(i, own[i - 1], own[i + 1]);
    if (last > 0) y[last] = value(last, own[last - 1], *at(run.right));
  }

  /// Row i of a run.
  KOKKOS_INLINE_FUNCTION void applyRow(const GridRun& run, LocalIndex i) const {
    const Entry* const own = arrays[Place::Own] + run.start;
    const Entry left = i > 0 ? own[i - 1] : *at(run.left);
    const Entry right = i + 1 < run.length ? own[i + 1] : *at(run.right);
    result[run.start + i] = diagonal * own[i] - wx * (left + right) - wy * (at(run.down)[i] + at(run.up)[i]) -
                            wz * (at(run.back)[i] + at(run.front)[i]);
  }
};

}  // namespace ritz::detail
