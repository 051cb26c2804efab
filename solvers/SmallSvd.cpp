#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SmallSvd.hpp>

#include <fmt/format.h>
#include <Teuchos_LAPACK.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz {

template <class S>
SmallSvd<S> smallSvd(Dense<S> B) {
  const int m = B.rows();
  SmallSvd<S> result{std::vector<Real<S>>(static_cast<std::size_t>(m)), Dense<S>(m, m), Dense<S>(m, m)};
  if (m == 0) return result;
  constexpr int Blocking = 64;
  const int room = (5 + Blocking) * m + 1;
  std::vector<S> work(static_cast<std::size_t>(room));
  std::vector<Real<S>> real(static_cast<std::size_t>(5 * m + 1));
  Dense<S> adjoint(m, m);
  int info = 0;
  Teuchos::LAPACK<int, S>().GESVD('A', 'A', m, m, B.data(), m, result.values.data(), result.left.data(), m,
                                  adjoint.data(), m, work.data(), room, real.data(), &info);
  if (info != 0 || !std::isfinite(result.values.front()))
    throw Error(fmt::format(
        "LAPACK could not find the singular values of a {} × {} projected matrix (info {})", m, m, info));
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < m; ++i) result.right(j, i) = Teuchos::ScalarTraits<S>::conjugate(adjoint(i, j));
  return result;
}

#define RITZ_SMALL_SVD(S) template SmallSvd<S> smallSvd<S>(Dense<S>);
RITZ_FOR_EACH_SCALAR(RITZ_SMALL_SVD)

}  // namespace ritz
