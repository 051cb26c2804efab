#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/RigidBodyModes.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace ritz {

namespace {

using Point = std::array<double, 3>;

/// The points of this rank about the centre of all, in units of their largest distance from it.
template <class R>
std::vector<Point> centred(const MultiVector<R>& coordinates) {
  const auto all = coordinates.getLocalViewHost(Tpetra::Access::ReadOnly);
  std::vector<R> centre(coordinates.getNumVectors());
  coordinates.meanValue(Teuchos::arrayViewFromVector(centre));
  std::vector<Point> points(all.extent(0), Point{0, 0, 0});
  double mine = 0, farthest = 0;
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t d = 0; d < centre.size(); ++d) {
      points[i][d] = static_cast<double>(all(i, d) - centre[d]);
      mine = std::max(mine, std::abs(points[i][d]));
    }
  Teuchos::reduceAll(*coordinates.getMap()->getComm(), Teuchos::REDUCE_MAX, mine, Teuchos::outArg(farthest));
  if (farthest > 0)
    for (Point& point : points)
      for (double& x : point) x /= farthest;
  return points;
}

/// Displacement `component` at x of the rotation about `axis`: (e_axis × x)_component.
double turned(const Point& x, int axis, int component) {
  if (component == (axis + 1) % 3) return -x[static_cast<std::size_t>((axis + 2) % 3)];
  if (component == (axis + 2) % 3) return x[static_cast<std::size_t>((axis + 1) % 3)];
  return 0.0;
}

/// Unknown `c` of a point at x in mode `m`: translations first, then rotations.
double entry(const Point& x, std::size_t dimensions, int c, int m) {
  const int d = static_cast<int>(dimensions);
  if (m < d) return c == m ? 1.0 : 0.0;
  const int axis = dimensions == 2 ? 2 : m - d;
  if (c < d) return turned(x, axis, c);
  return dimensions == 2 || c - d == axis ? 1.0 : 0.0;
}

/// Whether displacements, and perhaps rotations, are what p unknowns of a point can be.
bool areMotions(std::size_t dimensions, int p) {
  return (dimensions == 2 && (p == 2 || p == 3)) || (dimensions == 3 && (p == 3 || p == 6));
}

}  // namespace

template <class R>
int unknownsPerPoint(const MultiVector<R>& coordinates) {
  const auto all = coordinates.getLocalViewHost(Tpetra::Access::ReadOnly);
  const Map& map = *coordinates.getMap();
  const std::size_t dimensions = coordinates.getNumVectors();
  int mine[7] = {1, 1, 1, 1, 1, 1, 1}, everywhere[7];
  for (std::size_t i = 1; i < all.extent(0); ++i) {
    bool moved = false;
    for (std::size_t d = 0; d < dimensions; ++d) moved = moved || all(i, d) != all(i - 1, d);
    if (!moved) continue;
    for (int p = 2; p <= 6; ++p)
      if (map.getGlobalElement(static_cast<LocalIndex>(i)) % p != 0) mine[p] = 0;
  }
  Teuchos::reduceAll(*map.getComm(), Teuchos::REDUCE_MIN, 7, mine, everywhere);
  constexpr int Counts[] = {6, 3, 2};
  for (const int p : Counts)
    if (areMotions(dimensions, p) && everywhere[p] && map.getGlobalNumElements() % std::size_t(p) == 0)
      return p;
  return 1;
}

template <class S>
MultiVectorPtr<S> rigidBodyModes(const MapPtr& map, const MultiVector<Real<S>>* coordinates, int unknowns) {
  const std::size_t dimensions = coordinates ? coordinates->getNumVectors() : 0;
  const bool moves = coordinates && areMotions(dimensions, unknowns);
  const int count = !moves ? unknowns : dimensions == 2 ? 3 : 6;
  const std::vector<Point> points = moves ? centred(*coordinates) : std::vector<Point>();
  auto modes = std::make_shared<MultiVector<S>>(map, static_cast<std::size_t>(count));
  const auto entries = modes->getLocalViewHost(Tpetra::Access::OverwriteAll);
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    const int component = static_cast<int>(map->getGlobalElement(i) % unknowns);
    for (int m = 0; m < count; ++m)
      entries(i, m) =
          static_cast<Real<S>>(moves ? entry(points[static_cast<std::size_t>(i)], dimensions, component, m)
                               : component == m ? 1.0
                                                : 0.0);
  }
  return modes;
}

#define RITZ_RIGID_BODY_MODES(S) \
  template MultiVectorPtr<S> rigidBodyModes<S>(const MapPtr&, const MultiVector<Real<S>>*, int);
RITZ_FOR_EACH_SCALAR(RITZ_RIGID_BODY_MODES)
template int unknownsPerPoint<double>(const MultiVector<double>&);
#ifdef HAVE_TPETRA_INST_FLOAT
template int unknownsPerPoint<float>(const MultiVector<float>&);
#endif

}  // namespace ritz
