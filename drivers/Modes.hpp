#pragma once

#include <ritz/operators/Types.hpp>

#include <nlohmann/json.hpp>

namespace ritz {

/// "modes" of result.json: the entries of the first six columns of `vectors` (n × k) at the coordinates of
/// the unknowns (`points`, n × d with d = 1, 2 or 3), for pictures:
///
///     {"points": [x, …], "entries": [u₁, …]}, lists of n numbers each,
///
/// with five digits. Of more than 2000 unknowns every ⌈n/2000⌉-th is taken. Collective; every rank holds n
/// numbers at a time.
nlohmann::ordered_json modesJson(const MultiVector<double>& points, const MultiVector<double>& vectors);

}  // namespace ritz
