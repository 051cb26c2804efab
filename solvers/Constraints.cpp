#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/ConstrainedOperators.hpp>
#include <ritz/solvers/Constraints.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

template <class S>
MultiVector<S> massTimes(const EigenProblem<S>& problem, const MultiVector<S>& X) {
  MultiVector<S> BX(X, Teuchos::Copy);
  if (problem.mass) problem.mass->apply(X, BX);
  return BX;
}

/// V Λ^(−1/2) of a Gram matrix, without eigenvalues that are rounding.
template <class S>
Dense<S> independent(const Dense<S>& G) {
  const Real<S> rounding = 1000 * std::numeric_limits<Real<S>>::epsilon();
  const auto eigen = hermitianEigen(G);
  const Real<S> least = rounding * std::max<Real<S>>(eigen.values.empty() ? 0 : eigen.values.back(), 0);
  const auto first = static_cast<int>(std::count_if(eigen.values.begin(), eigen.values.end(),
                                                    [least](Real<S> value) { return !(value > least); }));
  Dense<S> result(G.rows(), G.cols() - first);
  for (int j = 0; j < result.cols(); ++j)
    for (int i = 0; i < G.rows(); ++i)
      result(i, j) =
          eigen.vectors(i, first + j) / S(std::sqrt(eigen.values[static_cast<std::size_t>(first + j)]));
  return result;
}

}  // namespace

template <class S>
Constraints<S>::Constraints(const EigenProblem<S>& problem, const Which& which, int numPairs)
    : constrained_(problem), given_(static_cast<int>(problem.constraints->getNumVectors())) {
  orthonormalize(problem);
  const auto n = static_cast<long long>(C_->getGlobalLength());
  const auto rank = static_cast<long long>(C_->getNumVectors());
  if (numPairs > n - rank)
    throw InvalidOption(
        fmt::format("eigsolve: asked for {} pairs in a space of {} with {} independent constraints; "
                    "ask for at most {}",
                    numPairs, n, rank, n - rank));
  const Real<S> tau = outOfTheWay(problem, which);
  constrained_.constraints = nullptr;
  constrained_.A = std::make_shared<ConstrainedOperator<S>>(problem.A, C_, BC_, tau);
  if (problem.preconditioner)
    constrained_.preconditioner =
        std::make_shared<ConstrainedPreconditioner<S>>(problem.preconditioner, C_, BC_, 1 / std::abs(tau));
  if (!problem.shiftInverse) return;
  const auto inverse = std::dynamic_pointer_cast<const ShiftInverse<S>>(problem.shiftInverse);
  if (!inverse)
    throw NotSupported(
        "eigsolve: asked for pairs under constraints by an inverse of A − σB that does not tell its σ; give "
        "a "
        "ShiftInverse, as makeFactoredInverse and makeKrylovInverse make");
  constrained_.shiftInverse = std::make_shared<ConstrainedInverse<S>>(inverse, C_, BC_, tau);
}

/// Columns of unit length, then twice: the second time removes what rounding leaves of the first.
template <class S>
void Constraints<S>::orthonormalize(const EigenProblem<S>& problem) {
  MultiVector<S> C(*problem.constraints, Teuchos::Copy);
  std::vector<S> scales;
  for (const Real<S> norm : columnNorms(C)) {
    if (!std::isfinite(norm))
      throw InvalidOption("eigsolve: the constraints hold NaN or Inf; give finite vectors");
    scales.push_back(S(norm > 0 ? 1 / norm : 1));
  }
  C.scale(Teuchos::arrayViewFromVector(scales));
  for (int pass = 0; pass < 2; ++pass) C = times(C, independent(gram(C, massTimes(problem, C))));
  BC_ = std::make_shared<MultiVector<S>>(massTimes(problem, C));
  C_ = std::make_shared<MultiVector<S>>(std::move(C));
}

/// τ: beyond the far end for the smallest and the largest, 0 for the largest magnitudes, else far from σ.
template <class S>
Real<S> Constraints<S>::outOfTheWay(const EigenProblem<S>& problem, const Which& which) const {
  constexpr Real<S> Far = 4;
  MultiVector<S> x(C_->getMap(), 1, false), y(C_->getMap(), 1, false);
  fillHash(x, 0);
  problem.A->apply(x, y);
  const Real<S> size = columnNorms(y).front() / columnNorms(massTimes(problem, x)).front();
  if (std::holds_alternative<Largest>(which)) return -Far * size;
  if (std::holds_alternative<LargestMagnitude>(which)) return std::numeric_limits<Real<S>>::epsilon() * size;
  if (const auto* near = std::get_if<Nearest>(&which))
    return static_cast<Real<S>>(near->sigma) +
           Far * std::max(size, static_cast<Real<S>>(std::abs(near->sigma)));
  const auto* in = std::get_if<Interval>(&which);
  if (!in) return Far * size;
  if (std::isinf(in->a) && std::isinf(in->b))
    throw NotSupported(
        "eigsolve: asked for all values of a problem with constraints; give a finite interval");
  const auto a = static_cast<Real<S>>(in->a), b = static_cast<Real<S>>(in->b);
  return std::isinf(b) ? a - Far * std::max(size, std::abs(a)) : b + Far * std::max(size, std::abs(b));
}

template <class S>
void Constraints<S>::project(MultiVector<S>& X) const {
  removeSpan(*C_, *BC_, X);
}

template <class S>
std::string Constraints<S>::describe() const {
  const auto rank = static_cast<int>(C_->getNumVectors());
  const std::string count = fmt::format("{} constraint{}", rank, rank == 1 ? "" : "s");
  if (rank == given_) return count;
  return fmt::format("{}, as {} of the {} vectors given depend on the others", count, given_ - rank, given_);
}

RITZ_INSTANTIATE(Constraints)

}  // namespace ritz
