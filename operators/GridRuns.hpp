#pragma once

#include <ritz/operators/Types.hpp>

#include <Kokkos_Core.hpp>

#include <array>
#include <string>

/// Rows of regular grids in the order of their numbering, x fastest, for stencils that are never stored.
namespace ritz::detail {

/// Where a run of entries is found.
struct Place {
  enum Array { Zeros, Own, Halo };  ///< outside the grid; this rank's; fetched from others
  Array array;
  LocalIndex at;
};

/// Rows of this rank that follow each other in x, and whose neighbours in y and z do so too.
struct GridRun {
  LocalIndex start, length;
  Place left, right;  ///< the entries before the first row and after the last
  Place down, up, back, front;
};

using GridSize = std::array<GlobalIndex, 3>;
using GridRuns = Kokkos::View<GridRun*, MultiVector<double>::device_type>;

/// makeMap over nx·ny·nz. Throws InvalidOption, in the name of `who`, if a size is below 1 or their product
/// too large for a global index. Collective.
MapPtr makeGridMap(const CommPtr& comm, const GridSize& size, const std::string& who);

/// How far the neighbours of a row are away in the numbering: the width of the Halo that GridRun counts on.
GlobalIndex gridReach(const GridSize& size);

/// The runs of this rank's rows; `below` is that of the halo.
GridRuns planGridRuns(const Map& map, const GridSize& size, LocalIndex below);

}  // namespace ritz::detail
