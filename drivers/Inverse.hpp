#pragma once

#include <ritz/drivers/SolverArguments.hpp>
#include <ritz/solvers/EigenProblem.hpp>

namespace ritz {

/// Sets problem.shiftInverse as --inverse and --which say (at --sigma, in the middle of --interval, else at
/// 0), or, where the largest values are asked for and there is a B, problem.massInverse. Collective. Throws
/// InvalidOption if `factor` is asked for where A or B shows no entries (see assembledMatrix), or an inverse
/// where it would not be used, NotSupported where this build has no sparse factorisation.
void addInverse(const SolverArguments& given, EigenProblem<double>& problem);

}  // namespace ritz
