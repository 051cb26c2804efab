#pragma once

#include <ritz/drivers/ProblemArguments.hpp>
#include <ritz/solvers/EigenProblem.hpp>

namespace ritz {

/// A and B as `arguments` say, which have been validated. Collective. Throws DataError for files that are
/// malformed, not square, of different sizes, or whose symmetryDefect() exceeds MaxSymmetryDefect.
EigenProblem<double> makeProblem(const CommPtr& comm, const ProblemArguments& arguments);

/// Largest |a_ij − a_ji|/max|a_ij| of a file that still counts as symmetric: room for the rounding of sums
/// taken in different orders, in matrices written with 15 digits or more. With d such entries in a row,
/// eigenvalues move by at most d/2 times this (relative to max|a_ij|), far below any tolerance.
constexpr double MaxSymmetryDefect = 1e-12;

}  // namespace ritz
