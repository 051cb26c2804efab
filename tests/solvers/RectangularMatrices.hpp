#pragma once

#include "solvers/Problems.hpp"

#include <algorithm>

/// Sparse rectangular matrices for tests of singular values.
namespace ritz::test {

/// rows × columns, value(i) at (i, i).
inline std::shared_ptr<const MatrixOperator<double>> diagonalRectangle(GlobalIndex rows, GlobalIndex columns,
                                                                       const Entry& value) {
  MatrixBuilder<double> builder(makeMap(rows));
  std::vector<MatrixEntry<double>> entries;
  for (GlobalIndex i = 0; i < std::min(rows, columns); ++i) entries.push_back({i, i, value(i)});
  builder.add(entries);
  return std::make_shared<MatrixOperator<double>>(builder.build(makeMap(columns)));
}

/// `center` at (i, i), 1 at (i + 1, i) and −1 at (i, i + 2), and another row or column of 1s' neighbours
/// where there are more of them: full rank for center > 2.
inline std::shared_ptr<const MatrixOperator<double>> bandedMatrix(GlobalIndex rows, GlobalIndex columns,
                                                                  double center) {
  MatrixBuilder<double> builder(makeMap(rows));
  std::vector<MatrixEntry<double>> entries;
  for (GlobalIndex i = 0; i < rows; ++i)
    for (GlobalIndex j = 0; j < columns; ++j) {
      if (i == j) entries.push_back({i, j, center});
      if (i == j + 1) entries.push_back({i, j, 1.0});
      if (i + 2 == j) entries.push_back({i, j, -1.0});
      if (i - columns == j || j - rows == i) entries.push_back({i, j, 0.5});
    }
  builder.add(entries);
  return std::make_shared<MatrixOperator<double>>(builder.build(makeMap(columns)));
}

}  // namespace ritz::test
