#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/BlockOrthonormalization.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/NewDirection.hpp>
#include <ritz/solvers/RandomizedSolve.hpp>
#include <ritz/solvers/SketchRemainder.hpp>
#include <ritz/solvers/StartVectors.hpp>
#include <ritz/solvers/Stopwatch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

constexpr int Probes = 2;  ///< products of Pencil

void expectSupported(const EigenOptions& options, const std::string& resume) {
  const bool isSeen = std::holds_alternative<Largest>(options.which) ||
                      std::holds_alternative<LargestMagnitude>(options.which);
  if (!isSeen)
    throw NotSupported(
        fmt::format("eigsolve: a random sketch sees the values of largest magnitude, asked for {}; ask for "
                    "largest or largest-magnitude, or for another method",
                    nameOf(options.which)));
  if (!resume.empty())
    throw InvalidOption(
        "eigsolve: the randomized method does its work in one go and cannot go on from a checkpoint; leave "
        "one of them out");
}

/// One double pass at work.
template <class S>
class DoublePass {
 public:
  DoublePass(const EigenProblem<S>& problem, const EigenOptions& options, const RandomizedChoice& choice,
             const Start<S>& start, Monitor* monitor)
      : choice_(choice),
        options_(options),
        pencil_(std::make_shared<Pencil<S>>(problem, options)),
        supervisor_(pencil_->map->getComm(), options.budget, pencil_->n, monitor),
        columns_(sketchColumns(choice.parameters, options.numPairs, pencil_->n)),
        given_(std::min(givenColumns<S>(start, nullptr), columns_)),
        Q_(startBlock<S>(start, nullptr, pencil_->map, columns_, options.seed)) {
    checkStart(start, *pencil_->map);
    if (pencil_->mass && !pencil_->massInverse)
      pencil_->massInverse = std::make_shared<MeasuredOperator<S>>(
          makeMassInverse(*pencil_, std::clamp(options.tolerance * 1e-2, 1e-12, 1e-4)), "the inverse of B");
  }

  SolveOutcome<S> solve() {
    Dense<S> C;
    std::optional<Status> stop;
    for (int pass = 0; pass <= choice_.parameters.powerPasses && !stop; ++pass) {
      const Dense<S> next = multiplySketch();
      C = pass == 0 ? next : product(C, next);
      stop = supervisor_.afterStep(progress());
    }
    SolveOutcome<S> outcome{pencil_, options_, none(), {{}, MultiVector<S>(pencil_->map, 0), std::nullopt}};
    if (stop) {
      outcome.status = *stop;
      outcome.reason = supervisor_.reason(*stop) + " before the second pass";
    } else {
      project(outcome, C);
    }
    report(outcome);
    return outcome;
  }

 private:
  /// Q ← an orthonormal basis of B′⁻¹A′Q; C of Q C.
  Dense<S> multiplySketch() {
    MultiVector<S> Y(pencil_->map, Q_.getNumVectors(), false);
    pencil_->A->apply(Q_, Y);
    if (pencil_->massInverse)
      pencil_->massInverse->apply(Y, Q_);
    else
      std::swap(Q_, Y);
    const Stopwatch stopwatch(seconds_);
    Dense<S> C = orthonormalizeBlock(*pencil_, Q_);
    if (C.cols() < C.rows()) Q_ = columns(Q_, 0, C.cols());
    return C;
  }

  Progress progress() const {
    Progress now;
    now.applications = pencil_->A->count().columns;
    now.wanted = options_.numPairs;
    now.maxResidual = std::numeric_limits<double>::infinity();
    return now;
  }

  VerifiedPairs<S> none() const {
    return {{}, MultiVector<S>(pencil_->map, 0), MultiVector<S>(pencil_->map, 0), {}, {}, {}, {}, 0};
  }

  /// Where A has a lower rank than pairs are asked for: fresh directions, which its null vectors are among.
  void fillUp() {
    const int there = static_cast<int>(Q_.getNumVectors()), k = options_.numPairs;
    if (there >= k) return;
    MultiVector<S> filled(pencil_->map, static_cast<std::size_t>(k));
    if (there > 0) Tpetra::deep_copy(*filled.subViewNonConst(Teuchos::Range1D(0, there - 1)), Q_);
    for (int j = there; j < k; ++j)
      freshDirection(*pencil_, filled, j, *filled.getVectorNonConst(static_cast<std::size_t>(j)),
                     options_.seed);
    Q_ = filled;
  }

  /// The second pass.
  void project(SolveOutcome<S>& outcome, const Dense<S>& C) {
    fillUp();
    MultiVector<S> images(pencil_->map, Q_.getNumVectors(), false);
    pencil_->A->apply(Q_, images);
    const Stopwatch stopwatch(seconds_);
    VerifiedPairs<S> all = verifyImages(*pencil_, std::move(Q_), std::move(images), options_.which, columns_);
    const int k = options_.numPairs;
    outcome.pairs = verifyImages(*pencil_, columns(all.U, 0, k), columns(all.AU, 0, k), options_.which, k);
    const int most = options_.numGuards < 0 ? options_.numPairs + 10 : options_.numGuards;
    if (const int guards = std::min(most, all.size() - k); guards > 0)
      outcome.guards = {{all.values.begin() + k, all.values.begin() + k + guards},
                        columns(all.U, k, guards),
                        columns(all.AU, k, guards)};
    outcome.remainder = remainder(C, outcome.pairs);
    settle(outcome);
  }

  std::optional<Real<S>> remainder(const Dense<S>& C, const VerifiedPairs<S>& pairs) const {
    Sketch<S> sketch{C, given_, choice_.parameters.powerPasses, Real<S>(1), std::abs(pairs.values.front())};
    if (pencil_->mass) {
      const std::vector<Real<S>> images = columnNorms(pairs.BU());
      sketch.weight = *std::min_element(images.begin(), images.end());
    }
    return sketchRemainder(sketch);
  }

  void settle(SolveOutcome<S>& outcome) const {
    const VerifiedPairs<S>& pairs = outcome.pairs;
    const bool isAll = pairs.numConverged() == pairs.size();
    outcome.status = isAll ? Status::Converged : Status::ApplicationLimit;
    outcome.reason =
        isAll
            ? "all residuals are within the tolerance"
            : fmt::format(
                  "{} products were made, as asked: the worst residual is {:.1e} in units of the tolerance, "
                  "asked for {:.1e}",
                  pencil_->A->count().columns, pairs.worst * pencil_->tolerance, options_.tolerance);
    if (!outcome.remainder) return;
    outcome.reason += fmt::format("; pairs that the sketch has not seen have |λ| of about {:.1e} at most",
                                  *outcome.remainder * pencil_->valueScale());
    if (*outcome.remainder >= std::abs(pairs.values.back()))
      outcome.reason += ", more than the last of these: some may be missing";
  }

  void report(SolveOutcome<S>& outcome) {
    supervisor_.finish(pencil_->A->count().columns, outcome.pairs.numConverged(),
                       static_cast<double>(outcome.pairs.worst * pencil_->tolerance));
    outcome.method = {"randomized", choice_.chosenBy, choice_.why, columns_, columns_, 0};
    outcome.history = supervisor_.history();
    outcome.verificationColumns = Probes;
    outcome.iterations = supervisor_.iterations();
    outcome.seconds.total = supervisor_.seconds();
    outcome.seconds.orthogonalization = seconds_;
    for (const auto* op : {&pencil_->A, &pencil_->mass, &pencil_->massInverse})
      if (*op) outcome.seconds.operators += (*op)->count().seconds;
  }

  const RandomizedChoice& choice_;
  const EigenOptions& options_;
  std::shared_ptr<Pencil<S>> pencil_;
  Supervisor supervisor_;
  int columns_, given_;
  MultiVector<S> Q_;
  double seconds_ = 0;
};

}  // namespace

std::optional<RandomizedChoice> randomizedChoice(const Method& method) {
  if (const auto* named = std::get_if<Randomized>(&method)) return RandomizedChoice{*named, "user", "named"};
  const auto* automatic = std::get_if<Auto>(&method);
  if (!automatic || automatic->products == 0) return std::nullopt;
  return RandomizedChoice{Randomized{automatic->products}, "auto",
                          "a fixed number of products was asked for: the double pass, in few calls"};
}

int sketchColumns(const Randomized& parameters, int numPairs, long long n) {
  constexpr int Beyond = 10;
  const int wanted = parameters.products > 0 ? (parameters.products - Probes) / (2 + parameters.powerPasses)
                                             : numPairs + std::max(Beyond, numPairs / 2);
  return static_cast<int>(std::min<long long>(wanted, n));
}

template <class S>
SolveOutcome<S> solveRandomized(const EigenProblem<S>& problem, const EigenOptions& options,
                                const RandomizedChoice& choice, const Start<S>& start, Monitor* monitor) {
  expectSupported(options, start.resume);
  return DoublePass<S>(problem, options, choice, start, monitor).solve();
}

#define RITZ_RANDOMIZED(S)                                                                 \
  template SolveOutcome<S> solveRandomized<S>(const EigenProblem<S>&, const EigenOptions&, \
                                              const RandomizedChoice&, const Start<S>&, Monitor*);
RITZ_FOR_EACH_SCALAR(RITZ_RANDOMIZED)

}  // namespace ritz
