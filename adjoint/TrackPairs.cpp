#include <ritz/adjoint/ApplicationAlgebra.hpp>
#include <ritz/adjoint/CountedPencil.hpp>
#include <ritz/adjoint/ProjectedSylvester.hpp>
#include <ritz/adjoint/TrackPairs.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/LinearOperator.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace ritz {

namespace {

/// Vectors with their images.
template <class S>
struct Span {
  MultiVector<S> X, AX, BX;

  Span with(const Span& other) const {
    return {joined(X, other.X), joined(AX, other.AX), joined(BX, other.BX)};
  }
  Span times(const Dense<S>& C) const { return {ritz::times(X, C), ritz::times(AX, C), ritz::times(BX, C)}; }
  Span part(int first, int count) const {
    return {columns(X, first, count), columns(AX, first, count), columns(BX, first, count)};
  }
};

template <class S>
class PairTracking {
 public:
  PairTracking(const EigenResult<S>& previous, double tolerance, SylvesterOptions options)
      : result_(previous),
        options_(options),
        tolerance_(static_cast<Real<S>>(tolerance)),
        k_(static_cast<int>(previous.values.size())),
        pencil_(previous.problem),
        span_(imagesOf(previous.guards.vectors ? joined(*previous.vectors, *previous.guards.vectors)
                                               : *previous.vectors)),
        size_(static_cast<int>(span_.X.getNumVectors())) {
    result_.applications = Applications();
    result_.versionA = versionOf(*previous.problem.A);
    result_.versionB = previous.problem.mass ? versionOf(*previous.problem.mass) : 0;
  }

  /// Ritz pairs of the span, the best k of which become the pairs, the next ones guards. False if the span
  /// has lost its rank.
  bool rayleighRitz();

  /// The pairs whose residuals are too large.
  std::vector<int> unconverged() const;

  /// Adds corrections of these pairs to the span.
  void correct(const std::vector<int>& which);

  EigenResult<S> finished(int rounds);

 private:
  Span<S> imagesOf(const MultiVector<S>& X) const {
    return {MultiVector<S>(X, Teuchos::Copy), pencil_.applyA(X), pencil_.applyB(X)};
  }
  Real<S> allowed(int j) const {
    return tolerance_ *
           (result_.normA + std::abs(result_.values[static_cast<std::size_t>(j)]) * result_.normB);
  }
  SolveGoal<S> goalFor(const std::vector<int>& which) const;

  EigenResult<S> result_;
  SylvesterOptions options_;
  Real<S> tolerance_;
  int k_;
  CountedPencil<S> pencil_;
  Span<S> span_;
  int size_;  // of pairs and guards together
  Applications solves_;
};

template <class S>
bool PairTracking<S>::rayleighRitz() {
  const auto small = pencilEigen(gram(span_.X, span_.AX), gram(span_.X, span_.BX));
  if (!small) return false;
  const std::vector<int> order = sortedIndices(small->values, result_.options.which);
  Dense<S> C(small->vectors.rows(), std::min(size_, static_cast<int>(order.size())));
  std::vector<Real<S>> values;
  for (int j = 0; j < C.cols(); ++j) {
    const int from = order[static_cast<std::size_t>(j)];
    std::copy_n(small->vectors.column(from), C.rows(), C.column(j));
    values.push_back(small->values[static_cast<std::size_t>(from)]);
  }
  span_ = span_.times(C);
  result_.values.assign(values.begin(), values.begin() + k_);
  result_.vectors = std::make_shared<MultiVector<S>>(columns(span_.X, 0, k_));
  const auto norms =
                 columnNorms(residualOf(columns(span_.AX, 0, k_), columns(span_.BX, 0, k_), result_.values)),
             sizes = columnNorms(*result_.vectors);
  for (std::size_t j = 0; j < norms.size(); ++j) {
    result_.residuals[j] = norms[j] / sizes[j];
    result_.errorBounds[j] =
        result_.problem.mass ? std::numeric_limits<Real<S>>::infinity() : result_.residuals[j];
    result_.converged[j] = result_.residuals[j] <= allowed(static_cast<int>(j));
  }
  const int guards = C.cols() - k_;
  result_.guards = {};
  if (guards == 0) return true;
  result_.guards.values.assign(values.begin() + k_, values.end());
  result_.guards.vectors = std::make_shared<MultiVector<S>>(columns(span_.X, k_, guards));
  result_.guards.images = std::make_shared<MultiVector<S>>(columns(span_.AX, k_, guards));
  return true;
}

template <class S>
std::vector<int> PairTracking<S>::unconverged() const {
  std::vector<int> which;
  for (int j = 0; j < k_; ++j)
    if (!result_.converged[static_cast<std::size_t>(j)]) which.push_back(j);
  return which;
}

/// As far down as the worst of them has to go, with room for what is of second order.
template <class S>
SolveGoal<S> PairTracking<S>::goalFor(const std::vector<int>& which) const {
  SolveGoal<S> goal;
  goal.residual = Real<S>(0.3);
  for (const int j : which)
    goal.residual =
        std::min(goal.residual, Real<S>(0.3) * allowed(j) / result_.residuals[static_cast<std::size_t>(j)]);
  goal.group.assign(which.size(), 0);
  goal.fixedSquare = {Real<S>(0)};
  return goal;
}

template <class S>
void PairTracking<S>::correct(const std::vector<int>& which) {
  std::vector<Real<S>> values;
  for (const int j : which) values.push_back(result_.values[static_cast<std::size_t>(j)]);
  MultiVector<S> R = residualOf(pickColumns(span_.AX, which), pickColumns(span_.BX, which), values);
  R.scale(S(-1));
  const ProjectedSylvester<S> sylvester(result_, options_);
  const auto solution = sylvester.solve(R, which, goalFor(which));
  solves_ = plus(solves_, sylvester.applications());
  MultiVector<S> X(*solution.X, Teuchos::Copy);
  std::vector<Real<S>> inverse;
  for (const Real<S> norm : columnNorms(X)) inverse.push_back(norm > 0 ? 1 / norm : Real<S>(1));
  scaleColumns(X, inverse);  // the small eigenproblem is as well conditioned as its basis
  span_ = span_.with(imagesOf(X));
}

template <class S>
EigenResult<S> PairTracking<S>::finished(int rounds) {
  result_.status = Status::Converged;
  result_.reason = fmt::format("tracked from earlier pairs by {} corrections", rounds);
  result_.iterations = rounds;
  result_.history.clear();
  result_.applications = plus(pencil_.applications(), solves_);
  return result_;
}

}  // namespace

template <class S>
std::optional<EigenResult<S>> trackPairs(const EigenResult<S>& previous, double tolerance, int rounds,
                                         SylvesterOptions options) {
  if (!previous.vectors || previous.values.empty())
    throw InvalidOption("trackPairs: the result holds no pairs; solve first");
  if (!(tolerance > 0 && tolerance < 1))
    throw InvalidOption(
        fmt::format("trackPairs: asked for a tolerance of {}; it must be in (0, 1)", tolerance));
  PairTracking<S> tracking(previous, tolerance, options);
  for (int round = 0;; ++round) {
    if (!tracking.rayleighRitz()) return std::nullopt;
    const std::vector<int> left = tracking.unconverged();
    if (left.empty()) return tracking.finished(round);
    if (round == rounds) return std::nullopt;
    tracking.correct(left);
  }
}

#define RITZ_TRACK_PAIRS(S) \
  template std::optional<EigenResult<S>> trackPairs<S>(const EigenResult<S>&, double, int, SylvesterOptions);
RITZ_FOR_EACH_SCALAR(RITZ_TRACK_PAIRS)

}  // namespace ritz
