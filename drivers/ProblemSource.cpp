#include <ritz/drivers/PluginLibrary.hpp>
#include <ritz/drivers/ProblemSource.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ritz {

std::shared_ptr<const MatrixOperator<double>> readSymmetric(const CommPtr& comm, const std::string& path) {
  const auto matrix = readMatrix<double>(comm, path);
  if (!matrix->isSquare())
    throw DataError(fmt::format("{}: the matrix is {} x {}; eigenvalues need a square one", path,
                                matrix->getRangeMap()->getGlobalNumElements(),
                                matrix->getDomainMap()->getGlobalNumElements()));
  const double defect = matrix->symmetryDefect();
  if (!(defect <= MaxSymmetryDefect))
    throw DataError(
        fmt::format("{}: the matrix is not symmetric: |a_ij - a_ji| reaches {:.2g} of the largest entry "
                    "({:.0e} is allowed for rounding); give a symmetric matrix",
                    path, defect, MaxSymmetryDefect));
  return matrix;
}

namespace {

EigenProblem<double> fromFiles(const CommPtr& comm, const ProblemArguments& arguments) {
  EigenProblem<double> problem;
  const auto A = readSymmetric(comm, arguments.matrix);
  problem.A = A;
  if (arguments.mass.empty()) return problem;
  const auto B = readSymmetric(comm, arguments.mass);
  const auto nA = A->getDomainMap()->getGlobalNumElements(), nB = B->getDomainMap()->getGlobalNumElements();
  if (nA != nB)
    throw DataError(fmt::format("{} has {} rows and {} has {}; A and B must have the same size",
                                arguments.matrix, nA, arguments.mass, nB));
  problem.mass = B;
  return problem;
}

}  // namespace

EigenProblem<double> makeProblem(const CommPtr& comm, const ProblemArguments& arguments) {
  if (!arguments.matrix.empty()) return fromFiles(comm, arguments);
  if (!arguments.plugin.empty()) return loadPlugin(*comm, arguments.plugin, arguments.pluginArguments);
  const auto& size = arguments.size;
  EigenProblem<double> problem;
  if (arguments.operatorName == "tridiagonal") {
    problem.A = std::make_shared<Tridiagonal<double>>(comm, size[0]);
  } else {
    Laplacian3d<double>::Weights weights{1.0, 1.0, 1.0};
    std::copy(arguments.weights.begin(), arguments.weights.end(), weights.begin());
    problem.A = std::make_shared<Laplacian3d<double>>(
        comm, Laplacian3d<double>::Size{size[0], size[1], size[2]}, weights);
  }
  return problem;
}

}  // namespace ritz
