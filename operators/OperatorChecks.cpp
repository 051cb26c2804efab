#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/OperatorChecks.hpp>

#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>
#include <Teuchos_ScalarTraits.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

namespace ritz {

namespace {

/// Σ conj(uᵢ) vᵢ and Σ |uᵢ||vᵢ| of one pair of columns.
struct Inner {
  std::complex<double> value = 0.0;
  double size = 0.0;
};

/// Adds Re(conj(u) v), Im(conj(u) v) and |u||v|, in double.
template <class R>
KOKKOS_INLINE_FUNCTION void addProduct(R u, R v, double& real, double&, double& size) {
  const double product = static_cast<double>(u) * static_cast<double>(v);
  real += product;
  size += product < 0 ? -product : product;
}

template <class R>
KOKKOS_INLINE_FUNCTION void addProduct(const Kokkos::complex<R>& u, const Kokkos::complex<R>& v, double& real,
                                       double& imaginary, double& size) {
  const Kokkos::complex<double> a(u.real(), -u.imag()), b(v.real(), v.imag()), product = a * b;
  real += product.real();
  imaginary += product.imag();
  size += Kokkos::abs(product);
}

/// This rank's part of the sums over one pair of columns.
template <class S>
void sumColumn(const Tpetra::Vector<S>& U, const Tpetra::Vector<S>& V, double* sums) {
  using Execution = typename Tpetra::Vector<S>::execution_space;
  const auto u = U.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadOnly);
  Kokkos::parallel_reduce(
      "ritz::OperatorChecks",
      Kokkos::RangePolicy<Execution, LocalIndex>(0, static_cast<LocalIndex>(u.extent(0))),
      KOKKOS_LAMBDA(LocalIndex i, double& real, double& imaginary, double& size) {
        addProduct(u(i, 0), v(i, 0), real, imaginary, size);
      },
      sums[0], sums[1], sums[2]);
}

template <class S>
std::vector<Inner> inners(const MultiVector<S>& U, const MultiVector<S>& V) {
  const std::size_t m = U.getNumVectors();
  std::vector<double> mine(3 * m, 0.0), all(3 * m);
  for (std::size_t j = 0; j < m; ++j) sumColumn(*U.getVector(j), *V.getVector(j), mine.data() + 3 * j);
  Teuchos::reduceAll(*U.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()), mine.data(),
                     all.data());
  std::vector<Inner> result(m);
  for (std::size_t j = 0; j < m; ++j) result[j] = {{all[3 * j], all[3 * j + 1]}, all[3 * j + 2]};
  return result;
}

double ratio(double defect, double size) { return defect == 0.0 && size == 0.0 ? 0.0 : defect / size; }

/// The larger one, or NaN if one of them is.
double worse(double a, double b) { return std::isnan(a) || a > b ? a : b; }

template <class S>
MultiVector<S> hashBlock(const MapPtr& map, std::size_t columns, std::uint64_t seed,
                         std::size_t firstColumn) {
  if (columns < 1)
    throw InvalidOption("OperatorChecks: asked for a check with no columns; give at least one");
  MultiVector<S> X(map, columns, false);
  fillHash(X, seed, firstColumn);
  return X;
}

template <class S>
MultiVector<S> product(const Operator<S>& A, const MultiVector<S>& X,
                       Teuchos::ETransp mode = Teuchos::NO_TRANS) {
  MultiVector<S> Y(mode == Teuchos::NO_TRANS ? A.getRangeMap() : A.getDomainMap(), X.getNumVectors(), false);
  A.apply(X, Y, mode);
  raiseOperatorFailure(*X.getMap()->getComm(), "OperatorChecks: asked to check " + A.description());
  return Y;
}

/// The largest |⟨y, A x⟩ − ⟨B y, x⟩| of pairs, B = A or Aᴴ.
template <class S>
double pairingDefect(const Operator<S>& A, Teuchos::ETransp mode, std::uint64_t seed, std::size_t columns) {
  const auto X = hashBlock<S>(A.getDomainMap(), columns, seed, 0);
  const auto Y = hashBlock<S>(A.getRangeMap(), columns, seed, columns);
  const auto forward = inners(Y, product(A, X)), back = inners(product(A, Y, mode), X);
  double worst = 0.0;
  for (std::size_t j = 0; j < columns; ++j)
    worst = worse(ratio(std::abs(forward[j].value - back[j].value), forward[j].size + back[j].size), worst);
  return worst;
}

template <class S>
std::vector<Real<S>> norms(const MultiVector<S>& X) {
  std::vector<Real<S>> result(X.getNumVectors());
  X.norm2(Teuchos::arrayView(result.data(), static_cast<Teuchos_Ordinal>(result.size())));
  return result;
}

}  // namespace

template <class S>
double symmetryDefect(const Operator<S>& A, std::uint64_t seed, std::size_t columns) {
  detail::requireSameMap(*A.getRangeMap(), *A.getDomainMap(), "symmetryDefect", "the range");
  return pairingDefect(A, Teuchos::NO_TRANS, seed, columns);
}

template <class S>
double adjointDefect(const Operator<S>& A, std::uint64_t seed, std::size_t columns) {
  if (!A.hasTransposeApply())
    throw NotSupported("adjointDefect: " + A.description() + " has no adjoint to check; give it one");
  return pairingDefect(A, Teuchos::CONJ_TRANS, seed, columns);
}

template <class S>
double linearityDefect(const Operator<S>& A, std::uint64_t seed, std::size_t columns) {
  const Real<S> a = Real<S>(0.75), b = Real<S>(-1.5);
  auto X = hashBlock<S>(A.getDomainMap(), columns, seed, 0);
  const auto Y = hashBlock<S>(A.getDomainMap(), columns, seed, columns);
  const auto AX = product(A, X), AY = product(A, Y);
  X.update(S(b), Y, S(a));
  auto defect = product(A, X);
  defect.update(S(-a), AX, S(-b), AY, S(1));
  const auto found = norms(defect), ofX = norms(AX), ofY = norms(AY);
  double worst = 0.0;
  for (std::size_t j = 0; j < columns; ++j)
    worst = worse(ratio(static_cast<double>(found[j]), static_cast<double>(a * ofX[j] - b * ofY[j])), worst);
  return worst;
}

template <class S>
RayleighRange definitenessProbe(const Operator<S>& A, std::uint64_t seed, std::size_t columns) {
  detail::requireSameMap(*A.getRangeMap(), *A.getDomainMap(), "definitenessProbe", "the range");
  const auto X = hashBlock<S>(A.getDomainMap(), columns, seed, 0);
  const auto energies = inners(X, product(A, X)), lengths = inners(X, X);
  const double infinity = std::numeric_limits<double>::infinity();
  RayleighRange range{infinity, -infinity};
  for (std::size_t j = 0; j < columns; ++j) {
    const double quotient = energies[j].value.real() / lengths[j].value.real();
    range.min = -worse(-quotient, -range.min);
    range.max = worse(quotient, range.max);
  }
  return range;
}

#define RITZ_OPERATOR_CHECKS(S)                                                       \
  template double symmetryDefect<S>(const Operator<S>&, std::uint64_t, std::size_t);  \
  template double adjointDefect<S>(const Operator<S>&, std::uint64_t, std::size_t);   \
  template double linearityDefect<S>(const Operator<S>&, std::uint64_t, std::size_t); \
  template RayleighRange definitenessProbe<S>(const Operator<S>&, std::uint64_t, std::size_t);
RITZ_FOR_EACH_SCALAR(RITZ_OPERATOR_CHECKS)

}  // namespace ritz
