#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/adjoint/Tangent.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <fmt/format.h>

#include <complex>

namespace ritz {

template <class S>
Real<S> changeOf(const Cotangent<S>& cotangent, const Tangent<S>& tangent) {
  const int k = tangent.values.rows();
  const bool fits = (cotangent.values.rows() == 0 || cotangent.values.rows() == k) &&
                    (!cotangent.vectors || static_cast<int>(cotangent.vectors->getNumVectors()) == k);
  if (!fits)
    throw SpaceMismatch(
        fmt::format("changeOf: the cotangent belongs to {} values and {} vectors, the tangent to {} pairs; "
                    "both must be of the same pairs",
                    cotangent.values.rows(), cotangent.vectors ? cotangent.vectors->getNumVectors() : 0, k));
  Real<S> sum = 0;
  for (int j = 0; j < cotangent.values.cols(); ++j)
    for (int i = 0; i < k; ++i)
      sum += std::real(Teuchos::ScalarTraits<S>::conjugate(cotangent.values(i, j)) * tangent.values(i, j));
  if (cotangent.vectors)
    for (const Real<S> term : columnDots(*cotangent.vectors, *tangent.vectors)) sum += term;
  return sum;
}

#define RITZ_TANGENT(S) template Real<S> changeOf<S>(const Cotangent<S>&, const Tangent<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_TANGENT)

}  // namespace ritz
