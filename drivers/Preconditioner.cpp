#include <ritz/drivers/Preconditioner.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarketVectors.hpp>
#include <ritz/operators/Preconditioner.hpp>

#include <fmt/format.h>

namespace ritz {

OperatorPtr<double> namedPreconditioner(const std::string& name, const EigenProblem<double>& problem,
                                        const MultiVectorPtr<double>& coordinates) {
  if (name == "none") return nullptr;
  PreconditionerOptions<double> options;
  if (name == "jacobi") options.kind = Jacobi{};
  if (name == "ilu") options.kind = Ilu{};
  if (name == "chebyshev") options.kind = Chebyshev{};
  options.coordinates = coordinates;
  return makePreconditioner<double>(problem.A, options, problem.mass);
}

MultiVectorPtr<double> readCoordinates(const MapPtr& map, const std::string& file) {
  if (file.empty()) return {};
  const auto points = readVectors<double>(map, file);
  if (points->getNumVectors() < 1 || points->getNumVectors() > 3)
    throw DataError(
        fmt::format("{}: coordinates have 1, 2 or 3 columns, found {}; give n x 1, 2 or 3 numbers", file,
                    points->getNumVectors()));
  return points;
}

}  // namespace ritz
