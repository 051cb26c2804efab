#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/SingularMassEigen.hpp>

#include <fmt/format.h>
#include <Teuchos_BLAS.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

template <class S>
Dense<S> columnsOf(const Dense<S>& V, int first, int count) {
  Dense<S> result(V.rows(), count);
  for (int j = 0; j < count; ++j) std::copy_n(V.column(first + j), V.rows(), result.column(j));
  return result;
}

/// op(X) Y.
template <class S>
Dense<S> product(Teuchos::ETransp op, const Dense<S>& X, const Dense<S>& Y) {
  const int rows = op == Teuchos::NO_TRANS ? X.rows() : X.cols();
  const int inner = op == Teuchos::NO_TRANS ? X.cols() : X.rows();
  Dense<S> Z(rows, Y.cols());
  if (rows > 0 && Y.cols() > 0 && inner > 0)
    Teuchos::BLAS<int, S>().GEMM(op, Teuchos::NO_TRANS, rows, Y.cols(), inner, S(1), X.data(), X.rows(),
                                 Y.data(), Y.rows(), S(0), Z.data(), rows);
  return Z;
}

template <class S>
void subtract(const Dense<S>& X, Dense<S>& Y) {
  for (int j = 0; j < Y.cols(); ++j)
    for (int i = 0; i < Y.rows(); ++i) Y(i, j) -= X(i, j);
}

/// max over the columns of Σ|a_ij|, at least ‖A‖₂ for Hermitian A.
template <class S>
Real<S> columnwiseNorm(const Dense<S>& A) {
  Real<S> largest = 0;
  for (int j = 0; j < A.cols(); ++j) {
    Real<S> sum = 0;
    for (int i = 0; i < A.rows(); ++i) sum += std::abs(A(i, j));
    largest = std::max(largest, sum);
  }
  return largest;
}

/// B split into its null space N and R with RᴴBR = I.
template <class S>
struct MassSplit {
  Dense<S> N, R;
};

template <class S>
MassSplit<S> splitMass(const Dense<S>& B, Real<S> massScale) {
  const SmallEigen<S> mass = hermitianEigen(B);
  const int n = B.rows();
  const Real<S> rounding = Real<S>(10 * n) * std::numeric_limits<Real<S>>::epsilon() * mass.values.back();
  if (mass.values.front() < -rounding)
    throwIndefiniteMass(fmt::format("has the negative eigenvalue {:.3g}", mass.values.front() / massScale));
  const int nullity = static_cast<int>(std::count_if(mass.values.begin(), mass.values.end(),
                                                     [&](Real<S> value) { return value <= rounding; }));
  MassSplit<S> split{columnsOf(mass.vectors, 0, nullity), columnsOf(mass.vectors, nullity, n - nullity)};
  for (int j = 0; j < split.R.cols(); ++j) {
    const Real<S> factor = 1 / std::sqrt(mass.values[static_cast<std::size_t>(nullity + j)]);
    std::for_each_n(split.R.column(j), n, [factor](S& entry) { entry *= factor; });
  }
  return split;
}

/// The infinite values have the sign of A on N; they must not be where `which` looks.
template <class S>
void checkInfiniteValues(const SmallEigen<S>& onNull, Real<S> sizeOfA, const Which& which, int rank) {
  const Real<S> low = onNull.values.front(), high = onNull.values.back();
  const Real<S> rounding = 100 * std::numeric_limits<Real<S>>::epsilon() * sizeOfA;
  const bool definite = low > rounding || high < -rounding;
  const bool wanted =
      std::holds_alternative<LargestMagnitude>(which) ||
      (low > 0 ? std::holds_alternative<Largest>(which) : std::holds_alternative<Smallest>(which));
  if (!definite || wanted)
    throw IndefiniteMass(fmt::format(
        "eigsolve: the mass operator B is singular (rank {}), so the {} values of this pencil are {}; ask "
        "for the other end, or solve the swapped pencil B u = μ A u and take λ = 1/μ",
        rank, nameOf(which), definite ? "infinite" : "not defined: A is not definite on its null space"));
}

}  // namespace

template <class S>
SmallEigen<S> singularMassEigen(const Dense<S>& A, const Dense<S>& B, const Which& which, Real<S> massScale) {
  constexpr auto Plain = Teuchos::NO_TRANS;
  constexpr auto Adjoint = Teuchos::CONJ_TRANS;
  const auto [N, R] = splitMass(B, massScale);
  const Dense<S> AR = product(Plain, A, R);
  if (N.cols() == 0) {  // definite after all, but too ill conditioned for Cholesky
    SmallEigen<S> all = hermitianEigen(product(Adjoint, R, AR));
    all.vectors = product(Plain, R, all.vectors);
    return all;
  }
  const SmallEigen<S> onNull = hermitianEigen(product(Adjoint, N, product(Plain, A, N)));
  checkInfiniteValues(onNull, columnwiseNorm(A), which, R.cols());

  const Dense<S> coupling = product(Adjoint, onNull.vectors, product(Adjoint, N, AR));
  Dense<S> solved = coupling;  // (NᴴAN)⁻¹ NᴴAR in the eigenvectors of NᴴAN
  for (int j = 0; j < solved.cols(); ++j)
    for (int i = 0; i < solved.rows(); ++i) solved(i, j) /= onNull.values[static_cast<std::size_t>(i)];
  Dense<S> schur = product(Adjoint, R, AR);
  subtract(product(Adjoint, coupling, solved), schur);

  SmallEigen<S> finite = hermitianEigen(std::move(schur));
  const Dense<S> inNull =
      product(Plain, N, product(Plain, onNull.vectors, product(Plain, solved, finite.vectors)));
  finite.vectors = product(Plain, R, finite.vectors);
  subtract(inNull, finite.vectors);
  return finite;
}

#define RITZ_SINGULAR_MASS(S) \
  template SmallEigen<S> singularMassEigen<S>(const Dense<S>&, const Dense<S>&, const Which&, Real<S>);
RITZ_FOR_EACH_SCALAR(RITZ_SINGULAR_MASS)

}  // namespace ritz
