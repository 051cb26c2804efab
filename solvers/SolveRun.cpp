#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonFinder.hpp>
#include <ritz/solvers/ErrorBounds.hpp>
#include <ritz/solvers/FinderSetup.hpp>
#include <ritz/solvers/InertiaSearch.hpp>
#include <ritz/solvers/LobpcgFinder.hpp>
#include <ritz/solvers/MissedCopies.hpp>
#include <ritz/solvers/RoughMassSearch.hpp>
#include <ritz/solvers/SolveRun.hpp>
#include <ritz/solvers/StartVectors.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace ritz {

template <class S>
template <class F>
auto SolveRun<S>::countingVerification(F&& work) {
  const long before = pencil_->A->count().columns;
  auto result = work();
  verificationColumns_ += pencil_->A->count().columns - before;
  return result;
}

template <class S>
SolveRun<S>::SolveRun(const EigenProblem<S>& problem, const EigenOptions& options, const Start<S>& start,
                      Monitor* monitor, bool isSwapped)
    : start_(start),
      checkpoint_(problem, options, start.resume, isSwapped),
      supervisor_(problem.A->getDomainMap()->getComm(), options.budget,
                  static_cast<long long>(problem.A->getDomainMap()->getGlobalNumElements()), monitor),
      options_(options),
      slack_(checkpoint_.slack()) {
  checkStart(start, *problem.A->getDomainMap());
  pencil_ = std::make_shared<Pencil<S>>(problem, options);
  solvesWithMass_ = pencil_->mass && !pencil_->massInverse;
  options_.which = scaled(options.which, static_cast<double>(pencil_->valueScale()));
  verificationColumns_ = pencil_->A->count().columns + checkpoint_.verificationColumns();
  checkpoint_.restore(*pencil_, supervisor_);
  countingVerification([this] {
    checkpoint_.weighMassSolve(*pencil_);
    return true;
  });
}

/// Behind Davidson's method, where Lanczos would do without what is there, a preconditioner, or would need
/// B's inverse, or has it by conjugate gradients alone.
template <class S>
SearchMaker<S> SolveRun<S>::searchMaker() {
  const bool suitsLanczos =
      !isInterior(options_.which) && !pencil_->preconditioner && (!pencil_->mass || pencil_->massInverse);
  if (!std::holds_alternative<Davidson>(checkpoint_.choice().method)) return {};
  if (suitsLanczos && !solvesWithMass_) return {};
  if (suitsLanczos)
    return [this](const EigenOptions& options, const MultiVector<S>& start, const MultiVector<S>& deflated,
                  Real<S> bar) {
      return makeRoughMassSearch<S>(*pencil_, options, start, deflated, bar, supervisor_);
    };
  return [this](const EigenOptions& options, const MultiVector<S>& start, const MultiVector<S>& deflated,
                Real<S> bar) {
    return makeInertiaSearch<S>(*pencil_, options, start, deflated, bar, supervisor_);
  };
}

template <class S>
void SolveRun<S>::settle(Status status, std::string reason) {
  status_ = status;
  reason_ = std::move(reason);
}

/// What the run has shown of the worse side of the spectrum. Given vectors may all lack some of it.
template <class S>
std::optional<Real<S>> SolveRun<S>::farEnd(const PairFinder<S>& finder) const {
  const bool isRandom = !start_.vectors && !start_.previous && !checkpoint_.state();
  return isRandom ? finder.farEnd() : std::nullopt;
}

/// The pairs have passed: looks for what a method that starts from one vector may have missed.
template <class S>
void SolveRun<S>::conclude(PairFinder<S>& finder, VerifiedPairs<S>& pairs) {
  if (!finder.seesMultiplicity()) {
    RitzPairs<S>& next = pairsBehind(finder);
    const auto map = finder.map() ? finder.map() : pencilMap(*pencil_);
    const Status stop = countingVerification([&] {
      return takeInMissedCopies(map, options_, supervisor_, pairs, next, farEnd(finder), searchMaker());
    });
    if (stop != Status::Converged)
      return settle(stop,
                    supervisor_.reason(stop) + " while missed copies of multiple values were looked for");
  }
  if (pairs.numConverged() < pairs.size()) pairs = polish(pairs);
  if (pairs.numConverged() == pairs.size())
    settle(Status::Converged, "all residuals were recomputed and are within the tolerance" +
                                  (finder.remark().empty() ? "" : "; " + finder.remark()));
  else
    settle(Status::Breakdown, "a copy of a multiple value was found late and did not reach the tolerance");
}

/// Values that are small beside the norm, by Davidson's method: residuals within the tolerance, and error
/// bounds of the size of the values.
template <class S>
bool SolveRun<S>::lacksDigits(const VerifiedPairs<S>& pairs) const {
  constexpr Real<S> Share = Real<S>(0.05);
  if (!std::holds_alternative<Smallest>(options_.which) || options_.relativeTo == RelativeTo::Value ||
      !pencil_->preconditioner || pencil_->mass ||
      !std::holds_alternative<Davidson>(checkpoint_.choice().method))
    return false;
  const auto bounds = errorBounds(*pencil_, pairs, options_.which);
  const Real<S> rounding = 1000 * std::numeric_limits<Real<S>>::epsilon() * pencil_->normA();
  for (std::size_t j = 0; j < bounds.size(); ++j)
    if (bounds[j] > std::max(Share * std::abs(pairs.values[j]), rounding)) return true;
  return false;
}

/// Pairs of the finder have passed, and `found` with what the search for copies has added: goes on for more
/// digits, as long as limits allow. All stays converged, whatever ends it.
template <class S>
void SolveRun<S>::tighten(PairFinder<S>& finder, VerifiedPairs<S> pairs, VerifiedPairs<S>& found) {
  constexpr int MostRounds = 7;
  const bool hasCopies = found.values != pairs.values;
  const std::string passed = reason_;
  RunEnd end = RunEnd::EstimatesPass;
  for (int round = 0; round < MostRounds && end == RunEnd::EstimatesPass && lacksDigits(pairs); ++round) {
    slack_ *= Real<S>(0.1);
    end = finder.run(slack_);
    const MultiVector<S> candidates = finder.vectors(options_.numPairs);
    auto next = countingVerification([&] { return verify(*pencil_, candidates, options_.which); });
    if (next.size() == pairs.size() && next.worst < pairs.worst) pairs = std::move(next);
  }
  std::string endedBy = end == RunEnd::Supervised  ? supervisor_.reason(finder.stopStatus)
                        : end == RunEnd::Exhausted ? finder.exhaustedBecause
                                                   : "residuals did not become smaller";
  const std::optional<RitzPairs<S>> behind = std::exchange(behind_, std::nullopt);
  if (hasCopies && end != RunEnd::Supervised) conclude(finder, pairs);
  const bool isBetter = status_ == Status::Converged && !(hasCopies && end == RunEnd::Supervised);
  if (status_ != Status::Converged) endedBy = reason_;
  if (isBetter)
    found = std::move(pairs);
  else
    behind_ = behind;
  settle(Status::Converged,
         passed +
             (lacksDigits(found)
                  ? "; error bounds larger than a twentieth of the values remain: the iteration went on "
                    "for them until " +
                        endedBy
                  : "; the iteration went on until no error bound was larger than a twentieth of its value"));
}

template <class S>
VerifiedPairs<S> SolveRun<S>::iterate(PairFinder<S>& finder) {
  if (!finder.seesMultiplicity() && !checkpoint_.state())
    if (auto pairs = countingVerification(
            [&] { return verifiedStart(*pencil_, start_, options_.which, options_.numPairs); })) {
      conclude(finder, *pairs);
      return *pairs;
    }
  constexpr int Attempts = 8;
  for (int attempt = 1;; ++attempt) {
    const RunEnd end = finder.run(slack_);
    const MultiVector<S> candidates = finder.vectors(options_.numPairs);
    auto pairs = countingVerification([&] { return verify(*pencil_, candidates, options_.which); });
    const bool enough = std::holds_alternative<Interval>(options_.which) || pairs.size() == options_.numPairs;
    const bool good = finder.isComplete() && enough && pairs.numConverged() == pairs.size();
    if (good && (finder.seesMultiplicity() || end != RunEnd::Supervised)) {
      VerifiedPairs<S> found = pairs;
      conclude(finder, found);
      const bool mayGoOn = end == RunEnd::EstimatesPass && status_ == Status::Converged;
      if (mayGoOn && lacksDigits(pairs)) tighten(finder, std::move(pairs), found);
      return found;
    }
    if (end == RunEnd::Supervised) {
      settle(finder.stopStatus, supervisor_.reason(finder.stopStatus));
      return pairs;
    }
    if (end == RunEnd::Exhausted || attempt == Attempts) {
      settle(Status::Breakdown,
             fmt::format("{}: the worst residual is {:.1e} in units of the tolerance, asked for {:.1e}",
                         end == RunEnd::Exhausted ? finder.exhaustedBecause
                                                  : "recomputed residuals stay above the estimates",
                         pairs.worst * pencil_->tolerance, options_.tolerance));
      return pairs;
    }
    slack_ *= std::clamp(Real<S>(0.5) / std::max(pairs.worst, Real<S>(1)), Real<S>(1e-3), Real<S>(0.5));
  }
}

/// A few steps of LOBPCG, inside the spectrum of Davidson's method, for pairs that are just short of the
/// tolerance.
template <class S>
VerifiedPairs<S> SolveRun<S>::polish(const VerifiedPairs<S>& pairs) {
  if (isInterior(options_.which)) {
    const auto finder = makeDavidsonFinder<S>(*pencil_, options_, Davidson{}, pairs.U, false, supervisor_);
    finder->run(Real<S>(0.5));
    const MultiVector<S> candidates = finder->vectors(options_.numPairs);
    return countingVerification([&] { return verify(*pencil_, candidates, options_.which); });
  }
  const Lobpcg parameters;
  if (lobpcgBlock(parameters, options_.numPairs, pencil_->n) < options_.numPairs) return pairs;
  const auto finder = makeLobpcgFinder(*pencil_, options_, parameters, pairs.U, supervisor_);
  finder->run(Real<S>(0.5));
  const MultiVector<S> candidates = finder->vectors(options_.numPairs);
  return countingVerification([&] { return verify(*pencil_, candidates, options_.which); });
}

/// The Ritz pairs behind the wanted ones with their images, as many as the guards that are asked for and the
/// search for copies can use; none if the method has none.
template <class S>
RitzPairs<S>& SolveRun<S>::pairsBehind(PairFinder<S>& finder) {
  if (behind_) return *behind_;
  const int k = options_.numPairs, count = std::max(options_.numGuards, k + 10);
  behind_.emplace(RitzPairs<S>{{}, MultiVector<S>(pencil_->map, 0), std::nullopt});
  if (finder.available() <= k) return *behind_;
  RitzPairs<S> behind = countingVerification([&] { return finder.pairsBehind(k, count); });
  if (behind.images) *behind_ = std::move(behind);
  return *behind_;
}

/// For the result.
template <class S>
RitzPairs<S> SolveRun<S>::takeGuards(PairFinder<S>& finder) {
  const RitzPairs<S>& all = pairsBehind(finder);
  const int there = static_cast<int>(all.values.size());
  const int most = options_.numGuards < 0 ? options_.numPairs + 10 : options_.numGuards;
  const int wanted = std::min(most, there);
  if (wanted == 0) return {{}, MultiVector<S>(pencil_->map, 0), std::nullopt};
  return {{all.values.begin(), all.values.begin() + wanted},
          columns(all.vectors, 0, wanted),
          columns(*all.images, 0, wanted)};
}

template <class S>
SolveOutcome<S> SolveRun<S>::solve() {
  const auto finder = makeFinder(*pencil_, options_, checkpoint_, start_, supervisor_);
  if (checkpoint_.isWanted())
    supervisor_.saveBy(options_.checkpoint.interval, [&] {
      checkpoint_.save(*pencil_, supervisor_, *finder, slack_, verificationColumns_);
    });
  VerifiedPairs<S> pairs = iterate(*finder);
  supervisor_.finish(pencil_->A->count().columns, pairs.numConverged(),
                     static_cast<double>(pairs.worst * pencil_->tolerance));
  RitzPairs<S> guards = takeGuards(*finder);
  const MethodChoice& choice = checkpoint_.choice();
  const std::string name = finder->name.empty() ? nameOf(choice.method) : finder->name;
  MethodReport method{name, choice.chosenBy, choice.why, finder->basis, finder->block, finder->filterDegree};
  if (!finder->why.empty()) method.why += "; " + finder->why;
  Timing seconds;
  seconds.total = supervisor_.seconds();
  seconds.orthogonalization = checkpoint_.orthogonalizationSeconds() + finder->orthogonalizationSeconds();
  const InverseWork inverse = checkpoint_.workOfInverse(*pencil_);
  const std::array<std::shared_ptr<MeasuredOperator<S>>, 5> operators{
      pencil_->A, pencil_->mass, pencil_->massInverse, pencil_->preconditioner, pencil_->shiftInverse};
  for (const auto& op : operators)
    if (op) seconds.operators += op->count().seconds;
  return {pencil_,
          options_,
          std::move(pairs),
          std::move(guards),
          status_,
          reason_,
          method,
          supervisor_.history(),
          verificationColumns_,
          supervisor_.iterations(),
          inverse.factorizations,
          inverse.inner,
          seconds,
          checkpoint_.resumed()};
}

RITZ_INSTANTIATE(SolveRun)

}  // namespace ritz
