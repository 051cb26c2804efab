#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/IntervalMap.hpp>
#include <ritz/solvers/PolynomialMap.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>

namespace ritz {

namespace {

/// p is within [−0.75, 1.05] where the spectrum was taken to be, with room for rounding.
constexpr double LeastSeen = -0.75, LargestSeen = 1.05;
/// θ is taken to be so far above the side lobes: polynomials of degree 1 and 2 have none.
constexpr double LeastAbove = 0.15;

template <class S>
class IntervalMap final : public PolynomialMap<S> {
 public:
  IntervalMap(const Pencil<S>& pencil, const IntervalFilter& filter)
      : PolynomialMap<S>(pencil), filter_(filter), other_(pencil.map, 1, false) {
    for (const double mu : filter.coefficients()) mu_.push_back(static_cast<Real<S>>(mu));
  }

  /// Clenshaw's recurrence, b_k = μ_k v + 2 ℓ(Op) b_{k+1} − b_{k+2}, w = μ_0 v + ℓ(Op) b_1 − b_2. Even ones
  /// lie in w.
  void multiply(MultiVector<S>& pair, MultiVector<S>* images) const override {
    const auto v = pair.getVector(0);
    const auto even = pair.getVectorNonConst(1);
    const auto half = static_cast<Real<S>>(filter_.half()), center = static_cast<Real<S>>(filter_.center());
    const Real<S> slope = this->scaleOfProduct() / half, shift = -center / half;
    const int d = filter_.degree();
    const auto at = [&](int k) -> MultiVector<S>& { return k % 2 == 0 ? *even : other_; };
    at(d).update(S(mu_.back()), *v, S(0));
    at(d + 1).putScalar(S(0));
    for (int k = d - 1; k >= 0; --k) {
      const auto twice = static_cast<Real<S>>(k > 0 ? 2 : 1);
      const MultiVector<S>& y = at(k + 1);
      clenshawStep<S>(twice * slope, this->multiplied(y), twice * shift, y, mu_[static_cast<std::size_t>(k)],
                      *v, at(k));
    }
    this->applyMass(pair, images);
  }

  Real<S> transformed(Real<S> lambda) const override {
    return static_cast<Real<S>>(filter_.value(static_cast<double>(lambda)));
  }
  Real<S> pencilValue(Real<S>) const override { return static_cast<Real<S>>(filter_.peak()); }

  /// What is mixed in from outside of the lobe is at most the width of the spectrum away.
  Real<S> residualFactor(Real<S> theta) const override {
    const auto open = theta - static_cast<Real<S>>(IntervalFilter::SideLobe);
    return static_cast<Real<S>>(2 * filter_.half()) / std::max(open, static_cast<Real<S>>(LeastAbove));
  }

  bool separates(Real<S> lambda) const override {
    return transformed(lambda) > static_cast<Real<S>>(IntervalFilter::SideLobe);
  }
  Real<S> knownWidth() const override { return static_cast<Real<S>>(1 + IntervalFilter::SideLobe); }

  bool suits(const std::vector<Real<S>>& theta, int, bool) const override {
    const auto [least, largest] = std::minmax_element(theta.begin(), theta.end());
    return *least > static_cast<Real<S>>(LeastSeen) && *largest < static_cast<Real<S>>(LargestSeen);
  }

 private:
  IntervalFilter filter_;
  std::vector<Real<S>> mu_;
  mutable MultiVector<S> other_;
};

}  // namespace

template <class S>
void clenshawStep(Real<S> a, const MultiVector<S>& t, Real<S> b, const MultiVector<S>& y, Real<S> c,
                  const MultiVector<S>& v, MultiVector<S>& z) {
  using Execution = typename MultiVector<S>::execution_space;
  const auto tView = t.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto yView = y.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto vView = v.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto zView = z.getLocalViewDevice(Tpetra::Access::ReadWrite);
  const auto rows = static_cast<LocalIndex>(zView.extent(0));
  if (rows == 0) return;
  const auto *ts = tView.data(), *ys = yView.data(), *vs = vView.data();
  auto* zs = zView.data();
  Kokkos::parallel_for(
      "ritz::clenshawStep", Kokkos::RangePolicy<Execution, LocalIndex>(0, rows),
      KOKKOS_LAMBDA(LocalIndex i) { zs[i] = a * ts[i] + b * ys[i] + c * vs[i] - zs[i]; });
}

template <class S>
std::shared_ptr<const KrylovMap<S>> intervalMap(const Pencil<S>& pencil, const IntervalFilter& filter) {
  return std::make_shared<IntervalMap<S>>(pencil, filter);
}

#define RITZ_INTERVAL_MAP(S)                                                                             \
  template std::shared_ptr<const KrylovMap<S>> intervalMap<S>(const Pencil<S>&, const IntervalFilter&);  \
  template void clenshawStep<S>(Real<S>, const MultiVector<S>&, Real<S>, const MultiVector<S>&, Real<S>, \
                                const MultiVector<S>&, MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_INTERVAL_MAP)

}  // namespace ritz
