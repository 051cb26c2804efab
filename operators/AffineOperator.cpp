#include <ritz/operators/AffineOperator.hpp>
#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/RealProduct.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

template <class S>
const Operator<S>& checkedFirst(const std::vector<OperatorPtr<S>>& parts) {
  if (parts.empty()) throw InvalidOption("AffineOperator: asked for no parameters; give at least one part");
  return detail::requirePart(parts.front(), "AffineOperator", "part 0");
}

template <class R>
std::vector<R> sumOverRanks(const Map& map, const std::vector<R>& mine) {
  std::vector<R> all(mine.size());
  Teuchos::reduceAll(*map.getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()), mine.data(),
                     all.data());
  return all;
}

MapPtr checkedParameters(const MapPtr& given, const Map& space, std::size_t parts) {
  const auto p = static_cast<GlobalIndex>(parts);
  if (given.is_null()) return makeMap(space.getComm(), p);
  const auto found = static_cast<GlobalIndex>(given->getGlobalNumElements());
  if (found != p || given->getMinAllGlobalIndex() != 0 || given->getMaxAllGlobalIndex() != p - 1 ||
      !given->isOneToOne())
    throw InvalidOption(
        fmt::format("AffineOperator: asked for {} parts with a parameter map of {} entries; give one "
                    "that holds each of the indices 0 … {} on one rank",
                    p, found, p - 1));
  return given;
}

/// This rank's part of Re⟨W, Z⟩, summed over columns.
template <class S>
Real<S> localInner(const MultiVector<S>& W, const MultiVector<S>& Z) {
  using Execution = typename MultiVector<S>::execution_space;
  Real<S> total = 0;
  for (std::size_t j = 0; j < W.getNumVectors(); ++j) {
    const auto column = W.getVector(j), other = Z.getVector(j);
    const auto w = column->getLocalViewDevice(Tpetra::Access::ReadOnly);
    const auto z = other->getLocalViewDevice(Tpetra::Access::ReadOnly);
    Real<S> inner = 0;
    Kokkos::parallel_reduce(
        "ritz::AffineOperator", Kokkos::RangePolicy<Execution, std::size_t>(0, w.extent(0)),
        KOKKOS_LAMBDA(std::size_t i, Real<S> & sum) { sum += detail::realProduct(w(i, 0), z(i, 0)); }, inner);
    total += inner;
  }
  return total;
}

}  // namespace

template <class S>
AffineOperator<S>::AffineOperator(OperatorPtr<S> constant, std::vector<OperatorPtr<S>> parts,
                                  MapPtr parameterMap)
    : ParametricOperator<S>(checkedFirst(parts).getDomainMap(), checkedFirst(parts).getRangeMap()),
      constant_(std::move(constant)),
      parts_(std::move(parts)),
      parameterMap_(checkedParameters(parameterMap, *this->getDomainMap(), parts_.size())),
      factors_(parts_.size(), Real<S>(0)) {
  const auto check = [this](const OperatorPtr<S>& part, const std::string& role) {
    const Operator<S>& A = detail::requirePart(part, "AffineOperator", role);
    detail::requireSameMap(*A.getDomainMap(), *this->getDomainMap(), "AffineOperator",
                           "the domain of " + role);
    detail::requireSameMap(*A.getRangeMap(), *this->getRangeMap(), "AffineOperator", "the range of " + role);
  };
  if (constant_) check(constant_, "the constant part");
  for (std::size_t i = 0; i < parts_.size(); ++i) check(parts_[i], fmt::format("part {}", i));
}

template <class S>
std::vector<Real<S>> AffineOperator<S>::everywhere(const Theta& theta) const {
  detail::requireSameMap(*theta.getMap(), *parameterMap_, "AffineOperator", "the parameter vector");
  std::vector<Real<S>> mine(parts_.size(), Real<S>(0));
  const auto values = theta.getData(0);
  for (LocalIndex i = 0; i < localSize(*parameterMap_); ++i)
    mine[static_cast<std::size_t>(parameterMap_->getGlobalElement(i))] = values[i];
  return sumOverRanks(*parameterMap_, mine);
}

template <class S>
void AffineOperator<S>::onParametersChanged() {
  factors_ = everywhere(this->parameters());
}

template <class S>
void AffineOperator<S>::combine(bool constant, const std::vector<Real<S>>& factors, const MultiVector<S>& X,
                                MultiVector<S>& Y, Teuchos::ETransp mode) const {
  S beta(0);
  if (constant && constant_) constant_->apply(X, Y, mode, S(1), std::exchange(beta, S(1)));
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (factors[i] != Real<S>(0)) parts_[i]->apply(X, Y, mode, S(factors[i]), std::exchange(beta, S(1)));
  if (beta == S(0)) Y.putScalar(S(0));
}

template <class S>
void AffineOperator<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  combine(true, factors_, X, Y, Teuchos::NO_TRANS);
}

template <class S>
void AffineOperator<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  combine(true, factors_, X, Y, Teuchos::CONJ_TRANS);
}

template <class S>
bool AffineOperator<S>::hasAdjointImpl() const {
  return (!constant_ || constant_->hasTransposeApply()) &&
         std::all_of(parts_.begin(), parts_.end(), [](const auto& A) { return A->hasTransposeApply(); });
}

template <class S>
void AffineOperator<S>::applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const {
  combine(false, everywhere(p), X, Y, Teuchos::NO_TRANS);
}

template <class S>
void AffineOperator<S>::accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                                           Theta& g) const {
  detail::requireSameMap(*g.getMap(), *parameterMap_, "AffineOperator", "the gradient");
  if (W.getNumVectors() != V.getNumVectors())
    throw SpaceMismatch(
        fmt::format("AffineOperator: asked for a gradient with {} columns of W and {} of V; they must "
                    "agree",
                    W.getNumVectors(), V.getNumVectors()));
  detail::requireSameMap(*W.getMap(), *this->getRangeMap(), "AffineOperator", "W");
  MultiVector<S> image(this->getRangeMap(), V.getNumVectors(), false);
  std::vector<Real<S>> mine(parts_.size());
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    parts_[i]->apply(V, image);
    mine[i] = localInner(W, image);
  }
  const auto inner = sumOverRanks(*this->getDomainMap(), mine);
  const auto values = g.getDataNonConst(0);
  for (LocalIndex i = 0; i < localSize(*parameterMap_); ++i)
    values[i] += c * inner[static_cast<std::size_t>(parameterMap_->getGlobalElement(i))];
}

template <class S>
void AffineOperator<S>::accumulateSecond(Real<S>, const Theta&, const MultiVector<S>&, const MultiVector<S>&,
                                         Theta&) const {}

template <class S>
std::uint64_t AffineOperator<S>::version() const {
  std::uint64_t combined = ParametricOperator<S>::version();
  if (constant_) combined = detail::combineVersions({combined, versionOf(*constant_)});
  for (const auto& A : parts_) combined = detail::combineVersions({combined, versionOf(*A)});
  return combined;
}

template <class S>
Real<S> AffineOperator<S>::rounding() const {
  Real<S> worst = detail::worstRounding<S>({constant_});
  for (const OperatorPtr<S>& part : parts_) worst = std::max(worst, roundingOf(*part));
  return worst;
}

RITZ_INSTANTIATE(AffineOperator)

}  // namespace ritz
