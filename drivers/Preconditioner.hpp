#pragma once

#include <ritz/solvers/EigenProblem.hpp>

#include <string>

namespace ritz {

/// The --preconditioner of this name for problem.A, null for "none": ritz::makePreconditioner with its own
/// options and, if not null, `coordinates`. Collective. Throws what that throws.
OperatorPtr<double> namedPreconditioner(const std::string& name, const EigenProblem<double>& problem,
                                        const MultiVectorPtr<double>& coordinates);

/// The n × 1, 2 or 3 numbers of --coordinates, null for no file. Collective. Throws DataError.
MultiVectorPtr<double> readCoordinates(const MapPtr& map, const std::string& file);

}  // namespace ritz
