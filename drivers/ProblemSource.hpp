#pragma once

#include <ritz/drivers/ProblemArguments.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/solvers/EigenProblem.hpp>

#include <memory>
#include <string>

namespace ritz {

/// A and B as `arguments` say, which have been validated. Collective. Throws DataError for files that are
/// malformed, not square, of different sizes, or whose symmetryDefect() exceeds MaxSymmetryDefect.
EigenProblem<double> makeProblem(const CommPtr& comm, const ProblemArguments& arguments);

/// A matrix from a file that can be one of a Hermitian problem. Collective. Throws DataError as makeProblem
/// does.
std::shared_ptr<const MatrixOperator<double>> readSymmetric(const CommPtr& comm, const std::string& path);

/// Largest |a_ij − a_ji|/max|a_ij| of a file that still counts as symmetric: room for the rounding of sums
/// taken in different orders, in matrices written with 15 digits or more. With d such entries in a row,
/// eigenvalues move by at most d/2 times this (relative to max|a_ij|), far below any tolerance.
constexpr double MaxSymmetryDefect = 1e-12;

}  // namespace ritz
