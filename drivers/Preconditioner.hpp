#pragma once

#include <ritz/solvers/EigenProblem.hpp>

#include <string>

namespace ritz {

/// Approximates the inverse of problem.A: "none" gives null, "jacobi" a JacobiPreconditioner where B shows
/// its diagonal or is the identity, else the reciprocal diagonal of A. Collective. Throws InvalidOption if A
/// has no diagonal to ask for (a plugin's operator) or one that is not positive.
OperatorPtr<double> makePreconditioner(const std::string& name, const EigenProblem<double>& problem);

}  // namespace ritz
