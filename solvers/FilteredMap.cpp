#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/FilterChoice.hpp>
#include <ritz/solvers/FilteredMap.hpp>
#include <ritz/solvers/PolynomialMap.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

/// In [−1, 1] but for rounding and for what lies a little beyond the far end.
template <class R>
constexpr R Overshoot = R(0.1);

template <class S>
class FilteredMap final : public PolynomialMap<S> {
 public:
  FilteredMap(const Pencil<S>& pencil, const ChebyshevFilter<Real<S>>& filter)
      : PolynomialMap<S>(pencil), filter_(filter), even_(pencil.map, 1, false) {}

  /// The three-term recurrence: y₁ = ℓ(Op) v, y_{i+1} = 2 ℓ(Op) y_i − y_{i−1}. Odd ones lie in w.
  void multiply(MultiVector<S>& pair, MultiVector<S>* images) const override {
    const auto v = pair.getVector(0);
    const auto odd = pair.getVectorNonConst(1);
    const Real<S> slope = this->scaleOfProduct() / filter_.half(), shift = -filter_.center() / filter_.half();
    chebyshevStep<S>(slope, this->multiplied(*v), shift, *v, nullptr, *odd);
    for (int i = 2; i <= filter_.degree(); ++i) {
      const bool isEven = i % 2 == 0;
      const MultiVector<S>& y = isEven ? *odd : even_;
      MultiVector<S>& z = isEven ? even_ : *odd;
      chebyshevStep<S>(2 * slope, this->multiplied(y), 2 * shift, y, i == 2 ? v.get() : &z, z);
    }
    this->applyMass(pair, images);
  }

  Real<S> transformed(Real<S> lambda) const override { return filter_.value(lambda); }
  Real<S> pencilValue(Real<S> theta) const override { return filter_.inverse(theta); }
  Real<S> residualFactor(Real<S> theta) const override { return filter_.residualFactor(theta); }
  bool resolves(Real<S> theta, Real<S> residual) const override { return residual < (theta - 1) / 2; }
  bool separates(Real<S> lambda) const override {
    return filter_.value(lambda) > Real<S>(1.5) && (lambda - filter_.edge()) / filter_.half() > 0;
  }
  std::shared_ptr<const KrylovMap<S>> sharpened(Real<S> best, Real<S> bar, Real<S> edge) const override {
    const auto sharp = filterForSearch(best, bar, edge, filter_.farEnd(), this->pencil().n);
    return sharp ? filteredMap(this->pencil(), *sharp) : nullptr;
  }
  Real<S> knownWidth() const override { return 2; }

  bool suits(const std::vector<Real<S>>& theta, int wanted, bool isFull) const override {
    if (*std::min_element(theta.begin(), theta.end()) < -1 - Overshoot<Real<S>>) return false;
    const auto seen = std::count_if(theta.begin(), theta.end(),
                                    [](Real<S> value) { return value > 1 + Overshoot<Real<S>>; });
    return !isFull || seen >= wanted;
  }

 private:
  ChebyshevFilter<Real<S>> filter_;
  mutable MultiVector<S> even_;
};

}  // namespace

template <class S>
void chebyshevStep(Real<S> a, const MultiVector<S>& t, Real<S> b, const MultiVector<S>& y,
                   const MultiVector<S>* x, MultiVector<S>& z) {
  using Execution = typename MultiVector<S>::execution_space;
  const auto tView = t.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto yView = y.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto zView = z.getLocalViewDevice(Tpetra::Access::ReadWrite);
  const auto rows = static_cast<LocalIndex>(zView.extent(0));
  if (rows == 0) return;
  const auto *ts = tView.data(), *ys = yView.data();
  auto* zs = zView.data();
  const Kokkos::RangePolicy<Execution, LocalIndex> range(0, rows);
  if (!x) {
    Kokkos::parallel_for(
        "ritz::chebyshevFirst", range, KOKKOS_LAMBDA(LocalIndex i) { zs[i] = a * ts[i] + b * ys[i]; });
  } else if (x == &z) {
    Kokkos::parallel_for(
        "ritz::chebyshevStep", range, KOKKOS_LAMBDA(LocalIndex i) { zs[i] = a * ts[i] + b * ys[i] - zs[i]; });
  } else {
    const auto xView = x->getLocalViewDevice(Tpetra::Access::ReadOnly);
    const auto* xs = xView.data();
    Kokkos::parallel_for(
        "ritz::chebyshevSecond", range,
        KOKKOS_LAMBDA(LocalIndex i) { zs[i] = a * ts[i] + b * ys[i] - xs[i]; });
  }
}

template <class S>
std::shared_ptr<const KrylovMap<S>> filteredMap(const Pencil<S>& pencil,
                                                const ChebyshevFilter<Real<S>>& filter) {
  return std::make_shared<FilteredMap<S>>(pencil, filter);
}

#define RITZ_FILTERED_MAP(S)                                                                     \
  template std::shared_ptr<const KrylovMap<S>> filteredMap<S>(const Pencil<S>&,                  \
                                                              const ChebyshevFilter<Real<S>>&);  \
  template void chebyshevStep<S>(Real<S>, const MultiVector<S>&, Real<S>, const MultiVector<S>&, \
                                 const MultiVector<S>*, MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_FILTERED_MAP)

}  // namespace ritz
