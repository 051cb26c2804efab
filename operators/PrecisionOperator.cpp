#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/PrecisionOperator.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>

#include <limits>
#include <type_traits>

namespace ritz {

namespace {

/// Entries of this rank that are not finite, before and after a conversion.
struct NotFinite {
  long before = 0, after = 0;
};

template <class From, class To>
void convertColumn(const From& from, const To& to, NotFinite& count) {
  using Before = std::remove_const_t<typename From::value_type>;
  using After = typename To::value_type;
  using Execution = typename To::execution_space;
  long before = 0, after = 0;
  Kokkos::parallel_reduce(
      "ritz::convert", Kokkos::RangePolicy<Execution, LocalIndex>(0, static_cast<LocalIndex>(to.extent(0))),
      KOKKOS_LAMBDA(LocalIndex i, long& nonfiniteBefore, long& nonfiniteAfter) {
        const Before value = from(i, 0);
        const After converted = static_cast<After>(value);
        to(i, 0) = converted;
        nonfiniteBefore +=
            Kokkos::ArithTraits<Before>::isNan(value) || Kokkos::ArithTraits<Before>::isInf(value) ? 1 : 0;
        nonfiniteAfter +=
            Kokkos::ArithTraits<After>::isNan(converted) || Kokkos::ArithTraits<After>::isInf(converted) ? 1
                                                                                                         : 0;
      },
      before, after);
  count.before += before;
  count.after += after;
}

/// Y = X; X may be any view.
template <class From, class To>
NotFinite convert(const MultiVector<From>& X, MultiVector<To>& Y) {
  NotFinite count;
  for (std::size_t j = 0; j < X.getNumVectors(); ++j)
    convertColumn(X.getVector(j)->getLocalViewDevice(Tpetra::Access::ReadOnly),
                  Y.getVectorNonConst(j)->getLocalViewDevice(Tpetra::Access::OverwriteAll), count);
  return count;
}

template <class S>
MultiVector<S>& kept(std::unique_ptr<MultiVector<S>>& vectors, const MapPtr& map, std::size_t columns) {
  if (!vectors || vectors->getNumVectors() != columns)
    vectors = std::make_unique<MultiVector<S>>(map, columns, false);
  return *vectors;
}

template <class Low>
[[noreturn]] void throwOverflow(long entries, const char* where) {
  throw OperatorFailure(fmt::format(
      "PrecisionOperator: asked for a product in a lower precision, but {} entries of {} are beyond "
      "its largest number, {:.1e}; scale the operator or the vectors, or stay in double",
      entries, where, std::numeric_limits<Real<Low>>::max()));
}

template <class Low>
const Operator<Low>& checked(const OperatorPtr<Low>& A) {
  return detail::requirePart(A, "PrecisionOperator", "the operator in the lower precision");
}

}  // namespace

template <class S, class Low>
PrecisionOperator<S, Low>::PrecisionOperator(OperatorPtr<Low> A)
    : LinearOperator<S>(checked(A).getDomainMap(), checked(A).getRangeMap()), A_(A) {}

template <class S, class Low>
void PrecisionOperator<S, Low>::applyInLow(const MultiVector<S>& X, MultiVector<S>& Y,
                                           Teuchos::ETransp mode) const {
  const bool forward = mode == Teuchos::NO_TRANS;
  MultiVector<Low>& domain = kept(inDomain_, this->getDomainMap(), X.getNumVectors());
  MultiVector<Low>& range = kept(inRange_, this->getRangeMap(), X.getNumVectors());
  MultiVector<Low>& input = forward ? domain : range;
  MultiVector<Low>& output = forward ? range : domain;
  const NotFinite in = convert(X, input);
  A_->apply(input, output, mode);
  const NotFinite out = convert(output, Y);
  // Only now: an exception before the product would leave the other ranks waiting in it.
  if (in.before > 0) return;
  if (in.after > 0) throwOverflow<Low>(in.after, "the vectors");
  if (out.after > 0) throwOverflow<Low>(out.after, "the product (or not numbers)");
}

template <class S, class Low>
void PrecisionOperator<S, Low>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  applyInLow(X, Y, Teuchos::NO_TRANS);
}

template <class S, class Low>
void PrecisionOperator<S, Low>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  applyInLow(X, Y, Teuchos::CONJ_TRANS);
}

template <class To, class From>
MultiVectorPtr<To> inPrecision(const MultiVector<From>& X) {
  auto Y = std::make_shared<MultiVector<To>>(X.getMap(), X.getNumVectors(), false);
  convert(X, *Y);
  return Y;
}

#ifdef HAVE_TPETRA_INST_FLOAT
template class PrecisionOperator<double, float>;
template MultiVectorPtr<double> inPrecision<double, float>(const MultiVector<float>&);
template MultiVectorPtr<float> inPrecision<float, double>(const MultiVector<double>&);
#endif

}  // namespace ritz
