#pragma once

#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/ProjectedPencil.hpp>
#include <ritz/adjoint/SolveGoal.hpp>

#include <BelosIteration.hpp>
#include <BelosLinearProblem.hpp>
#include <BelosTpetraAdapter.hpp>

#include <vector>

/// What the iterations on blocks of independent columns share. Only for .cpp files.
namespace ritz {

/// The linear problem of Belos' interfaces with an operator of its own for each column: setLSIndex says which
/// columns are being worked on, and applyOp takes their shifts.
template <class S>
class SylvesterProblem final : public Belos::LinearProblem<S, MultiVector<S>, Operator<S>> {
 public:
  SylvesterProblem(const ProjectedPencil<S>& pencil, std::vector<int> pairOf)
      : pencil_(pencil), pairOf_(std::move(pairOf)) {}

  void setLSIndex(const std::vector<int>& index) override {
    live_.clear();
    for (const int column : index) live_.push_back(pairOf_[static_cast<std::size_t>(column)]);
  }
  void applyOp(const MultiVector<S>& X, MultiVector<S>& Y) const override { pencil_.apply(live_, X, Y); }
  void applyLeftPrec(const MultiVector<S>& X, MultiVector<S>& Y) const override {
    pencil_.precondition(live_, X, Y);
  }
  /// False where the preconditioner is the identity on all residuals.
  bool changesResiduals() const { return pencil_.preconditioned() || !pencil_.isEuclidean(); }

 private:
  const ProjectedPencil<S>& pencil_;
  std::vector<int> pairOf_, live_;
};

/// Columns iterate side by side, each with scalars of its own; one product serves all that are still at work.
/// A column leaves when its goal is reached, and the others go on as if nothing had happened.
template <class S>
class PseudoBlockIteration : public Belos::Iteration<S, MultiVector<S>, Operator<S>> {
  using Problem = Belos::LinearProblem<S, MultiVector<S>, Operator<S>>;

 public:
  /// X holds the start and becomes the solution, R is the residual of X (overwritten).
  PseudoBlockIteration(SylvesterProblem<S>& problem, SolveGoal<S>& goal, MultiVector<S>& X, MultiVector<S>& R,
                       int maxIterations);

  void initialize() override;
  void iterate() override;
  int getNumIters() const override { return iterations_; }
  void resetNumIters(int iterations = 0) override { iterations_ = iterations; }
  Teuchos::RCP<const MultiVector<S>> getNativeResiduals(std::vector<Real<S>>* norms) const override;
  Teuchos::RCP<MultiVector<S>> getCurrentUpdate() const override { return Teuchos::null; }
  const Problem& getProblem() const override { return problem_; }
  int getBlockSize() const override { return static_cast<int>(live_.size()); }
  void setBlockSize(int) override {}
  bool isInitialized() override { return initialized_; }

  /// Columns that could not go on.
  const std::vector<int>& stuck() const { return stuck_; }

 protected:
  /// One step of all live columns: sets residuals_ and, where known, curvatures_ and effective_, one per live
  /// column (see SolveGoal).
  virtual void step() = 0;
  virtual void begin() = 0;
  /// Keeps the live columns of these positions only.
  virtual void keep(const std::vector<int>& positions) = 0;

  static void keepColumns(MultiVector<S>& X, const std::vector<int>& positions) {
    X = pickColumns(X, positions);
  }
  template <class T>
  static void keepItems(std::vector<T>& items, const std::vector<int>& positions) {
    std::vector<T> kept;
    for (const int p : positions) kept.push_back(items[static_cast<std::size_t>(p)]);
    items = std::move(kept);
  }

  SylvesterProblem<S>& problem_;
  MultiVector<S> x_, r_;  // live columns
  std::vector<int> live_;
  std::vector<Real<S>> residuals_, curvatures_, effective_;
  std::vector<bool> failed_;

 private:
  void retire();

  SolveGoal<S>& goal_;
  MultiVector<S>& X_;
  std::vector<int> stuck_;
  int iterations_ = 0, maxIterations_;
  bool initialized_ = false;
};

}  // namespace ritz
