#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/PreconditionerCheck.hpp>

#include <fmt/format.h>
#include <Teuchos_ScalarTraits.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ritz {

namespace {

template <class S>
std::vector<Real<S>> norms(const MultiVector<S>& X) {
  std::vector<Real<S>> result(X.getNumVectors());
  X.norm2(Teuchos::arrayViewFromVector(result));
  return result;
}

/// XᴴY.
template <class S>
Dense<S> products(const MultiVector<S>& X, const MultiVector<S>& Y) {
  const int m = static_cast<int>(X.getNumVectors());
  Dense<S> G(m, m);
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < m; ++i)
      G(i, j) = X.getVector(static_cast<std::size_t>(i))->dot(*Y.getVector(static_cast<std::size_t>(j)));
  return G;
}

/// The smallest pivot of the lower triangle's Cholesky factorisation, which ends at the first that is not
/// positive: it is ⟨x, K x⟩ for some x.
template <class S>
double smallestPivot(Dense<S> G) {
  double smallest = std::numeric_limits<double>::infinity();
  for (int j = 0; j < G.cols(); ++j) {
    const double pivot = static_cast<double>(std::real(G(j, j)));
    smallest = std::min(smallest, pivot);
    if (!(pivot > 0)) return smallest;
    for (int c = j + 1; c < G.cols(); ++c) {
      const S factor = Teuchos::ScalarTraits<S>::conjugate(G(c, j)) / G(j, j);
      for (int i = c; i < G.rows(); ++i) G(i, c) -= factor * G(i, j);
    }
  }
  return smallest;
}

template <class S>
double asymmetryOf(const Dense<S>& G) {
  double worst = 0.0;
  for (int j = 0; j < G.cols(); ++j)
    for (int i = 0; i <= j; ++i)
      worst = std::max<double>(worst, std::abs(G(i, j) - Teuchos::ScalarTraits<S>::conjugate(G(j, i))));
  return worst;
}

}  // namespace

bool PreconditionerFindings::isSymmetric() const {
  return asymmetry <= 100 * std::sqrt(std::numeric_limits<double>::epsilon());
}

std::string PreconditionerFindings::text() const {
  if (!isFinite) return "K x is not finite for a finite x";
  std::string found;
  if (!isDefinite()) found = fmt::format("⟨x, K x⟩ = {:.1e} ‖x‖ max ‖K x‖ for some x", smallest);
  if (!isSymmetric())
    found += fmt::format("{}⟨x, K y⟩ and ⟨K x, y⟩ differ by {:.1e} max ‖K x‖ for vectors of length 1",
                         found.empty() ? "" : ", and ", asymmetry);
  return found;
}

template <class S>
PreconditionerFindings probePreconditioner(const Operator<S>& K, std::uint64_t seed, std::size_t m) {
  detail::requireSameMap(*K.getRangeMap(), *K.getDomainMap(), "probePreconditioner", "the range");
  MultiVector<S> X(K.getDomainMap(), m, false), Y(K.getRangeMap(), m, false);
  fillHash(X, seed);
  std::vector<S> factors;
  for (const Real<S> length : norms(X)) factors.push_back(length > 0 ? S(1 / length) : S(0));
  X.scale(Teuchos::arrayViewFromVector(factors));
  K.apply(X, Y);
  raiseOperatorFailure(*X.getMap()->getComm(), "probePreconditioner: asked to check " + K.description());

  PreconditionerFindings found;
  double size = 0.0;
  for (const Real<S> length : norms(Y)) {
    found.isFinite = found.isFinite && std::isfinite(length);
    size = std::max(size, static_cast<double>(length));
  }
  if (!found.isFinite || size == 0.0) return found;
  const Dense<S> G = products(X, Y);
  found.asymmetry = asymmetryOf(G) / size;
  found.smallest = smallestPivot(G) / size;
  return found;
}

template <class S>
void requirePreconditioner(const Operator<S>& K, const std::string& asker, const std::string& remedy) {
  const PreconditionerFindings found = probePreconditioner(K);
  const std::string text = found.text();
  if (text.empty()) return;
  const std::string whole = fmt::format(
      "{}: a Hermitian positive definite preconditioner K is needed, and {}; {}", asker, text, remedy);
  if (!found.isFinite) throw OperatorFailure(whole);
  throw NotSymmetric(whole);
}

#define RITZ_PRECONDITIONER_CHECK(S)                                                                      \
  template PreconditionerFindings probePreconditioner<S>(const Operator<S>&, std::uint64_t, std::size_t); \
  template void requirePreconditioner<S>(const Operator<S>&, const std::string&, const std::string&);
RITZ_FOR_EACH_SCALAR(RITZ_PRECONDITIONER_CHECK)

}  // namespace ritz
