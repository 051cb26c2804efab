#pragma once

#include <ritz/operators/Types.hpp>

namespace ritz {

/// All entries of `map`, in the order of their global indices, on rank 0: where vectors are gathered for
/// files, so that these do not depend on the ranks. Collective. Throws SpaceMismatch, `asked` in its text, if
/// the global indices have gaps or repetitions or do not fit on one rank.
MapPtr rootMapOf(const Map& map, const char* asked);

}  // namespace ritz
