#pragma once

#include <ritz/operators/Types.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace ritz {

/// The k smallest eigenvalues Σ 2 w_d (1 − cos(π i_d/(n_d + 1))), 1 ≤ i_d ≤ n_d, of Laplacian3d, ascending,
/// with their multiplicities. Costs about k log² k. Throws InvalidOption for a size below 1 or k > nx·ny·nz.
std::vector<double> laplacianSmallest(const std::array<GlobalIndex, 3>& size,
                                      const std::array<double, 3>& weights, std::size_t k);

/// The k largest, descending.
std::vector<double> laplacianLargest(const std::array<GlobalIndex, 3>& size,
                                     const std::array<double, 3>& weights, std::size_t k);

}  // namespace ritz
