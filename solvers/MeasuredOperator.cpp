#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ShiftedPreconditioner.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/MeasuredOperator.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace ritz {

namespace {

/// y ← s y over one column, and the sums of |x|² and |y|² of this rank in one pass, in double: a long sum of
/// floats would stop growing. Where the operator is rectangular one of the two has rows beyond the other's.
template <class S>
std::pair<double, double> scaleAndSum(const Tpetra::Vector<S>& x, Tpetra::Vector<S>& y, Real<S> scale) {
  using ATS = Kokkos::ArithTraits<typename Tpetra::Vector<S>::impl_scalar_type>;
  using Rows = Kokkos::RangePolicy<typename Tpetra::Vector<S>::execution_space, LocalIndex>;
  const auto in = x.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto out = y.getLocalViewDevice(Tpetra::Access::ReadWrite);
  const auto ofX = static_cast<LocalIndex>(in.extent(0)), ofY = static_cast<LocalIndex>(out.extent(0)),
             both = std::min(ofX, ofY);
  double sumX = 0, sumY = 0, restOfX = 0, restOfY = 0;
  Kokkos::parallel_reduce(
      "ritz::scaleAndSum", Rows(0, both),
      KOKKOS_LAMBDA(LocalIndex i, double& xx, double& yy) {
        const auto value = out(i, 0) * scale;
        out(i, 0) = value;
        const double a = ATS::abs(in(i, 0)), b = ATS::abs(value);
        xx += a * a;
        yy += b * b;
      },
      sumX, sumY);
  if (ofX > both)
    Kokkos::parallel_reduce(
        "ritz::scaleAndSum", Rows(both, ofX),
        KOKKOS_LAMBDA(LocalIndex i, double& xx) {
          const double a = ATS::abs(in(i, 0));
          xx += a * a;
        },
        restOfX);
  if (ofY > both)
    Kokkos::parallel_reduce(
        "ritz::scaleAndSum", Rows(both, ofY),
        KOKKOS_LAMBDA(LocalIndex i, double& yy) {
          const auto value = out(i, 0) * scale;
          out(i, 0) = value;
          const double b = ATS::abs(value);
          yy += b * b;
        },
        restOfY);
  return {sumX + restOfX, sumY + restOfY};
}

}  // namespace

template <class S>
MeasuredOperator<S>::MeasuredOperator(OperatorPtr<S> inner, std::string name, Real<S> scale)
    : inner_(std::move(inner)), name_(std::move(name)), scale_(scale) {}

template <class S>
void MeasuredOperator<S>::applyInner(const MultiVector<S>& X, MultiVector<S>& Y,
                                     const std::vector<Real<S>>* shifts) const {
  const auto* shifted = shifts ? dynamic_cast<const ShiftedPreconditioner<S>*>(inner_.get()) : nullptr;
  const auto start = std::chrono::steady_clock::now();
  count_.calls += 1;
  count_.columns += static_cast<long>(X.getNumVectors());
  try {
    if (shifted)
      shifted->applyShifted(X, *shifts, Y);
    else
      inner_->apply(X, Y);
  } catch (const SingularMassFound&) {  // thrown on every rank
    throw;
  } catch (...) {
    keepOperatorFailure(std::current_exception());
  }
  count_.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class S>
void MeasuredOperator<S>::calibrate(const MultiVector<S>& X, MultiVector<S>& Y) {
  applyInner(X, Y);
  raiseOperatorFailure(*getDomainMap()->getComm(), "applying " + name_);
  std::vector<Real<S>> largest(Y.getNumVectors());
  Y.normInf(Teuchos::arrayViewFromVector(largest));
  for (std::size_t j = 0; j < largest.size(); ++j)
    if (!std::isfinite(largest[j])) {
      failed_ = true;
      throwNotFinite(j, X.getNumVectors());
    }
  const Real<S> top = *std::max_element(largest.begin(), largest.end());
  constexpr int Largest =
      std::numeric_limits<Real<S>>::max_exponent - 24;  // of a power of two, inverted or not
  scale_ = top > 0 ? std::ldexp(Real<S>(1), -std::clamp(std::ilogb(top), -Largest, Largest)) : Real<S>(1);
  scaleAndCheck(X, Y);
}

template <class S>
void MeasuredOperator<S>::apply(const MultiVector<S>& X, MultiVector<S>& Y, Teuchos::ETransp mode, S alpha,
                                S beta) const {
  if (mode != Teuchos::NO_TRANS || alpha != S(1) || beta != S(0))
    throw NotSupported("MeasuredOperator applies Y = s·A X and nothing else");
  applyInner(X, Y);
  scaleAndCheck(X, Y);
}

template <class S>
void MeasuredOperator<S>::applyShifted(const MultiVector<S>& X, const std::vector<Real<S>>& shifts,
                                       MultiVector<S>& Y) const {
  applyInner(X, Y, &shifts);
  scaleAndCheck(X, Y);
}

template <class S>
void MeasuredOperator<S>::scaleAndCheck(const MultiVector<S>& X, MultiVector<S>& Y) const {
  const std::size_t columns = X.getNumVectors();
  std::vector<double> local(2 * columns + 1), sums(2 * columns + 1);
  for (std::size_t j = 0; j < columns; ++j)
    std::tie(local[2 * j], local[2 * j + 1]) = scaleAndSum(*X.getVector(j), *Y.getVectorNonConst(j), scale_);
  local.back() = hasOperatorFailure() ? 1.0 : 0.0;
  const Teuchos::Comm<int>& comm = *getDomainMap()->getComm();
  Teuchos::reduceAll(comm, Teuchos::REDUCE_SUM, static_cast<int>(local.size()), local.data(), sums.data());
  if (sums.back() > 0) {
    failed_ = true;
    raiseOperatorFailure(comm, "applying " + name_);
  }
  for (std::size_t j = 0; j < columns; ++j) judge(sums[2 * j], sums[2 * j + 1], j, columns);
}

template <class S>
void MeasuredOperator<S>::applyBare(const MultiVector<S>& X, MultiVector<S>& Y) const {
  applyInner(X, Y);
  if (hasOperatorFailure()) Y.putScalar(S(std::numeric_limits<Real<S>>::quiet_NaN()));
}

template <class S>
void MeasuredOperator<S>::applyUnsettled(const MultiVector<S>& X, MultiVector<S>& Y) const {
  applyBare(X, Y);
  if (scale_ != Real<S>(1)) Y.scale(S(scale_));
}

template <class S>
void MeasuredOperator<S>::raiseFailure() const {
  failed_ = true;
  raiseOperatorFailure(*getDomainMap()->getComm(), "applying " + name_);
  failed_ = false;
}

template <class S>
void MeasuredOperator<S>::settle(double squareOfX, double squareOfY) const {
  if (!std::isfinite(squareOfY)) {
    failed_ = failed_ || std::isfinite(squareOfX);
    raiseOperatorFailure(*getDomainMap()->getComm(), "applying " + name_);
  }
  judge(squareOfX, squareOfY, 0, 1);
}

/// Of one column: its product must be finite, and counts for the norm.
template <class S>
void MeasuredOperator<S>::judge(double squareOfX, double squareOfY, std::size_t column,
                                std::size_t columns) const {
  if (!std::isfinite(squareOfY)) {
    failed_ = failed_ || std::isfinite(squareOfX);  // X may have blown up before: not the operator's fault
    throwNotFinite(column, columns);
  }
  if (squareOfX > 0) norm_ = std::max(norm_, static_cast<Real<S>>(std::sqrt(squareOfY / squareOfX)));
}

template <class S>
void MeasuredOperator<S>::throwNotFinite(std::size_t column, std::size_t columns) const {
  throw OperatorFailure(
      fmt::format("applying {}: the product has NaN or Inf in it (column {} of {}, after {} columns "
                  "in all); look for a division by zero or an overflow in the operator",
                  name_, column + 1, columns, count_.columns));
}

RITZ_INSTANTIATE(MeasuredOperator)

}  // namespace ritz
