#pragma once

#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/spectralDensity.hpp>

#include <array>
#include <limits>
#include <memory>

/// Operators with many known values, and how their density is sampled.
namespace ritz::test {

inline const std::array<GlobalIndex, 3> Size{10, 9, 8};
inline const std::array<double, 3> Weights{1, 1.17, 1.39};
constexpr double Infinity = std::numeric_limits<double>::infinity();

inline std::shared_ptr<Laplacian3d<double>> laplacian(const CommPtr& comm = worldComm()) {
  return std::make_shared<Laplacian3d<double>>(comm, Size, Weights);
}

/// 2 + 2w on the diagonal, −1 beside it: the values 2 + 2w − 2 cos(πi/(n + 1)).
inline std::shared_ptr<Laplacian3d<double>> line(GlobalIndex n, double w) {
  return std::make_shared<Laplacian3d<double>>(worldComm(), std::array<GlobalIndex, 3>{n, 1, 1},
                                               std::array<double, 3>{1.0, w, 0.0});
}

/// Random vectors, never all values.
inline DensityOptions sampled(int probes, int steps, std::uint64_t seed = 0) {
  DensityOptions options;
  options.probes = probes;
  options.steps = steps;
  options.seed = seed;
  options.maxExact = 0;
  return options;
}

}  // namespace ritz::test
