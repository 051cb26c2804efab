#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/KrylovMap.hpp>

namespace ritz {

namespace {

template <class S>
class PencilMap final : public KrylovMap<S> {
 public:
  explicit PencilMap(const Pencil<S>& pencil) : KrylovMap<S>(pencil) {}

  void multiply(MultiVector<S>& pair, MultiVector<S>* images) const override {
    const Pencil<S>& pencil = this->pencil();
    const std::size_t b = pair.getNumVectors() / 2;
    const Teuchos::Range1D first(0, static_cast<int>(b) - 1),
        second(static_cast<int>(b), 2 * static_cast<int>(b) - 1);
    const auto v = pair.subView(first);
    const auto product = pair.subViewNonConst(second);
    if (!images) {
      pencil.A->applyUnsettled(*v, *product);
      return;
    }
    const auto image = images->subViewNonConst(second);  // B′B′⁻¹A′v is A′v itself
    pencil.A->apply(*v, *image);
    pencil.massInverse->apply(*image, *product);
    pencil.mass->apply(*v, *images->subViewNonConst(first));
  }

  void settle(const MultiVector<S>&, double squareOfV, double squareOfW) const override {
    this->pencil().A->settle(squareOfV, squareOfW);
  }

  bool isPencil() const override { return true; }
  Which order(const Which& which) const override { return which; }
  Real<S> transformed(Real<S> lambda) const override { return lambda; }
  Real<S> pencilValue(Real<S> theta) const override { return theta; }
  Real<S> residualFactor(Real<S>) const override { return 1; }
  bool separates(Real<S>) const override { return true; }
  Real<S> knownWidth() const override { return 0; }
  bool suits(const std::vector<Real<S>>&, int, bool) const override { return true; }
};

}  // namespace

template <class S>
std::shared_ptr<const KrylovMap<S>> pencilMap(const Pencil<S>& pencil) {
  return std::make_shared<PencilMap<S>>(pencil);
}

#define RITZ_PENCIL_MAP(S)     \
  template class KrylovMap<S>; \
  template std::shared_ptr<const KrylovMap<S>> pencilMap<S>(const Pencil<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_PENCIL_MAP)

}  // namespace ritz
