#include <ritz/operators/CoarseInverse.hpp>
#include <ritz/operators/TrilinosPreconditioner.hpp>
#include <ritz/operators/WholePoints.hpp>

#if RITZ_HAVE_MUELU

#include <fmt/format.h>
#include <MueLu_CreateTpetraPreconditioner.hpp>

namespace ritz {

namespace {

using Node = Map::node_type;

/// The last level's exact solution on several ranks, where the KLU2 of Amesos2 13.2 returns something else.
class CoarseSolve final : public MueLu::SmootherBase<double, LocalIndex, GlobalIndex, Node> {
  using Block = Xpetra::MultiVector<double, LocalIndex, GlobalIndex, Node>;

 public:
  explicit CoarseSolve(std::shared_ptr<const CoarseInverse> inverse) : inverse_(std::move(inverse)) {}

  void Apply(Block& x, const Block& b, bool) const override {
    inverse_->apply(Xpetra::toTpetra(b), Xpetra::toTpetra(x));
  }
  std::size_t getNodeSmootherComplexity() const override {
    const std::size_t n = inverse_->getDomainMap()->getGlobalNumElements();
    return n * n;
  }

 private:
  std::shared_ptr<const CoarseInverse> inverse_;
};

using Hierarchy = MueLu::Hierarchy<double, LocalIndex, GlobalIndex, Node>;

/// False if the last level's matrix is not positive definite.
bool solveLastLevelExactly(Hierarchy& hierarchy) {
  using Operator = Xpetra::Operator<double, LocalIndex, GlobalIndex, Node>;
  using Matrix = Xpetra::Matrix<double, LocalIndex, GlobalIndex, Node>;
  using Smoother = MueLu::SmootherBase<double, LocalIndex, GlobalIndex, Node>;
  const auto level = hierarchy.GetLevel(hierarchy.GetNumLevels() - 1);
  const auto A = Teuchos::rcp_dynamic_cast<const Matrix>(level->Get<Teuchos::RCP<Operator>>("A"), true);
  auto inverse =
      CoarseInverse::make(*MueLu::Utilities<double, LocalIndex, GlobalIndex, Node>::Op2TpetraCrs(A));
  if (!inverse) return false;
  level->Set<Teuchos::RCP<Smoother>>("PreSmoother", Teuchos::rcp(new CoarseSolve(std::move(inverse))));
  level->Delete("PostSmoother", MueLu::NoFactory::get());
  return true;
}

Teuchos::ParameterList parametersOf(const Amg& options, int unknowns, bool isAlone) {
  Teuchos::ParameterList list;
  list.set("verbosity", "none");
  list.set("multigrid algorithm", "sa");
  list.set("transpose: use implicit", true);
  list.set("number of equations", unknowns);
  list.set("aggregation: drop tol", options.drop);
  list.set("coarse: max size", options.coarsest);
  list.set("coarse: type", isAlone ? "KLU2" : "RELAXATION");
  list.set("smoother: type", "CHEBYSHEV");
  Teuchos::ParameterList& smoother = list.sublist("smoother: params");
  smoother.set("chebyshev: degree", options.degree);
  smoother.set("chebyshev: ratio eigenvalue", 7.0);
  smoother.set("chebyshev: zero starting solution", true);
  return list;
}

}  // namespace

OperatorPtr<double> makeAmg(const MatrixPointer& A, const Amg& options,
                            const MultiVectorPtr<double>& nearNullSpace, int unknowns) {
  using Block = MultiVector<double>;
  using Matrix = Tpetra::CrsMatrix<double>;
  const bool isAlone = A->getComm()->getSize() == 1;
  const WholePoints points(A->getRowMap(), unknowns);
  Teuchos::ParameterList list = parametersOf(options, unknowns, isAlone);
  list.sublist("user data")
      .set("Nullspace", Teuchos::rcp_const_cast<Block>(toRcp(points.moved(nearNullSpace))));
  // MueLu takes what it does not change as if it might.
  const Teuchos::RCP<Operator<double>> matrix = Teuchos::rcp_const_cast<Matrix>(toRcp(points.moved(A)));
  const auto cycle = MueLu::CreateTpetraPreconditioner<double, LocalIndex, GlobalIndex, Node>(matrix, list);
  const auto hierarchy = cycle->GetHierarchy();
  if (!isAlone && !solveLastLevelExactly(*hierarchy)) return nullptr;
  return std::make_shared<TrilinosPreconditioner>(
      points.movedBack(cycle),
      fmt::format("smoothed aggregation, {} levels, {:.2f} entries for each of A, near-null space of {}",
                  hierarchy->GetNumLevels(), hierarchy->GetOperatorComplexity(),
                  nearNullSpace->getNumVectors()));
}

}  // namespace ritz

#else

namespace ritz {

OperatorPtr<double> makeAmg(const MatrixPointer&, const Amg&, const MultiVectorPtr<double>&, int) {
  throwMissingPart("amg", "MueLu");
}

}  // namespace ritz

#endif
