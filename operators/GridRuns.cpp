#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/GridRuns.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace ritz::detail {

namespace {

/// One rank's piece of the numbering.
struct Piece {
  GridSize size;
  GlobalIndex first, end;
  LocalIndex below;

  Place placeOf(GlobalIndex row) const {
    if (row < first) return {Place::Halo, static_cast<LocalIndex>(row - first) + below};
    if (row >= end) return {Place::Halo, static_cast<LocalIndex>(row - end) + below};
    return {Place::Own, static_cast<LocalIndex>(row - first)};
  }

  /// The longest run that begins with `row`: it ends with the line, and where a neighbour leaves or enters
  /// this rank.
  GridRun runFrom(GlobalIndex row) const {
    const GlobalIndex line = size[0], plane = size[0] * size[1];
    const GlobalIndex x = row % line, y = row / line % size[1], z = row / plane;
    GlobalIndex stop = std::min(end, row - x + line);
    for (const GlobalIndex offset : {-plane, -line, line, plane})
      for (const GlobalIndex border : {first, end})
        if (border - offset > row) stop = std::min(stop, border - offset);

    const auto place = [this](bool inside, GlobalIndex at) {
      return inside ? placeOf(at) : Place{Place::Zeros, 0};
    };
    GridRun run;
    run.start = static_cast<LocalIndex>(row - first);
    run.length = static_cast<LocalIndex>(stop - row);
    run.left = place(x > 0, row - 1);
    run.right = place(stop - row + x < line, stop);
    run.down = place(y > 0, row - line);
    run.up = place(y + 1 < size[1], row + line);
    run.back = place(z > 0, row - plane);
    run.front = place(z + 1 < size[2], row + plane);
    return run;
  }
};

}  // namespace

MapPtr makeGridMap(const CommPtr& comm, const GridSize& size, const std::string& who) {
  GlobalIndex n = 1;
  for (const GlobalIndex points : size) {
    if (points < 1 || n > std::numeric_limits<GlobalIndex>::max() / points)
      throw InvalidOption(
          fmt::format("{}: asked for a grid of {} × {} × {} points; give sizes ≥ 1 whose product fits a "
                      "global index",
                      who, size[0], size[1], size[2]));
    n *= points;
  }
  return makeMap(comm, n);
}

GlobalIndex gridReach(const GridSize& size) { return size[2] > 1 ? size[0] * size[1] : size[0]; }

GridRuns planGridRuns(const Map& map, const GridSize& size, LocalIndex below) {
  std::vector<GridRun> runs;
  if (localSize(map) > 0) {
    const Piece piece{size, map.getMinGlobalIndex(), map.getMaxGlobalIndex() + 1, below};
    for (GlobalIndex row = piece.first; row < piece.end; row += runs.back().length)
      runs.push_back(piece.runFrom(row));
  }
  const Kokkos::View<const GridRun*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged> planned(runs.data(),
                                                                                         runs.size());
  const GridRuns result(Kokkos::ViewAllocateWithoutInitializing("ritz::GridRuns"), runs.size());
  Kokkos::deep_copy(result, planned);
  return result;
}

}  // namespace ritz::detail
