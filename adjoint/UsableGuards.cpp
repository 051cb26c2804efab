#include <ritz/adjoint/UsableGuards.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

template <class S>
Real<S> largest(const Dense<S>& C) {
  Real<S> result = 0;
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.rows(); ++i) result = std::max(result, std::abs(C(i, j)));
  return result;
}

template <class R>
bool liesBeyondAll(R theta, const std::vector<R>& lambda, const std::vector<R>& signs) {
  for (std::size_t j = 0; j < lambda.size(); ++j)
    if (!(signs[j] * (theta - lambda[j]) > R(1e-10) * std::abs(lambda[j]))) return false;
  return true;
}

}  // namespace

template <class S>
std::optional<UsableGuards<S>> usableGuards(const GuardPairs<S>& guards, const MultiVector<S>& BV,
                                            const MultiVector<S>& U, const std::vector<Real<S>>& lambda,
                                            const std::vector<Real<S>>& signs) {
  if (!(largest(gram(U, BV)) < Real<S>(1e-8))) return std::nullopt;
  const auto small = pencilEigen(gram(*guards.vectors, *guards.images), gram(*guards.vectors, BV));
  if (!small) return std::nullopt;
  std::vector<int> kept;
  for (std::size_t j = 0; j < small->values.size(); ++j)
    if (liesBeyondAll(small->values[j], lambda, signs)) kept.push_back(static_cast<int>(j));
  if (kept.empty()) return std::nullopt;
  UsableGuards<S> usable{{}, Dense<S>(small->vectors.rows(), static_cast<int>(kept.size()))};
  for (int j = 0; j < usable.C.cols(); ++j) {
    const int from = kept[static_cast<std::size_t>(j)];
    std::copy_n(small->vectors.column(from), usable.C.rows(), usable.C.column(j));
    usable.values.push_back(small->values[static_cast<std::size_t>(from)]);
  }
  return usable;
}

#define RITZ_USABLE_GUARDS(S)                                                                          \
  template std::optional<UsableGuards<S>> usableGuards<S>(                                             \
      const GuardPairs<S>&, const MultiVector<S>&, const MultiVector<S>&, const std::vector<Real<S>>&, \
      const std::vector<Real<S>>&);
RITZ_FOR_EACH_SCALAR(RITZ_USABLE_GUARDS)

}  // namespace ritz
