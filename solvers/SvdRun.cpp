#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/LanczosFinder.hpp>
#include <ritz/solvers/MissedTriplets.hpp>
#include <ritz/solvers/PreconditionedTripletFinder.hpp>
#include <ritz/solvers/SvdRun.hpp>
#include <ritz/solvers/VectorPhase.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

constexpr long long WholeSpace = 1000;  ///< bases of so many vectors are kept for the smallest values

const char* const Advice = "; with an inverse or a preconditioner the smallest values come in few steps";

bool isLargest(const SvdOptions& options) { return std::holds_alternative<Largest>(options.which); }

long long dimensionOf(const Map& domain, const Map& range) {
  return static_cast<long long>(std::min(domain.getGlobalNumElements(), range.getGlobalNumElements()));
}

}  // namespace

template <class S>
SvdRun<S>::SvdRun(const SvdProblem<S>& problem, const SvdOptions& options, Monitor* monitor)
    : problem_(problem),
      options_(options),
      supervisor_(problem.A->getDomainMap()->getComm(), options.budget,
                  dimensionOf(*problem.A->getDomainMap(), *problem.A->getRangeMap()), monitor) {
  pair_ = std::make_unique<OperatorPair<S>>(problem.A, options.seed, "A");
  if (!isLargest(options)) takeHelp(pair_->dimension());
  verificationColumns_ = pair_->columns();
}

/// For the smallest values: an inverse, a preconditioner, or nothing.
template <class S>
void SvdRun<S>::takeHelp(long long dimension) {
  counting_ = dynamic_cast<const PseudoInverse<S>*>(problem_.inverse.get());
  if (counting_ && counting_->isDeficient())
    preconditioner_ = std::make_unique<MeasuredOperator<S>>(counting_->normalInverse(), "the inverse of AᴴA");
  else if (problem_.inverse)
    inverse_ = std::make_unique<OperatorPair<S>>(problem_.inverse, options_.seed, "the inverse of A");
  else if (problem_.preconditioner)
    preconditioner_ = std::make_unique<MeasuredOperator<S>>(problem_.preconditioner, "the preconditioner");
  else
    isWithoutHelp_ = dimension > WholeSpace;
}

template <class S>
TripletGoal<S> SvdRun<S>::goal() const {
  const long long dimension = pair_->dimension();
  const bool needsAll = !isLargest(options_) && !byInverse() && !byDavidson();
  TripletGoal<S> goal{needsAll ? options_.which : SvdWhich(Largest{}), options_.numTriplets,
                      lanczosBasis(Lanczos{options_.basis}, options_.numTriplets, dimension),
                      static_cast<Real<S>>(options_.tolerance), byInverse()};
  if (needsAll) goal.basis = static_cast<int>(dimension);
  return goal;
}

template <class S>
void SvdRun<S>::settle(Status status, std::string reason) {
  status_ = status;
  reason_ = std::move(reason);
}

/// By products with A and Aᴴ. The right vectors of A⁻¹ are the left ones of A; where A is not square both
/// pairs put those of the smaller space to the right.
template <class S>
VerifiedTriplets<S> SvdRun<S>::verified(TripletSource<S>& finder) {
  const int count = std::min(options_.numTriplets, finder.available());
  MultiVector<S> U = finder.left(0, count), V = finder.right(0, count);
  if (byInverse() && inverse_->isSwapped() == pair_->isSwapped()) std::swap(U, V);
  verificationColumns_ += 2 * count;
  return verify(*pair_, std::move(U), std::move(V), options_.which, options_.tolerance);
}

template <class S>
VerifiedTriplets<S> SvdRun<S>::iterate(TripletSource<S>& finder) {
  constexpr int Attempts = 8;
  Real<S> slack = 1;
  for (int attempt = 1;; ++attempt) {
    const RunEnd end = finder.run(slack);
    auto triplets = verified(finder);
    if (end == RunEnd::Supervised) {
      settle(finder.stopStatus, supervisor_.reason(finder.stopStatus) + (isWithoutHelp_ ? Advice : ""));
      return triplets;
    }
    if (triplets.size() == options_.numTriplets && triplets.numConverged() == triplets.size()) {
      conclude(triplets);
      return triplets;
    }
    if (end == RunEnd::Exhausted || attempt == Attempts) {
      settle(Status::Breakdown,
             fmt::format("{}: the worst residual is {:.1e} of ‖A‖, asked for {:.1e}",
                         end == RunEnd::Exhausted ? finder.exhaustedBecause
                                                  : "recomputed residuals stay above the estimates",
                         triplets.worst * options_.tolerance, options_.tolerance));
      return triplets;
    }
    slack *= std::clamp(Real<S>(0.5) / std::max(triplets.worst, Real<S>(1)), Real<S>(1e-3), Real<S>(0.5));
  }
}

/// The triplets have passed: looks for what a method that starts from one vector may have missed.
template <class S>
void SvdRun<S>::conclude(VerifiedTriplets<S>& triplets) {
  if (!isProven(triplets)) {
    if (!hasLookedForCopies(triplets)) return;
    if (count_ && !isProven(triplets))
      return settle(Status::Breakdown, fmt::format("the factorisation counts {} values below {:.6g}, {} were "
                                                   "found there; ask for more triplets, or a larger basis",
                                                   count_->counted, count_->below, count_->found));
  }
  if (triplets.numConverged() < triplets.size())
    return settle(Status::Breakdown,
                  "a copy of a multiple value was found late and did not reach the tolerance");
  const Real<S> rounding = 100 * std::numeric_limits<Real<S>>::epsilon() * pair_->norm();
  const auto rank =
      std::count_if(triplets.values.begin(), triplets.values.end(), [&](Real<S> s) { return s > rounding; });
  const bool isLow = isLargest(options_) && rank < triplets.size();
  std::string reason = "all residuals were recomputed and are within the tolerance";
  if (isLow) reason += fmt::format("; the rank of A is {} to rounding", rank);
  if (count_ && count_->below > 0)
    reason += fmt::format("; by inertia {} singular values are below {:.6g}, all of them found",
                          count_->counted, count_->below);
  settle(Status::Converged, std::move(reason));
}

/// As many values lie below the worst of the triplets as were found there.
template <class S>
bool SvdRun<S>::isProven(const VerifiedTriplets<S>& triplets) {
  count_.reset();
  if (counting_) count_ = countBelow(*counting_, *pair_, triplets);
  return count_ && count_->agrees();
}

/// False, and settled, if a limit ended it.
template <class S>
bool SvdRun<S>::hasLookedForCopies(VerifiedTriplets<S>& triplets) {
  if (!isLargest(options_) && !byInverse()) return true;  // the space was filled, or begun by a block
  const long before = pair_->columns();
  Status stop = Status::Converged;
  bool nothingLeft = true;
  if (!byInverse()) {
    nothingLeft = takeInMissedTriplets(*pair_, options_, supervisor_, triplets, *krylov_, stop);
  } else {
    const int k = options_.numTriplets;
    auto inverted =
        verify(*inverse_, krylov_->left(0, k), krylov_->right(0, k), SvdWhich(Largest{}), options_.tolerance);
    const auto values = inverted.values;
    nothingLeft = takeInMissedTriplets(*inverse_, options_, supervisor_, inverted, *krylov_, stop);
    if (inverted.values != values) {
      if (inverse_->isSwapped() == pair_->isSwapped()) std::swap(inverted.U, inverted.V);
      triplets = verify(*pair_, inverted.U, inverted.V, options_.which, options_.tolerance);
    }
  }
  verificationColumns_ += pair_->columns() - before;
  if (!nothingLeft)
    settle(stop, supervisor_.reason(stop) + " while missed copies of multiple values were looked for");
  return nothingLeft;
}

template <class S>
std::unique_ptr<TripletSource<S>> SvdRun<S>::makeFinder() {
  const OperatorPair<S>& pair = worked();
  const TripletGoal<S> wanted = goal();
  if (byDavidson())
    return std::make_unique<PreconditionedTripletFinder<S>>(pair, preconditioner_.get(), wanted.count,
                                                            wanted.basis, wanted.tolerance, options_.seed,
                                                            supervisor_);
  MultiVector<S> start(pair.domain(), 1, false);
  fillHash(start, options_.seed);
  auto finder = std::make_unique<TripletFinder<S>>(
      pair, wanted, supervisor_, GolubKahan<S>(pair, wanted.basis, start, nullptr, nullptr, options_.seed));
  krylov_ = finder.get();
  return finder;
}

template <class S>
SvdResult<S> SvdRun<S>::solve() {
  const auto finder = makeFinder();
  const VerifiedTriplets<S> triplets = iterate(*finder);
  krylov_ = nullptr;
  orthogonalizationSeconds_ = finder->orthogonalizationSeconds();
  supervisor_.finish(pair_->columns(), triplets.numConverged(),
                     static_cast<double>(triplets.worst) * options_.tolerance);
  return assemble(triplets);
}

template <class S>
MethodReport SvdRun<S>::method() const {
  const TripletGoal<S> wanted = goal();
  const std::string by = counting_ ? " (" + counting_->describe() + ")" : "";
  if (byDavidson())
    return {"davidson",
            "auto",
            isWithoutHelp_ ? "the smallest values without an inverse or a preconditioner, in many steps"
            : counting_    ? "A is singular to rounding: with the inverse of AᴴA + δ²I" + by
                           : "the smallest values with the preconditioner",
            wanted.basis,
            1,
            0};
  const char* why = byInverse()           ? "with the inverse, whose largest values are the reciprocals"
                    : isLargest(options_) ? "one product with A and one with its adjoint a step"
                                          : "the smallest values without an inverse: the whole space";
  return {"golub-kahan", "auto", why + by, wanted.basis, 1, 0};
}

/// In the user's terms: unscaled, left and right as A has them.
template <class S>
SvdResult<S> SvdRun<S>::assemble(const VerifiedTriplets<S>& triplets) const {
  SvdResult<S> result;
  result.status = status_;
  result.reason = reason_;
  const Real<S> scale = pair_->scale();
  const std::vector<Real<S>> bounds = errorBounds(*pair_, triplets);
  for (std::size_t j = 0; j < triplets.values.size(); ++j) {
    result.values.push_back(triplets.values[j] / scale);
    result.leftResiduals.push_back(triplets.leftResiduals[j] / scale);
    result.rightResiduals.push_back(triplets.rightResiduals[j] / scale);
    result.errorBounds.push_back(bounds[j] / scale);
  }
  if (pair_->isSwapped()) std::swap(result.leftResiduals, result.rightResiduals);
  const MultiVector<S>&right = pair_->isSwapped() ? triplets.U : triplets.V,
        &left = pair_->isSwapped() ? triplets.V : triplets.U;
  const auto phases =
      phasedFactors(right, std::vector<Real<S>>(result.values.size(), Real<S>(1)), options_.seed);
  result.left = scaledCopy(left, phases);
  result.right = scaledCopy(right, phases);
  result.converged = triplets.converged;
  result.normA = pair_->norm() / scale;
  result.history = supervisor_.history();
  result.method = method();
  result.applications.A = pair_->count();
  result.applications.adjoint = pair_->adjointCount();
  result.applications.verificationColumns = verificationColumns_;
  if (inverse_) {
    const ApplyCount &there = inverse_->count(), &back = inverse_->adjointCount();
    result.applications.inverse = {there.columns + back.columns, there.calls + back.calls,
                                   there.seconds + back.seconds};
  }
  if (preconditioner_) result.applications.preconditioner = preconditioner_->count();
  if (counting_) result.applications.factorizations = counting_->numFactorizations();
  result.seconds.total = supervisor_.seconds();
  result.seconds.operators = result.applications.A.seconds + result.applications.adjoint.seconds +
                             result.applications.inverse.seconds + result.applications.preconditioner.seconds;
  result.seconds.orthogonalization = orthogonalizationSeconds_;
  result.iterations = supervisor_.iterations();
  result.problem = problem_;
  result.options = options_;
  result.versionA = versionOf(*problem_.A);
  return result;
}

RITZ_INSTANTIATE(SvdRun)

}  // namespace ritz
