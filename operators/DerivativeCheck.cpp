#include <ritz/operators/Composite.hpp>
#include <ritz/operators/DerivativeCheck.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <fmt/format.h>
#include <Teuchos_Array.hpp>

#include <cmath>
#include <complex>
#include <limits>

namespace ritz {

namespace {

void validate(const DerivativeCheckOptions& options) {
  if (!(options.firstStep > 0.0) || !std::isfinite(options.firstStep))
    throw InvalidOption(
        fmt::format("derivativeCheck: asked for a first step of {}; give one above 0", options.firstStep));
  if (options.numSteps < 2)
    throw InvalidOption(
        fmt::format("derivativeCheck: asked for {} steps; give at least 2", options.numSteps));
  if (options.columns < 1) throw InvalidOption("derivativeCheck: asked for no columns; give at least 1");
}

/// Sets θ + h p while it lives, and θ again in the end.
template <class S>
class Excursion {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  explicit Excursion(ParametricOperator<S>& A) : A_(A), home_(A.parameters(), Teuchos::Copy) {}
  Excursion(const Excursion&) = delete;
  Excursion& operator=(const Excursion&) = delete;
  ~Excursion() {
    if (!away_) return;
    try {
      A_.setParameters(home_);
    } catch (...) {  // the operator has its θ back; that it complained again is no news
    }
  }

  void goTo(const Theta& p, double h) {
    Theta theta(home_, Teuchos::Copy);
    theta.update(static_cast<Real<S>>(h), p, Real<S>(1));
    away_ = true;
    A_.setParameters(theta);
  }

  void goHome() {
    A_.setParameters(home_);
    away_ = false;
  }

 private:
  ParametricOperator<S>& A_;
  Theta home_;
  bool away_ = false;
};

/// The least-squares slope of log remainder over log step, of those remainders that stand out from rounding.
TaylorTest fit(const std::vector<double>& steps, std::vector<double> remainders, double rounding) {
  TaylorTest test{std::move(remainders), std::numeric_limits<double>::infinity()};
  double n = 0.0, sumX = 0.0, sumY = 0.0, sumXX = 0.0, sumXY = 0.0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (test.remainders[i] <= rounding) continue;  // NaN stays in and shows
    const double x = std::log(steps[i]), y = std::log(test.remainders[i]);
    n += 1.0;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  if (n >= 2.0) test.slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
  return test;
}

template <class S>
double norm(const MultiVector<S>& X) {
  Teuchos::Array<Real<S>> columns(static_cast<Teuchos_Ordinal>(X.getNumVectors()));
  X.norm2(columns());
  double squared = 0.0;
  for (const auto value : columns) squared += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(squared);
}

/// The vectors of one check and what the operator makes of them at its present θ.
template <class S>
class Probe {
 public:
  using Theta = typename ParametricOperator<S>::Theta;

  Probe(const ParametricOperator<S>& A, const DerivativeCheckOptions& options)
      : A_(A), V_(A.getDomainMap(), options.columns), W_(A.getRangeMap(), options.columns) {
    fillHash(V_, options.seed, 0);
    fillHash(W_, options.seed, options.columns);
  }

  MultiVector<S> product() const {
    MultiVector<S> Y(W_.getMap(), W_.getNumVectors());
    A_.apply(V_, Y);
    raise();
    return Y;
  }
  MultiVector<S> derivative(const Theta& p) const {
    MultiVector<S> Y(W_.getMap(), W_.getNumVectors());
    A_.applyDerivative(p, V_, Y);
    raise();
    return Y;
  }
  Theta gradient() const {
    Theta g(A_.parameterMap());
    A_.accumulateGradient(Real<S>(1), W_, V_, g);
    raise();
    return g;
  }
  /// False if the operator has no second derivatives.
  bool second(const Theta& p, Theta& s) const {
    try {
      A_.accumulateSecond(Real<S>(1), p, W_, V_, s);
    } catch (const NotSupported&) {
      return false;
    }
    raise();
    return true;
  }

  /// How far g·p is from Re⟨W, image⟩, over the sum of the sizes of all terms.
  double pairingDefect(const Theta& g, const Theta& p, const MultiVector<S>& image) const {
    Theta terms(g.getMap());
    terms.elementWiseMultiply(Real<S>(1), g, p, Real<S>(0));
    double difference = static_cast<double>(g.dot(p)), size = static_cast<double>(terms.norm1());
    Teuchos::Array<S> dots(static_cast<Teuchos_Ordinal>(W_.getNumVectors()));
    W_.dot(image, dots());
    for (const S& dot : dots) difference -= static_cast<double>(std::real(dot));
    size += norm(W_) * norm(image);
    return difference == 0.0 ? 0.0 : std::abs(difference) / size;
  }

 private:
  void raise() const { raiseOperatorFailure(*A_.getDomainMap()->getComm(), "derivativeCheck"); }

  const ParametricOperator<S>& A_;
  MultiVector<S> V_, W_;
};

}  // namespace

template <class S>
DerivativeCheck derivativeCheck(ParametricOperator<S>& A,
                                const typename ParametricOperator<S>::Theta& direction,
                                const DerivativeCheckOptions& options) {
  validate(options);
  detail::requireSameMap(*direction.getMap(), *A.parameterMap(), "derivativeCheck", "the direction");
  const typename ParametricOperator<S>::Theta p(direction, Teuchos::Copy);  // which may be A's own parameters
  const Probe<S> probe(A, options);
  const auto product = probe.product(), derivative = probe.derivative(p);
  const auto gradient = probe.gradient();
  typename ParametricOperator<S>::Theta second(A.parameterMap());
  DerivativeCheck check;
  check.hasSecond = probe.second(p, second);
  check.gradientDefect = probe.pairingDefect(gradient, p, derivative);

  std::vector<double> first, secondRemainders;
  Excursion<S> excursion(A);
  for (int i = 0; i < options.numSteps; ++i) {
    const double h = std::ldexp(options.firstStep, -i);
    const auto minusH = static_cast<Real<S>>(-h);
    excursion.goTo(p, h);
    auto moved = probe.product();
    moved.update(S(-1), product, S(minusH), derivative, S(1));
    check.steps.push_back(h);
    first.push_back(norm(moved));
    if (!check.hasSecond) continue;
    auto movedGradient = probe.gradient();
    movedGradient.update(Real<S>(-1), gradient, minusH, second, Real<S>(1));
    secondRemainders.push_back(norm<Real<S>>(movedGradient));
  }
  excursion.goHome();

  const double unit = 100.0 * static_cast<double>(std::numeric_limits<Real<S>>::epsilon());
  const auto rounding = [&](double value, double slope) {
    return unit * (value + options.firstStep * slope);
  };
  check.first = fit(check.steps, std::move(first), rounding(norm(product), norm(derivative)));
  if (check.hasSecond)
    check.second = fit(check.steps, std::move(secondRemainders),
                       rounding(norm<Real<S>>(gradient), norm<Real<S>>(second)));
  return check;
}

#define RITZ_DERIVATIVE_CHECK(S)               \
  template DerivativeCheck derivativeCheck<S>( \
      ParametricOperator<S>&, const typename ParametricOperator<S>::Theta&, const DerivativeCheckOptions&);
RITZ_FOR_EACH_SCALAR(RITZ_DERIVATIVE_CHECK)

}  // namespace ritz
