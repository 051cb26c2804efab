#pragma once

#include <ritz/operators/Types.hpp>

#include <string>

namespace ritz {

/// Approximates A⁻¹ for LOBPCG: "none" gives null, "jacobi" the reciprocal diagonal. Collective. Throws
/// InvalidOption if A has no diagonal to ask for (a plugin's operator) or one that is not positive.
OperatorPtr<double> makePreconditioner(const std::string& name, const OperatorPtr<double>& A);

}  // namespace ritz
