#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/PolynomialMap.hpp>

#include <cmath>

namespace ritz {

template <class S>
PolynomialMap<S>::PolynomialMap(const Pencil<S>& pencil)
    : KrylovMap<S>(pencil), product_(pencil.map, 1, false), solved_(pencil.map, pencil.mass ? 1 : 0, false) {}

template <class S>
void PolynomialMap<S>::settle(const MultiVector<S>& pair, double squareOfV, double squareOfW) const {
  if (std::isfinite(squareOfW) && std::isfinite(squareOfV)) return;
  this->pencil().A->raiseFailure();
  this->pencil().A->apply(*pair.getVector(0), product_);  // throws if A is at fault
  throw BasisBrokenDown("the filter overflowed: an end of the spectrum lies far beyond what was seen of it");
}

template <class S>
Real<S> PolynomialMap<S>::scaleOfProduct() const {
  return this->pencil().mass ? Real<S>(1) : this->pencil().A->scale();
}

template <class S>
const MultiVector<S>& PolynomialMap<S>::multiplied(const MultiVector<S>& y) const {
  const Pencil<S>& pencil = this->pencil();
  if (!pencil.mass) {
    pencil.A->applyBare(y, product_);
    return product_;
  }
  pencil.A->apply(y, product_);
  pencil.massInverse->apply(product_, solved_);
  return solved_;
}

template <class S>
void PolynomialMap<S>::applyMass(const MultiVector<S>& pair, MultiVector<S>* images) const {
  if (!images) return;
  this->pencil().mass->apply(*pair.getVector(0), *images->getVectorNonConst(0));
  this->pencil().mass->apply(*pair.getVector(1), *images->getVectorNonConst(1));
}

RITZ_INSTANTIATE(PolynomialMap)

}  // namespace ritz
