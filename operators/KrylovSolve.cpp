#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/KrylovSolve.hpp>
#include <ritz/operators/ScaledOperator.hpp>

#include <BelosLinearProblem.hpp>
#include <BelosMinresSolMgr.hpp>
#include <BelosPseudoBlockCGSolMgr.hpp>
#include <BelosPseudoBlockGmresSolMgr.hpp>
#include <BelosTpetraAdapter.hpp>
#include <Teuchos_oblackholestream.hpp>

#include <algorithm>
#include <complex>
#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

namespace ritz::detail {

namespace {

template <class S>
using Problem = Belos::LinearProblem<S, MultiVector<S>, Operator<S>>;
template <class S>
using Manager = Belos::SolverManager<S, MultiVector<S>, Operator<S>>;

Teuchos::RCP<Teuchos::ParameterList> quietParameters() {
  const auto list = Teuchos::parameterList();
  list->set("Verbosity", static_cast<int>(Belos::Errors));
  list->set("Output Stream", Teuchos::RCP<std::ostream>(Teuchos::rcp(new Teuchos::oblackholestream)));
  return list;
}

template <class S>
Teuchos::RCP<Manager<S>> makeManager(const Teuchos::RCP<Problem<S>>& problem, InverseSolver solver,
                                     double tolerance, int maxIterations) {
  const auto list = quietParameters();
  list->set("Convergence Tolerance", static_cast<Real<S>>(tolerance));
  list->set("Maximum Iterations", maxIterations);
  const int columns = static_cast<int>(problem->getRHS()->getNumVectors());
  if (solver == InverseSolver::Minres)
    return Teuchos::rcp(new Belos::MinresSolMgr<S, MultiVector<S>, Operator<S>>(problem, list));
  // Belos restarts conjugate gradients from scratch when it drops a column, so none is dropped before the
  // last.
  list->set("Deflation Quorum", columns);
  if (solver == InverseSolver::Cg)
    return Teuchos::rcp(new Belos::PseudoBlockCGSolMgr<S, MultiVector<S>, Operator<S>>(problem, list));
  const auto n = static_cast<long long>(problem->getRHS()->getGlobalLength());
  list->set("Num Blocks", static_cast<int>(std::min<long long>({n, 100, maxIterations})));
  list->set("Maximum Restarts", maxIterations);
  list->set("Block Size", columns);
  list->set("Deflation Quorum", 1);
  return Teuchos::rcp(new Belos::PseudoBlockGmresSolMgr<S, MultiVector<S>, Operator<S>>(problem, list));
}

/// Passes A on and remembers what it threw: Belos' MINRES lets only a bare std::exception out again.
template <class S>
class Witness : public Operator<S> {
 public:
  Witness(OperatorPtr<S> A, std::exception_ptr& seen) : A_(std::move(A)), seen_(seen) {}

  void apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode, S alpha,
             S beta) const override {
    try {
      A_->apply(X, Y, mode, alpha, beta);
    } catch (...) {
      seen_ = std::current_exception();
      throw;
    }
  }
  MapPtr getDomainMap() const override { return A_->getDomainMap(); }
  MapPtr getRangeMap() const override { return A_->getRangeMap(); }

 private:
  OperatorPtr<S> A_;
  std::exception_ptr& seen_;
};

template <class S>
OperatorPtr<S> witnessed(const OperatorPtr<S>& A, std::exception_ptr& seen) {
  return A ? std::make_shared<Witness<S>>(A, seen) : nullptr;
}

/// Belos' MINRES measures residuals in the norm of the preconditioner M: scaled by ‖r‖²/⟨r, M r⟩ it begins
/// with ‖r‖₂, so that its first estimates mean what the tolerance does, however M is scaled.
template <class S>
OperatorPtr<S> rescaled(const OperatorPtr<S>& preconditioner, const MultiVector<S>& R) {
  MultiVector<S> product(R.getMap(), 1, false);
  preconditioner->apply(R, product);
  std::vector<S> dots(2);
  R.dot(R, Teuchos::arrayView(dots.data(), 1));
  R.dot(product, Teuchos::arrayView(dots.data() + 1, 1));
  const Real<S> squared = std::real(dots[1]);
  if (!(squared > Real<S>(0))) throw std::runtime_error("the preconditioner is not positive definite");
  return std::make_shared<ScaledOperator<S>>(S(std::real(dots[0]) / squared), preconditioner);
}

template <class S>
Teuchos::RCP<Problem<S>> makeProblem(const OperatorPtr<S>& A, const OperatorPtr<S>& preconditioner,
                                     InverseSolver solver, const MultiVector<S>& R, MultiVector<S>& D) {
  const auto problem = Teuchos::rcp(new Problem<S>(toRcp(A), Teuchos::rcpFromRef(D), Teuchos::rcpFromRef(R)));
  problem->setInitResVec(Teuchos::rcp(new MultiVector<S>(R, Teuchos::Copy)));  // saves the product A·0
  if (preconditioner && solver == InverseSolver::Gmres)
    problem->setRightPrec(toRcp(preconditioner));
  else if (preconditioner && solver == InverseSolver::Minres)
    problem->setLeftPrec(toRcp(rescaled<S>(preconditioner, R)));
  else if (preconditioner)
    problem->setLeftPrec(toRcp(preconditioner));
  problem->setProblem();
  return problem;
}

}  // namespace

template <class S>
KrylovEnd krylovSolve(const OperatorPtr<S>& A, const InverseOptions<S>& options, double tolerance,
                      int maxIterations, const MultiVector<S>& R, MultiVector<S>& D) {
  KrylovEnd end;
  std::exception_ptr seen;
  D.putScalar(S(0));
  try {
    const auto problem = makeProblem<S>(witnessed<S>(A, seen), witnessed<S>(options.preconditioner, seen),
                                        options.solver, R, D);
    const auto manager = makeManager<S>(problem, options.solver, tolerance, maxIterations);
    manager->solve();
    end.iterations = manager->getNumIters();
  } catch (const Belos::CGIterateFailure&) {
    end.failure = "the operator or the preconditioner does not look positive definite";
  } catch (const std::exception& error) {
    if (seen) std::rethrow_exception(seen);
    end.failure = error.what();
  }
  return end;
}

#define RITZ_KRYLOV_SOLVE(S)                                                                      \
  template KrylovEnd krylovSolve<S>(const OperatorPtr<S>&, const InverseOptions<S>&, double, int, \
                                    const MultiVector<S>&, MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_KRYLOV_SOLVE)

}  // namespace ritz::detail
