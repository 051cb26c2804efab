#pragma once

#include "Blocks.hpp"

#include <ritz/operators/Error.hpp>
#include <ritz/operators/ParametricOperator.hpp>

#include <cmath>
#include <stdexcept>

/// Parametric operators for tests.
namespace ritz::test {

/// A(θ) = diag(sin θᵢ): ∂A/∂θ·p = diag(cos θᵢ pᵢ), second derivative −diag(sin θᵢ pᵢ). Factors spoil the
/// derivatives.
class SineDiagonal : public ParametricOperator<double> {
 public:
  explicit SineDiagonal(const MapPtr& map) : ParametricOperator(map, map) {}

  double derivativeFactor = 1.0, gradientFactor = 1.0, secondFactor = 1.0;
  int changes = 0, failOnRank = -1;
  double seen = 0.0;  // Σ θ at the last change

  MapPtr parameterMap() const override { return getDomainMap(); }

  void applyDerivative(const Theta& p, const Block& X, Block& Y) const override {
    Column d(p, Teuchos::Copy);
    multiply(d, [](double theta) { return std::cos(theta); });
    d.scale(derivativeFactor);
    Y.elementWiseMultiply(1.0, d, X, 0.0);
  }
  void accumulateGradient(double c, const Block& W, const Block& V, Theta& g) const override {
    Column d = pairing(W, V);
    multiply(d, [](double theta) { return std::cos(theta); });
    g.update(c * gradientFactor, d, 1.0);
  }
  void accumulateSecond(double c, const Theta& p, const Block& W, const Block& V, Theta& g) const override {
    Column d = pairing(W, V), both(parameterMap());
    multiply(d, [](double theta) { return -std::sin(theta); });
    both.elementWiseMultiply(1.0, d, p, 0.0);
    g.update(c * secondFactor, both, 1.0);
  }

 private:
  void applyImpl(const Block& X, Block& Y) const override {
    Column d(parameterMap());
    d.putScalar(1.0);
    multiply(d, [](double theta) { return std::sin(theta); });
    Y.elementWiseMultiply(1.0, d, X, 0.0);
  }
  void onParametersChanged() override {
    ++changes;
    Column ones(parameterMap());
    ones.putScalar(1.0);
    seen = parameters().dot(ones);
    if (getDomainMap()->getComm()->getRank() == failOnRank) throw std::range_error("the mesh is tangled");
  }

  template <class Function>
  void multiply(Column& d, Function function) const {
    const auto theta = parameters().getData(0);
    const auto entries = d.getDataNonConst(0);
    for (Teuchos_Ordinal i = 0; i < entries.size(); ++i) entries[i] *= function(theta[i]);
  }
  /// Σ over columns of Wᵢ Vᵢ, entry by entry.
  Column pairing(const Block& W, const Block& V) const {
    Column sum(parameterMap());
    for (std::size_t j = 0; j < W.getNumVectors(); ++j)
      sum.elementWiseMultiply(1.0, *W.getVector(j), *V.getVector(j), 1.0);
    return sum;
  }
};

/// The same without second derivatives.
class FirstOrderOnly : public SineDiagonal {
 public:
  using SineDiagonal::SineDiagonal;
  void accumulateSecond(double c, const Theta& p, const Block& W, const Block& V, Theta& g) const override {
    ParametricOperator::accumulateSecond(c, p, W, V, g);
  }
};

}  // namespace ritz::test
