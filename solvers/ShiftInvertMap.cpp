#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/ShiftInvertMap.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

template <class S>
class ShiftInvertMap final : public KrylovMap<S> {
 public:
  ShiftInvertMap(const Pencil<S>& pencil, Real<S> sigma) : KrylovMap<S>(pencil), sigma_(sigma) {}

  void multiply(MultiVector<S>& pair, MultiVector<S>* images) const override {
    const auto v = pair.getVector(0);
    const auto product = pair.getVectorNonConst(1);
    const auto& pencil = this->pencil();
    if (!images) {
      pencil.shiftInverse->applyUnsettled(*v, *product);
      return;
    }
    const auto image = images->getVectorNonConst(0);
    pencil.mass->apply(*v, *image);
    pencil.shiftInverse->apply(*image, *product);
    pencil.mass->apply(*product, *images->getVectorNonConst(1));
  }

  void settle(const MultiVector<S>&, double squareOfV, double squareOfW) const override {
    this->pencil().shiftInverse->settle(squareOfV, squareOfW);
  }

  bool isPencil() const override { return false; }
  bool purifies() const override { return true; }
  Which order(const Which& which) const override {
    if (std::holds_alternative<Smallest>(which)) return Largest{};
    if (std::holds_alternative<Largest>(which)) return Smallest{};
    return LargestMagnitude{};
  }
  Real<S> transformed(Real<S> lambda) const override { return 1 / (lambda - sigma_); }
  Real<S> pencilValue(Real<S> theta) const override { return sigma_ + 1 / theta; }
  Real<S> residualFactor(Real<S> theta) const override { return 1 / (theta * theta); }
  Real<S> relativeResidual(Real<S> residual, Real<S> theta) const override {
    return residual / std::abs(theta);
  }
  bool resolves(Real<S> theta, Real<S> residual) const override { return residual < std::abs(theta); }
  bool separates(Real<S>) const override { return true; }
  Real<S> knownWidth() const override { return 0; }
  bool suits(const std::vector<Real<S>>&, int, bool) const override { return true; }

 private:
  Real<S> sigma_;
};

}  // namespace

template <class S>
std::shared_ptr<const KrylovMap<S>> shiftInvertMap(const Pencil<S>& pencil, Real<S> sigma) {
  return std::make_shared<ShiftInvertMap<S>>(pencil, sigma);
}

#define RITZ_SHIFT_INVERT_MAP(S) \
  template std::shared_ptr<const KrylovMap<S>> shiftInvertMap<S>(const Pencil<S>&, Real<S>);
RITZ_FOR_EACH_SCALAR(RITZ_SHIFT_INVERT_MAP)

}  // namespace ritz
