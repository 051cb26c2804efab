#pragma once

#include <ritz/operators/Types.hpp>

namespace ritz {

/// How many unknowns, rows that follow each other, lie in each place: 6, 3 or 2 if that many do everywhere
/// and points in so many dimensions can have them (2: displacements in the plane; 3: those in space, or a
/// rotation, too, in the plane; 6: displacements and rotations in space), else 1. `coordinates` n × d over a
/// map whose global indices are 0 … n − 1 without gaps. Reads the coordinates on the host. Collective.
template <class R>
int unknownsPerPoint(const MultiVector<R>& coordinates);

/// What a body does without strain, for the unknowns of each point as above: 3 modes in the plane, 6 in
/// space, n × 3 or n × 6, about the centre and scaled alike; for other numbers p of unknowns, a constant for
/// each, n × p. `coordinates` null: the constants. Set up on the host. Collective.
template <class S>
MultiVectorPtr<S> rigidBodyModes(const MapPtr& map, const MultiVector<Real<S>>* coordinates, int unknowns);

}  // namespace ritz
