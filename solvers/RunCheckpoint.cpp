#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Preconditioner.hpp>
#include <ritz/solvers/AutomaticChoice.hpp>
#include <ritz/solvers/MemoryBudget.hpp>
#include <ritz/solvers/MovableShift.hpp>
#include <ritz/solvers/RunCheckpoint.hpp>
#include <ritz/solvers/measureMassSolve.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

template <class S>
CheckpointIdentity identityOf(const EigenProblem<S>& problem, const EigenOptions& options, bool isSwapped) {
  CheckpointIdentity identity;
  identity.scalar = nameOfScalar<S>();
  identity.which = nameOf(options.which);
  identity.method = nameOf(options.method);
  identity.n = static_cast<long long>(problem.A->getDomainMap()->getGlobalNumElements());
  identity.numPairs = options.numPairs;
  identity.isGeneralized = problem.mass != nullptr;
  identity.isSwapped = isSwapped;
  identity.seed = options.seed;
  return identity;
}

template <class S>
ProblemTraits traitsOf(const EigenProblem<S>& problem, const EigenOptions& options) {
  const Map& map = *problem.A->getDomainMap();
  ProblemTraits traits;
  traits.n = static_cast<long long>(map.getGlobalNumElements());
  traits.hasPreconditioner = problem.preconditioner != nullptr;
  if (problem.preconditioner) traits.columnsAtOnce = columnsAtOnce<S>(*problem.preconditioner);
  traits.needsInnerSolves = problem.mass && !problem.massInverse;
  traits.hasInverse = problem.shiftInverse != nullptr;
  traits.countsByInverse = canCount(problem.shiftInverse.get());
  traits.hasMass = problem.mass != nullptr;
  traits.ranks = map.getComm()->getSize();
  if (std::holds_alternative<Auto>(options.method))
    traits.affordable = affordableVectors(map, sizeof(S), options.memory);
  traits.vectorBytes = bytesOfVector(map, sizeof(S));
  return traits;
}

/// How far the norms of one probe may be apart: other numbers of ranks round otherwise.
template <class S>
double roundingOfProbe(const EigenProblem<S>& problem) {
  double rounding = roundingOf(*problem.A);
  if (problem.mass) rounding = std::max<double>(rounding, roundingOf(*problem.mass));
  return std::max(1e-6, 100 * rounding);
}

bool differ(double x, double y, double rounding) {
  return !(std::abs(x - y) <= rounding * std::max(std::abs(x), std::abs(y)));
}

template <class S>
double unscaledNorm(const std::shared_ptr<MeasuredOperator<S>>& op) {
  return op ? static_cast<double>(op->normSeen()) / static_cast<double>(op->scale()) : 1.0;
}

template <class S>
ApplyCount countOf(const std::shared_ptr<MeasuredOperator<S>>& op) {
  return op ? op->count() : ApplyCount();
}

[[noreturn]] void refuse(const std::string& path, const std::string& found) {
  throw DataError(
      fmt::format("{}: asked to go on from this checkpoint, found that it is of another solve: {}; give "
                  "problem and options of the "
                  "solve that wrote it, or start without it",
                  path, found));
}

}  // namespace

template <class S>
RunCheckpoint<S>::RunCheckpoint(const EigenProblem<S>& problem, const EigenOptions& options,
                                const std::string& resume, bool isSwapped)
    : options_(options),
      resume_(resume),
      traits_(traitsOf(problem, options)),
      identity_(identityOf(problem, options, isSwapped)),
      rounding_(roundingOfProbe(problem)) {
  if (!resume_.empty()) {
    if (std::holds_alternative<Lapack>(options.method))
      throw InvalidOption(
          "eigsolve: the dense method does its work in one go and cannot go on from a checkpoint; leave one "
          "of them out");
    before_ = readCheckpoint<S>(resume_, problem.A->getDomainMap());
    expectSame(before_->identity);
  }
  choice_ = chosen();
  if (isWanted()) expectWritable(*problem.A->getDomainMap()->getComm(), options_.checkpoint.file);
}

template <class S>
void RunCheckpoint<S>::expectSame(const CheckpointIdentity& found) const {
  std::string differences;
  const auto compare = [&differences](const char* name, const auto& was, const auto& is) {
    if (was != is)
      differences += fmt::format("{}{} was {} and is {} now", differences.empty() ? "" : ", ", name, was, is);
  };
  const auto form = [](const CheckpointIdentity& of) {
    return of.isSwapped ? "B u = mu A u" : of.isGeneralized ? "A u = lambda B u" : "A u = lambda u";
  };
  compare("the problem", std::string(form(found)), std::string(form(identity_)));
  compare("the end asked for", found.which, identity_.which);
  compare("the number of pairs", found.numPairs, identity_.numPairs);
  compare("the seed", found.seed, identity_.seed);
  if (!std::holds_alternative<Auto>(options_.method)) compare("the method", found.method, identity_.method);
  const auto* lanczos = std::get_if<Lanczos>(&options_.method);
  if (lanczos && lanczos->basis != 0) compare("the basis", before_->basis, lanczos->basis);
  if (!differences.empty()) refuse(resume_, differences);
}

template <class S>
Method RunCheckpoint<S>::methodToGoOnWith() const {
  const bool isOpen = std::holds_alternative<Auto>(options_.method);
  const std::string& name = before_->identity.method;
  if (name == nameOf(Lanczos{})) {
    const auto* given = std::get_if<Lanczos>(&options_.method);
    return Lanczos{before_->basis, given ? given->filterDegree : -1};
  }
  if (!isOpen) return options_.method;
  if (name == nameOf(KrylovSchur{})) return KrylovSchur{before_->basis, before_->block};
  if (name == nameOf(Lobpcg{})) return Lobpcg{before_->block};
  if (name == nameOf(Davidson{})) return Davidson{before_->basis, before_->block};
  refuse(resume_, "its method is " + name);
}

template <class S>
MethodChoice RunCheckpoint<S>::chosen() const {
  EigenOptions options = options_;
  if (before_) options.method = methodToGoOnWith();
  MethodChoice choice = chooseMethod(options, traits_);
  if (before_ && std::holds_alternative<Auto>(options_.method)) {
    choice.chosenBy = "auto";
    choice.why = "the method of the checkpoint";
    const bool isSpared = traits_.needsInnerSolves && !traits_.hasPreconditioner;
    if (isSpared && std::holds_alternative<Davidson>(choice.method))
      choice.patience = patienceFor(options_.numPairs, 1.0);
  }
  if (isWanted() && std::holds_alternative<Lapack>(choice.method))
    choice.why += "; it does its work in one go, no checkpoint is written";
  return choice;
}

template <class S>
void RunCheckpoint<S>::weighMassSolve(const Pencil<S>& pencil) {
  if (before_ || !dependsOnMassSolve(options_, traits_, choice_)) return;
  traits_.massSolve = measureMassSolve(pencil, options_);
  choice_ = chosen();
}

template <class S>
Resumed RunCheckpoint<S>::resumed() const {
  return before_ ? Resumed{resume_, before_->A.columns, before_->seconds} : Resumed();
}

template <class S>
void RunCheckpoint<S>::restore(Pencil<S>& pencil, Supervisor& supervisor) {
  probedNormA_ = unscaledNorm(pencil.A);
  probedNormB_ = unscaledNorm(pencil.mass);
  innerAtStart_ = innerProductsSoFar(pencil);
  if (!before_) return;
  const auto compare = [this](const char* name, double was, double is) {
    if (differ(was, is, rounding_))
      refuse(resume_,
             fmt::format("{} was an operator that made a random vector {:.9g} times as long and is one "
                         "that makes it {:.9g} times as long now",
                         name, was, is));
  };
  compare("A", before_->probedNormA, probedNormA_);
  if (pencil.mass) compare("B", before_->probedNormB, probedNormB_);
  const auto scaleA = static_cast<Real<S>>(before_->scaleA), scaleB = static_cast<Real<S>>(before_->scaleB);
  pencil.A->continueFrom(before_->A, scaleA, static_cast<Real<S>>(before_->normA));
  if (pencil.mass) pencil.mass->continueFrom(before_->mass, scaleB, static_cast<Real<S>>(before_->normB));
  if (pencil.massInverse) pencil.massInverse->continueFrom(before_->massInverse, 1 / scaleB, Real<S>(0));
  if (pencil.preconditioner)
    pencil.preconditioner->continueFrom(before_->preconditioner, 1 / scaleA, Real<S>(0));
  if (pencil.shiftInverse) pencil.shiftInverse->continueFrom(before_->inverse.solves, 1 / scaleA, Real<S>(0));
  pencil.continueAtFreshColumn(before_->freshColumns);
  supervisor.continueFrom(before_->iterations, before_->seconds, before_->history);
}

template <class S>
void RunCheckpoint<S>::save(const Pencil<S>& pencil, const Supervisor& supervisor, PairFinder<S>& finder,
                            Real<S> slack, long verificationColumns) const {
  Checkpoint<S> now;
  now.identity = identity_;
  now.identity.method = nameOf(choice_.method);
  now.probedNormA = probedNormA_;
  now.probedNormB = probedNormB_;
  now.basis = finder.basis;
  now.block = finder.block;
  now.slack = static_cast<double>(slack);
  now.scaleA = static_cast<double>(pencil.A->scale());
  now.scaleB = static_cast<double>(pencil.massScale());
  now.normA = static_cast<double>(pencil.normA());
  now.normB = static_cast<double>(pencil.normB());
  now.freshColumns = pencil.nextFreshColumn();
  now.A = pencil.A->count();
  now.mass = countOf(pencil.mass);
  now.massInverse = countOf(pencil.massInverse);
  now.preconditioner = countOf(pencil.preconditioner);
  now.inverse = workOfInverse(pencil);
  now.verificationColumns = verificationColumns;
  now.iterations = supervisor.iterations();
  now.seconds = supervisor.seconds();
  now.orthogonalizationSeconds = orthogonalizationSeconds() + finder.orthogonalizationSeconds();
  now.history = supervisor.history();
  now.state = finder.state();
  writeCheckpoint(options_.checkpoint.file, now);
}

RITZ_INSTANTIATE(RunCheckpoint)

}  // namespace ritz
