#pragma once

#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// All entries of column `column` in the order of their global indices, which have no gaps, on every rank.
/// Collective.
std::vector<double> gathered(const MultiVector<double>& X, std::size_t column = 0);

}  // namespace ritz
