#include <ritz/drivers/Preconditioner.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/JacobiPreconditioner.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <limits>

namespace ritz {

namespace {

using Vector = Tpetra::Vector<double>;

/// 1, 2, …, n.
Vector counting(const MapPtr& map) {
  Vector vector(map);
  const auto entries = vector.getDataNonConst();
  for (LocalIndex i = 0; i < entries.size(); ++i)
    entries[i] = static_cast<double>(map->getGlobalElement(i)) + 1.0;
  return vector;
}

Vector diagonalOf(const Operator<double>& A) {
  if (const auto* matrix = dynamic_cast<const MatrixOperator<double>*>(&A)) return *matrix->diagonal();
  if (const auto* laplacian = dynamic_cast<const Laplacian3d<double>*>(&A)) return laplacian->diagonal();
  if (dynamic_cast<const Tridiagonal<double>*>(&A)) return counting(A.getDomainMap());
  throw InvalidOption(
      "--preconditioner jacobi: the plugin's operator does not show its diagonal; let the plugin set "
      "problem.preconditioner itself");
}

double smallestEntry(const Vector& vector) {
  double mine = std::numeric_limits<double>::infinity();
  for (const double entry : vector.getData()) mine = std::min(mine, entry);
  double smallest = mine;
  Teuchos::reduceAll(*vector.getMap()->getComm(), Teuchos::REDUCE_MIN, mine, Teuchos::outArg(smallest));
  return smallest;
}

}  // namespace

OperatorPtr<double> makePreconditioner(const std::string& name, const EigenProblem<double>& problem) {
  if (name == "none") return nullptr;
  const Vector diagonal = diagonalOf(*problem.A);
  if (const double smallest = smallestEntry(diagonal); !(smallest > 0.0))
    throw InvalidOption(
        fmt::format("--preconditioner jacobi: the diagonal of A holds {}, all of it must be positive; "
                    "use --preconditioner none",
                    smallest));
  if (!problem.mass) return std::make_shared<JacobiPreconditioner<double>>(diagonal);
  if (const auto* mass = dynamic_cast<const MatrixOperator<double>*>(problem.mass.get()))
    return std::make_shared<JacobiPreconditioner<double>>(diagonal, mass->diagonal().get());
  return DiagonalOperator<double>(diagonal).inverse();
}

}  // namespace ritz
