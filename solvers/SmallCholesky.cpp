#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SmallCholesky.hpp>

#include <Teuchos_LAPACK.hpp>

namespace ritz {

template <class S>
std::optional<SmallCholesky<S>> smallCholesky(const Dense<S>& G, Real<S> least) {
  const int b = G.rows();
  Dense<S> R(b, b);
  for (int j = 0; j < b; ++j)
    for (int i = 0; i <= j; ++i) R(i, j) = G(i, j);
  const Teuchos::LAPACK<int, S> lapack;
  int info = 0;
  lapack.POTRF('U', b, R.data(), b, &info);
  if (info != 0) return std::nullopt;
  for (int j = 0; j < b; ++j)
    if (const Real<S> pivot = Teuchos::ScalarTraits<S>::real(R(j, j)); !(pivot * pivot > least))
      return std::nullopt;
  Dense<S> inverse = R;
  lapack.TRTRI('U', 'N', b, inverse.data(), b, &info);
  if (info != 0) return std::nullopt;
  return SmallCholesky<S>{std::move(R), std::move(inverse)};
}

#define RITZ_SMALL_CHOLESKY(S) \
  template std::optional<SmallCholesky<S>> smallCholesky<S>(const Dense<S>&, Real<S>);
RITZ_FOR_EACH_SCALAR(RITZ_SMALL_CHOLESKY)

}  // namespace ritz
