#include <ritz/adjoint/Participation.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <complex>
#include <utility>

namespace ritz {

template <class S>
Participation<S>::Participation(MultiVectorPtr<S> G, std::vector<Real<S>> weights)
    : G_(std::move(G)), weights_(std::move(weights)) {
  if (!G_)
    throw InvalidOption("Participation: asked for the part in a subspace without a basis; give G = B S");
}

/// 2 GᴴU diag(d).
template <class S>
Dense<S> Participation<S>::weighted(const MultiVector<S>& U) const {
  Dense<S> C = gram(*G_, U);
  for (int j = 0; j < C.cols(); ++j) {
    const auto at = static_cast<std::size_t>(j);
    const Real<S> twice = at < weights_.size() ? 2 * weights_[at] : Real<S>(0);
    for (int i = 0; i < C.rows(); ++i) C(i, j) *= S(twice);
  }
  return C;
}

template <class S>
Real<S> Participation<S>::value(const std::vector<Real<S>>&, const MultiVector<S>& U) const {
  const Dense<S> C = gram(*G_, U);
  Real<S> sum = 0;
  for (int j = 0; j < C.cols() && static_cast<std::size_t>(j) < weights_.size(); ++j)
    for (int i = 0; i < C.rows(); ++i) sum += weights_[static_cast<std::size_t>(j)] * std::norm(C(i, j));
  return sum;
}

template <class S>
Cotangent<S> Participation<S>::cotangent(const std::vector<Real<S>>&, const MultiVector<S>& U) const {
  return {Dense<S>(), std::make_shared<MultiVector<S>>(times(*G_, weighted(U)))};
}

template <class S>
Cotangent<S> Participation<S>::tangent(const std::vector<Real<S>>& values, const MultiVector<S>&,
                                       const Tangent<S>& moved) const {
  return cotangent(values, *moved.vectors);
}

RITZ_INSTANTIATE(Participation)

}  // namespace ritz
