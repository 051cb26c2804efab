#pragma once

#include "adjoint/HermitianFamilies.hpp"

#include <ritz/adjoint/ColumnAlgebra.hpp>

#include <cmath>

namespace ritz::test {

/// A ring of N sites with hopping −1 and a flux θ, all of it on the bond that closes the ring: values
/// −2 cos q with q = (2πm + θ)/N, vectors e^{iqx}/√N. Not affine in θ, and the vectors move with it.
class FluxRing : public ParametricOperator<Complex> {
 public:
  using MV = MultiVector<Complex>;

  FluxRing() : ParametricOperator(makeMap(N), makeMap(N)), parameterMap_(makeMap(1)) {}
  MapPtr parameterMap() const override { return parameterMap_; }

  /// q of the m-th wave.
  static double wavenumber(int m, double flux) { return (2 * std::acos(-1.0) * m + flux) / N; }

  void applyDerivative(const Theta& p, const MV& X, MV& Y) const override {
    const double step = gather(p)[0];
    close(-step * sine_, step * cosine_, X, Y, 0.0);
  }
  void accumulateGradient(double c, const MV& W, const MV& V, Theta& g) const override {
    add(c, -sine_, cosine_, W, V, g);
  }
  void accumulateSecond(double c, const Theta& p, const MV& W, const MV& V, Theta& g) const override {
    const double step = gather(p)[0];
    add(c, -step * cosine_, -step * sine_, W, V, g);
  }

 private:
  void applyImpl(const MV& X, MV& Y) const override {
    chain_->apply(X, Y);
    close(cosine_, sine_, X, Y, 1.0);
  }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MV& X, MV& Y) const override { applyImpl(X, Y); }
  void onParametersChanged() override {
    const double flux = gather(parameters())[0];
    cosine_ = std::cos(flux);
    sine_ = std::sin(flux);
  }
  /// Y = (a ∂A/∂cos θ + b ∂A/∂sin θ) X + old Y.
  void close(double a, double b, const MV& X, MV& Y, double old) const {
    even_->apply(X, Y, Teuchos::NO_TRANS, a, old);
    odd_->apply(X, Y, Teuchos::NO_TRANS, b, 1.0);
  }
  void add(double c, double a, double b, const MV& W, const MV& V, Theta& g) const {
    MV Y(V, Teuchos::Copy);
    close(a, b, V, Y, 0.0);
    double form = 0;
    for (const double term : columnDots(W, Y)) form += term;
    if (parameterMap_->isNodeGlobalElement(0)) g.sumIntoGlobalValue(0, c * form);
  }
  static OperatorPtr<Complex> bond(Complex hop) {
    return hermitian([=](GlobalIndex i, GlobalIndex j) {
      return i == N - 1 && j == 0 ? hop : i == 0 && j == N - 1 ? std::conj(hop) : Complex(0);
    });
  }

  MapPtr parameterMap_;
  OperatorPtr<Complex> chain_ = hermitian(chain(0.0, -1.0)), even_ = bond(-1.0), odd_ = bond({0.0, -1.0});
  double cosine_ = 1, sine_ = 0;
};

/// The ring at a flux.
inline ParametricProblem<Complex> fluxRing(double flux) {
  ParametricProblem<Complex> problem({}, std::make_shared<FluxRing>());
  problem.setParameters(thetaOf(problem, {flux}));
  return problem;
}

}  // namespace ritz::test
