#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SketchRemainder.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

/// From the span of the other columns; 0 for one that no column of Q needs.
template <class S>
Real<S> squaredDistance(const Dense<S>& C, int row) {
  Real<S> square = 0;
  for (int j = 0; j < C.cols(); ++j) square += std::norm(C(row, j));
  return square > 0 ? 1 / square : Real<S>(0);
}

}  // namespace

template <class S>
std::optional<Real<S>> sketchRemainder(const Sketch<S>& sketch) {
  const Dense<S>& C = sketch.C;
  if (sketch.given >= C.rows()) return std::nullopt;
  const Real<S> least = std::numeric_limits<Real<S>>::epsilon() * sketch.largest;
  if (C.cols() < C.rows()) return least;
  Real<S> sum = 0;
  for (int i = sketch.given; i < C.rows(); ++i) sum += squaredDistance(C, i);
  constexpr Real<S> VarianceOfAPart = Real<S>(1) / 3;
  const Real<S> variance = (Teuchos::ScalarTraits<S>::isComplex ? 2 : 1) * VarianceOfAPart;
  const Real<S> mean = std::sqrt(sum / (static_cast<Real<S>>(C.rows() - sketch.given) * variance));
  return std::max(std::pow(mean / sketch.weight, 1 / static_cast<Real<S>>(1 + sketch.powerPasses)), least);
}

#define RITZ_SKETCH_REMAINDER(S) template std::optional<Real<S>> sketchRemainder<S>(const Sketch<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_SKETCH_REMAINDER)

}  // namespace ritz
