#pragma once

#include <ritz/operators/Types.hpp>

#include <BelosIteration.hpp>
#include <BelosLinearProblem.hpp>
#include <BelosStatusTest.hpp>
#include <BelosTpetraAdapter.hpp>

/// Only for .cpp files.
namespace ritz {

/// Symmetric QMR for H t = b, H Hermitian and possibly indefinite, from t = 0: conjugate gradients with a
/// quasi-minimal smoothing of the residual, which, other than MINRES, has t in two recurrences. The test is
/// asked before each step. One product with H and one with the preconditioner, definite, a step; six vectors.
/// It ends, too, where a recurrence breaks down. Source: R. Freund and N. Nachtigal, Appl. Numer. Math. 19
/// (1995).
template <class S>
class SymmetricQmr final : public Belos::Iteration<S, MultiVector<S>, Operator<S>> {
  using MV = MultiVector<S>;
  using Problem = Belos::LinearProblem<S, MV, Operator<S>>;
  using Test = Belos::StatusTest<S, MV, Operator<S>>;

 public:
  /// What the recurrences know of t = the solution so far, without a product.
  struct Scalars {
    Real<S> residual = 0;   ///< about ‖b − H t‖₂, at most a factor √steps too small
    Real<S> overlap = 0;    ///< −Re bᴴt
    Real<S> curvature = 0;  ///< tᴴH t
    Real<S> square = 0;     ///< tᴴt
  };

  /// `problem` gives H and, as left preconditioner, K; it and `test` have to outlive the iteration. One
  /// column.
  SymmetricQmr(const Problem& problem, Test& test, const MV& b);

  void initialize() override;
  void iterate() override;
  int getNumIters() const override { return iterations_; }
  void resetNumIters(int iterations = 0) override { iterations_ = iterations; }
  Teuchos::RCP<const MV> getNativeResiduals(std::vector<Real<S>>* norms) const override;
  Teuchos::RCP<MV> getCurrentUpdate() const override { return Teuchos::null; }
  const Problem& getProblem() const override { return problem_; }
  int getBlockSize() const override { return 1; }
  void setBlockSize(int) override {}
  bool isInitialized() override { return initialized_; }

  const Scalars& scalars() const { return scalars_; }
  /// False if ⟨g, K g⟩ < 0 beyond rounding has been seen, which ends the iteration. Collective.
  bool isDefinite() const;
  const MV& solution() const { return t_; }
  const MV& direction() const { return q_; }  ///< of the step to come; K b before the first

 private:
  void turn();
  bool step();
  void note(Real<S> alpha, Real<S> sigma);

  const Problem& problem_;
  Test& test_;
  Tpetra::Vector<S> g_, z_, q_, w_, delta_, t_;
  Scalars scalars_;
  Real<S> rho_ = 0, theta_ = 0;            ///< as in the source
  Real<S> slope_ = 0, phi_ = 0, psi_ = 0;  ///< −bᴴδ, δᴴHδ, tᴴHδ of the last step δ of t
  int iterations_ = 0;
  bool initialized_ = false;
};

}  // namespace ritz
