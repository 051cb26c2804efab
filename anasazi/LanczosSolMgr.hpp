#pragma once

#include <ritz/anasazi/LanczosParameters.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Types.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <AnasaziSolverManager.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ritz {

/// Thick-restart Lanczos for Anasazi's users: the nev extreme pairs of A u = λ M u over Tpetra, by eigsolve.
///
///     ritz::LanczosSolMgr<double, MV, OP> manager(problem, parameters);
///     if (manager.solve() == Anasazi::Converged) use(problem->getSolution());
///
/// The problem's operator is A itself, with M, too (as in Anasazi's LOBPCG): A Hermitian, M Hermitian
/// positive definite and inverted by counted conjugate gradients unless "Mass Inverse" is given. The initial
/// vectors are the start (their sum; they alone, if they are the answer already). LanczosParameters lists
/// what may stand in the list. One product and one reduction over the ranks a step, memory for "Num Blocks"
/// vectors. Shares the problem. Throws InvalidOption for a problem that is not set or not Hermitian, or has
/// auxiliary vectors, and for a parameter that it does not know. Source: K. Wu and H. Simon, Thick-restart
/// Lanczos method for large symmetric eigenvalue problems, SIAM J. Matrix Anal. Appl. 22 (2000).
template <class S, class MV = MultiVector<S>, class OP = Operator<S>>
class LanczosSolMgr final : public Anasazi::SolverManager<S, MV, OP> {
  static_assert(std::is_same_v<MV, MultiVector<S>> && std::is_same_v<OP, Operator<S>>,
                "LanczosSolMgr works on Tpetra::MultiVector and Tpetra::Operator");
  using Problem = Anasazi::Eigenproblem<S, MV, OP>;

 public:
  LanczosSolMgr(const Teuchos::RCP<Problem>& problem, const Teuchos::ParameterList& parameters)
      : problem_(problem) {
    check();
    const LanczosParameters<S> given(parameters, problem_->getNEV());
    options_ = given.options;
    pencil_.A = Teuchos::get_shared_ptr(problem_->getOperator());
    if (!problem_->getM().is_null()) pencil_.mass = Teuchos::get_shared_ptr(problem_->getM());
    pencil_.massInverse = given.massInverse;
  }

  const Problem& getProblem() const override { return *problem_; }

  /// Steps of the last solve(), one product each.
  int getNumIters() const override { return static_cast<int>(result_.iterations); }

  /// Gives the problem the pairs that have converged, in the order of "Which", M-orthonormal; all of them
  /// where it returns Converged. Collective. Throws as eigsolve does.
  Anasazi::ReturnType solve() override {
    Start<S> start;
    start.vectors = Teuchos::get_shared_ptr(problem_->getInitVec());
    result_ = eigsolve<S>(pencil_, options_, start);
    problem_->setSolution(converged());
    return result_.allConverged() ? Anasazi::Converged : Anasazi::Unconverged;
  }

  /// All that the last solve() knows: the pairs that did not converge, residuals, bounds, counts, the reason.
  const EigenResult<S>& result() const { return result_; }

 private:
  void check() const {
    if (problem_.is_null() || !problem_->isProblemSet())
      refuse("a problem to solve", "none that is set", "call its setProblem() and look at what that returns");
    if (!problem_->isHermitian())
      refuse("a Hermitian problem", "one that does not say so", "call its setHermitian(true) if it is");
    const auto A = problem_->getA();
    if (!problem_->getM().is_null() && !A.is_null() && A != problem_->getOperator())
      refuse("A u = λ M u", "an operator that is not A",
             "set the operator to A and give M⁻¹ as the parameter 'Mass Inverse'");
    if (!problem_->getAuxVecs().is_null() && problem_->getAuxVecs()->getNumVectors() > 0)
      refuse("pairs of the whole space", "auxiliary vectors", "leave them out and ask for more pairs");
  }

  [[noreturn]] static void refuse(const std::string& asked, const std::string& found,
                                  const std::string& remedy) {
    throw InvalidOption("LanczosSolMgr: asked for " + asked + "; found " + found + "; " + remedy);
  }

  Anasazi::Eigensolution<S, MV> converged() const {
    Teuchos::Array<std::size_t> good;
    Anasazi::Eigensolution<S, MV> solution;
    for (std::size_t j = 0; j < result_.values.size(); ++j) {
      if (!result_.converged[j]) continue;
      good.push_back(j);
      solution.Evals.push_back({result_.values[j], Real<S>(0)});
    }
    solution.numVecs = static_cast<int>(good.size());
    solution.index.assign(good.size(), 0);
    if (!good.empty())
      solution.Evecs = solution.Espace =
          Teuchos::rcp(new MV(*result_.vectors->subView(good()), Teuchos::Copy));
    return solution;
  }

  Teuchos::RCP<Problem> problem_;
  EigenOptions options_;
  EigenProblem<S> pencil_;
  EigenResult<S> result_;
};

}  // namespace ritz
