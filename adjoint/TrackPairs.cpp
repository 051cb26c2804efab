#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/TrackPairs.hpp>
#include <ritz/adjoint/TrackingCorrection.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonBasis.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>
#include <ritz/solvers/ResultAssembly.hpp>
#include <ritz/solvers/RoundingFloor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

constexpr long DefaultColumns = 1000;
constexpr int MaxVerifications = 3;

EigenOptions withTolerance(EigenOptions options, double tolerance) {
  options.tolerance = tolerance;
  return options;
}

template <class S>
class PairTracking {
 public:
  PairTracking(const EigenResult<S>& previous, double tolerance, long maxColumns, SylvesterOptions sylvester);

  std::optional<EigenResult<S>> run();

 private:
  std::vector<int> unconverged(Real<S> limit);
  bool expand(const std::vector<int>& which);
  void restart();
  RitzPairs<S> guards() const;
  std::optional<EigenResult<S>> verified();
  Dense<S> coefficients(int first, int count) const;
  long products() const { return pencil_->A->count().columns + correction_.applications().A.columns; }
  int count() const { return static_cast<int>(ritz_.values.size()); }

  const EigenResult<S>& previous_;
  EigenOptions options_;
  long maxColumns_;
  int k_, started_ = 0;
  std::shared_ptr<Pencil<S>> pencil_;
  Which which_;  // in scaled values
  DavidsonBasis<S> basis_;
  TrackingCorrection<S> correction_;
  SmallEigen<S> ritz_;   // best first
  Dense<S> before_;      // Ritz vectors of the step before
  MultiVector<S> open_;  // residuals of the pairs that have not converged
  std::vector<Real<S>> relative_;
  int rounds_ = 0, verifications_ = 0;
};

/// More of them do not pay: each costs a product.
int guardsToStart(std::size_t guards) { return static_cast<int>(std::min(guards, std::size_t(5))); }

int capacityFor(int pairs, std::size_t guards, const MapPtr& map) {
  const long long wanted = 4 * pairs + guardsToStart(guards) + 20;
  return static_cast<int>(std::min(wanted, static_cast<long long>(map->getGlobalNumElements())));
}

template <class S>
std::shared_ptr<Pencil<S>> pencilFor(const EigenProblem<S>& problem, const EigenOptions& options) {
  const auto pencil = std::make_shared<Pencil<S>>(problem, options);
  if (!std::holds_alternative<Smallest>(options.which)) pencil->preconditioner.reset();
  return pencil;
}

template <class S>
PairTracking<S>::PairTracking(const EigenResult<S>& previous, double tolerance, long maxColumns,
                              SylvesterOptions sylvester)
    : previous_(previous),
      options_(withTolerance(previous.options, tolerance)),
      maxColumns_(maxColumns > 0 ? maxColumns : DefaultColumns),
      k_(static_cast<int>(previous.values.size())),
      pencil_(pencilFor(previous.problem, options_)),
      which_(scaled(options_.which, static_cast<double>(pencil_->valueScale()))),
      basis_(*pencil_, capacityFor(k_, previous.guards.values.size(), pencil_->map), 0, nullptr,
             options_.seed),
      correction_(*pencil_, previous, sylvester),
      open_(pencil_->map, 0) {
  const int guards = previous.guards.vectors ? guardsToStart(previous.guards.values.size()) : 0;
  started_ =
      basis_.expand(guards > 0 ? joined(*previous.vectors, columns(*previous.guards.vectors, 0, guards))
                               : *previous.vectors);
}

template <class S>
std::optional<EigenResult<S>> PairTracking<S>::run() {
  constexpr Real<S> Slack = Real<S>(0.9);  // the images of the space carry some rounding
  if (started_ < k_) return std::nullopt;
  RoundingFloor<Real<S>> floor;
  for (;; ++rounds_) {
    ritz_ = orderedEigen(basis_.projected(), which_);
    const std::vector<int> left = unconverged(Slack * pencil_->tolerance);
    if (left.empty()) {
      if (auto result = verified()) return result;
      if (verifications_ == MaxVerifications) return std::nullopt;
      basis_.refresh();
      continue;
    }
    const Real<S> worst = *std::max_element(relative_.begin(), relative_.end());
    if (products() >= maxColumns_ || floor.reached(static_cast<double>(worst)) || !expand(left))
      return std::nullopt;
  }
}

/// The wanted pairs whose relative residuals are above `limit`; keeps their residuals.
template <class S>
std::vector<int> PairTracking<S>::unconverged(Real<S> limit) {
  const Dense<S> C = coefficients(0, k_);
  const std::vector<Real<S>> theta(ritz_.values.begin(), ritz_.values.begin() + k_);
  const MultiVector<S> R = basis_.residuals(C, theta);
  const std::vector<Real<S>> norms = columnNorms(R), sizes = columnNorms(basis_.vectors(C));
  std::vector<int> which;
  relative_.clear();
  for (int j = 0; j < k_; ++j) {
    const auto at = static_cast<std::size_t>(j);
    relative_.push_back(pencil_->relative(norms[at], theta[at], sizes[at], Real<S>(1)));
    if (!(relative_.back() <= limit)) which.push_back(j);
  }
  open_ = pickColumns(R, which);
  return which;
}

template <class S>
bool PairTracking<S>::expand(const std::vector<int>& which) {
  const TrackedState<S> state{basis_, ritz_, relative_};
  const MultiVector<S> T = correction_.of(open_, which, state);
  if (basis_.size() + static_cast<int>(which.size()) > basis_.capacity() && !basis_.isFull()) restart();
  before_ = ritz_.vectors;
  return basis_.expand(T) > 0;
}

/// Keeps the pairs, the guards and the pairs of the step before.
template <class S>
void PairTracking<S>::restart() {
  std::vector<int> pairs(static_cast<std::size_t>(k_));
  std::iota(pairs.begin(), pairs.end(), 0);
  const int keep = std::min(started_, count());
  basis_.compress(restartCoefficients(ritz_.vectors, keep, before_, pairs));
  ritz_.values.resize(static_cast<std::size_t>(keep));
  ritz_.vectors = Dense<S>(basis_.size(), keep);
  for (int j = 0; j < keep; ++j) ritz_.vectors(j, j) = S(1);
}

/// Ritz vectors `first` … `first` + `count` − 1 in the basis.
template <class S>
Dense<S> PairTracking<S>::coefficients(int first, int count) const {
  Dense<S> C(basis_.size(), count);
  for (int j = 0; j < count; ++j) std::copy_n(ritz_.vectors.column(first + j), C.rows(), C.column(j));
  return C;
}

template <class S>
RitzPairs<S> PairTracking<S>::guards() const {
  const Dense<S> C = coefficients(k_, count() - k_);
  return {{ritz_.values.begin() + k_, ritz_.values.end()}, basis_.vectors(C), basis_.images(C)};
}

template <class S>
std::optional<EigenResult<S>> PairTracking<S>::verified() {
  ++verifications_;
  VerifiedPairs<S> pairs = verify(*pencil_, basis_.vectors(coefficients(0, k_)), which_);
  if (pairs.numConverged() < k_) return std::nullopt;
  EigenOptions scaledOptions = options_;
  scaledOptions.which = which_;
  SolveOutcome<S> outcome{pencil_,
                          scaledOptions,
                          std::move(pairs),
                          guards(),
                          Status::Converged,
                          fmt::format("tracked from earlier pairs in {} steps", rounds_),
                          previous_.method,
                          {},
                          2L + long(k_) * verifications_,
                          rounds_,
                          {},
                          {}};
  EigenResult<S> result = assemble(previous_.problem, options_, std::move(outcome));
  result.applications = plus(result.applications, correction_.applications());
  return result;
}

}  // namespace

template <class S>
std::optional<EigenResult<S>> trackPairs(const EigenResult<S>& previous, double tolerance, long maxColumns,
                                         SylvesterOptions options) {
  if (!previous.vectors || previous.values.empty())
    throw InvalidOption("trackPairs: the result holds no pairs; solve first");
  if (!(tolerance > 0 && tolerance < 1))
    throw InvalidOption(
        fmt::format("trackPairs: asked for a tolerance of {}; it must be in (0, 1)", tolerance));
  if (previous.problem.constraints) return std::nullopt;
  try {
    return PairTracking<S>(previous, tolerance, maxColumns, options).run();
  } catch (const IndefiniteMass&) {
    return std::nullopt;  // a solve tells why
  }
}

#define RITZ_TRACK_PAIRS(S) \
  template std::optional<EigenResult<S>> trackPairs<S>(const EigenResult<S>&, double, long, SylvesterOptions);
RITZ_FOR_EACH_SCALAR(RITZ_TRACK_PAIRS)

}  // namespace ritz
