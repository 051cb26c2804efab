#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/InverseOperator.hpp>
#include <ritz/operators/KrylovSolve.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ritz {

namespace {

using Columns = std::vector<std::size_t>;

template <class S>
const Operator<S>& checked(const OperatorPtr<S>& A) {
  return detail::requirePart(A, "InverseOperator", "the operator to invert");
}

template <class S>
std::vector<Real<S>> norms(const MultiVector<S>& X) {
  std::vector<Real<S>> result(X.getNumVectors());
  X.norm2(Teuchos::arrayView(result.data(), static_cast<Teuchos_Ordinal>(result.size())));
  return result;
}

/// The solve of A X = B in rounds: each corrects the columns whose recomputed residual is still too large.
template <class S>
class Refinement {
 public:
  Refinement(const OperatorPtr<S>& A, const InverseOptions<S>& options, const MultiVector<S>& B,
             MultiVector<S>& X)
      : A_(A),
        options_(options),
        X_(X),
        residual_(B, Teuchos::Copy),
        wanted_(norms(B)),
        found_(wanted_),
        oneByOne_(options.solver == InverseSolver::Minres) {
    const auto n = static_cast<long long>(B.getGlobalLength());
    limit_ = options.maxIterations;
    if (limit_ == 0) limit_ = static_cast<int>(std::clamp<long long>(10 * n, 100, 20000));
    for (auto& norm : wanted_) norm *= static_cast<Real<S>>(options.tolerance);
  }

  void solve() {
    X_.putScalar(S(0));
    requireFinite();
    for (Columns open = unconverged(); !open.empty(); open = unconverged()) {
      const bool failed = !lastFailure_.empty();
      if (used_ >= limit_ || round_ == MaxRounds || (failed && oneByOne_)) fail(open);
      oneByOne_ = oneByOne_ || failed;  // Belos gives up on a block when one of its columns is solved exactly
      if (oneByOne_)
        correctEach(open);
      else
        used_ += correct(open, limit_ - used_);
      ++round_;
    }
  }

 private:
  static constexpr int MaxRounds = 5;  // more do not help: each gains the digits that rounding in A x leaves

  Columns unconverged() const {
    Columns open;
    for (std::size_t j = 0; j < found_.size(); ++j)
      if (!(found_[j] <= wanted_[j])) open.push_back(j);
    return open;
  }

  void requireFinite() const {
    for (const auto norm : found_)
      if (!std::isfinite(norm))
        throw OperatorFailure(
            "InverseOperator: asked to solve for a right-hand side with NaN or Inf; look for where "
            "it comes from");
  }

  double roundTolerance(const Columns& columns) const {
    double ratio = 1.0;
    for (const std::size_t j : columns) ratio = std::min(ratio, static_cast<double>(wanted_[j] / found_[j]));
    return 0.9 * ratio;  // room for the difference between the method's residual and the recomputed one
  }

  void correctEach(const Columns& columns) {
    int most = 0;
    for (const std::size_t j : columns) {
      most = std::max(most, correct({j}, limit_ - used_));
      if (!lastFailure_.empty()) break;
    }
    used_ += most;
  }

  /// Returns the iterations used.
  int correct(const Columns& columns, int maxIterations) {
    const Teuchos::ArrayView<const std::size_t> view(columns);
    const auto R = residual_.subViewNonConst(view);
    const MultiVector<S> right(*R, Teuchos::Copy);
    MultiVector<S> D(X_.getMap(), columns.size(), true), product(right.getMap(), columns.size(), false);
    const auto end = detail::krylovSolve<S>(A_, options_, roundTolerance(columns), maxIterations, right, D);
    raiseOperatorFailure(*X_.getMap()->getComm(), "InverseOperator");
    A_->apply(D, product);
    raiseOperatorFailure(*X_.getMap()->getComm(), "InverseOperator");
    X_.subViewNonConst(view)->update(S(1), D, S(1));
    R->update(S(-1), product, S(1));
    const auto now = norms(*R);
    for (std::size_t i = 0; i < columns.size(); ++i) found_[columns[i]] = now[i];
    lastFailure_ = end.failure;
    return end.iterations;
  }

  [[noreturn]] void fail(const Columns& open) const {
    double worst = 0.0;
    for (const std::size_t j : open)
      worst = std::max(worst, options_.tolerance * static_cast<double>(found_[j] / wanted_[j]));
    for (const std::size_t j : open)
      if (std::isnan(found_[j])) worst = std::nan("");
    throw OperatorFailure(
        fmt::format("InverseOperator: asked for ‖b − A x‖ ≤ {:.1e}·‖b‖, reached {:.1e} after {} iterations "
                    "(limit {}) with {} of "
                    "{} columns missing{}; give a larger tolerance, more iterations, a preconditioner, or a "
                    "solver that fits A",
                    options_.tolerance, worst, used_, limit_, open.size(), found_.size(),
                    lastFailure_.empty() ? "" : ": " + lastFailure_));
  }

  const OperatorPtr<S>& A_;
  const InverseOptions<S>& options_;
  MultiVector<S>& X_;
  MultiVector<S> residual_;
  std::vector<Real<S>> wanted_, found_;
  int limit_ = 0, used_ = 0, round_ = 0;
  bool oneByOne_;
  std::string lastFailure_;
};

}  // namespace

template <class S>
InverseOperator<S>::InverseOperator(OperatorPtr<S> A, InverseOptions<S> options)
    : LinearOperator<S>(checked(A).getRangeMap(), checked(A).getDomainMap()),
      A_(A),
      options_(std::move(options)) {
  if (!(options_.tolerance > 0.0 && options_.tolerance < 1.0))
    throw InvalidOption(
        fmt::format("InverseOperator: asked for a tolerance of {}; give one in (0, 1)", options_.tolerance));
  if (options_.maxIterations < 0)
    throw InvalidOption(
        fmt::format("InverseOperator: asked for at most {} iterations; give 0 (automatic) or more",
                    options_.maxIterations));
  const Map& map = *A_->getDomainMap();
  detail::requireSameMap(*A_->getRangeMap(), map, "InverseOperator", "the range of the operator to invert");
  if (!options_.preconditioner) return;
  detail::requireSameMap(*options_.preconditioner->getDomainMap(), map, "InverseOperator",
                         "the domain of the preconditioner");
  detail::requireSameMap(*options_.preconditioner->getRangeMap(), map, "InverseOperator",
                         "the range of the preconditioner");
}

template <class S>
void InverseOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  Refinement<S>(A_, options_, X, Y).solve();
}

template <class S>
std::uint64_t InverseOperator<S>::version() const {
  const auto& preconditioner = options_.preconditioner;
  return detail::combineVersions({versionOf(*A_), preconditioner ? versionOf(*preconditioner) : 0});
}

RITZ_INSTANTIATE(InverseOperator)

}  // namespace ritz
