#include <ritz/operators/AmgCycle.hpp>
#include <ritz/operators/CoarseInverse.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/TrilinosPreconditioner.hpp>
#include <ritz/operators/WholePoints.hpp>

#if RITZ_HAVE_MUELU

#include <fmt/format.h>
#include <MueLu_CreateTpetraPreconditioner.hpp>

#include <string>
#include <utility>
#include <vector>

namespace ritz {

namespace {

using Node = Map::node_type;
using Hierarchy = MueLu::Hierarchy<double, LocalIndex, GlobalIndex, Node>;
using MatrixPtr = AmgCycle::MatrixPtr;

MatrixPtr ofLevel(Hierarchy& hierarchy, int number, const char* name) {
  using Operator = Xpetra::Operator<double, LocalIndex, GlobalIndex, Node>;
  using Matrix = Xpetra::Matrix<double, LocalIndex, GlobalIndex, Node>;
  const auto level = hierarchy.GetLevel(number);
  const auto matrix =
      std::string(name) == "A"
          ? Teuchos::rcp_dynamic_cast<const Matrix>(level->Get<Teuchos::RCP<Operator>>("A"), true)
          : Teuchos::rcp_implicit_cast<const Matrix>(level->Get<Teuchos::RCP<Matrix>>(name));
  return Teuchos::get_shared_ptr<const AmgCycle::Matrix>(
      MueLu::Utilities<double, LocalIndex, GlobalIndex, Node>::Op2TpetraCrs(matrix));
}

/// The last level's exact solution: dense, or where it is large by a factorisation. Null if its matrix is not
/// positive definite.
OperatorPtr<double> coarsestSolve(const MatrixPtr& A) {
  if (static_cast<GlobalIndex>(A->getGlobalNumRows()) <= CoarseInverse::MaxSize || !hasFactorization())
    return CoarseInverse::make(*A);
  const auto inverse = makeFactoredInverse<double>(A);
  return inverse->numBelow().value_or(0) == 0 ? inverse : nullptr;
}

/// Ritz's own cycle over the levels: it takes blocks of vectors, and a pass over A less for each smoother.
OperatorPtr<double> cycleOver(Hierarchy& hierarchy, int degree) {
  const int last = hierarchy.GetNumLevels() - 1;
  auto coarsest = coarsestSolve(ofLevel(hierarchy, last, "A"));
  if (!coarsest) return nullptr;
  std::vector<AmgCycle::Level> levels;
  for (int l = 0; l < last; ++l)
    levels.push_back(
        {ofLevel(hierarchy, l, "A"), ofLevel(hierarchy, l + 1, "P"), ofLevel(hierarchy, l + 1, "R")});
  return std::make_shared<AmgCycle>(levels, std::move(coarsest), degree);
}

Teuchos::ParameterList parametersOf(const Amg& options, int unknowns) {
  Teuchos::ParameterList list;
  list.set("verbosity", "none");
  list.set("multigrid algorithm", "sa");
  list.set("number of equations", unknowns);
  list.set("aggregation: drop tol", options.drop);
  list.set("aggregation: deterministic", true);  // the same on any number of threads
  list.set("coarse: max size", options.coarsest);
  list.set("coarse: type", "none");
  list.set("smoother: pre or post", "none");
  return list;
}

}  // namespace

OperatorPtr<double> makeAmg(const MatrixPointer& A, const Amg& options,
                            const MultiVectorPtr<double>& nearNullSpace, int unknowns) {
  using Block = MultiVector<double>;
  using Matrix = Tpetra::CrsMatrix<double>;
  const WholePoints points(A->getRowMap(), unknowns);
  Teuchos::ParameterList list = parametersOf(options, unknowns);
  list.sublist("user data")
      .set("Nullspace", Teuchos::rcp_const_cast<Block>(toRcp(points.moved(nearNullSpace))));
  // MueLu takes what it does not change as if it might.
  const Teuchos::RCP<Operator<double>> matrix = Teuchos::rcp_const_cast<Matrix>(toRcp(points.moved(A)));
  const auto muelu = MueLu::CreateTpetraPreconditioner<double, LocalIndex, GlobalIndex, Node>(matrix, list);
  const auto hierarchy = muelu->GetHierarchy();
  const auto cycle = cycleOver(*hierarchy, options.degree);
  if (!cycle) return nullptr;
  return std::make_shared<TrilinosPreconditioner>(
      points.movedBack(toRcp(cycle)),
      fmt::format("smoothed aggregation, {} levels, {:.2f} entries for each of A, near-null space of {}",
                  hierarchy->GetNumLevels(), hierarchy->GetOperatorComplexity(),
                  nearNullSpace->getNumVectors()),
      true);
}

}  // namespace ritz

#else

namespace ritz {

OperatorPtr<double> makeAmg(const MatrixPointer&, const Amg&, const MultiVectorPtr<double>&, int) {
  throwMissingPart("amg", "MueLu");
}

}  // namespace ritz

#endif
