#include <ritz/adjoint/SecantPrediction.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <cmath>
#include <utility>

namespace ritz {

namespace {

template <class Vector>
Vector difference(const Vector& a, const Vector& b) {
  Vector result(a, Teuchos::Copy);
  result.update(-1, b, 1);
  return result;
}

}  // namespace

template <class S>
void SecantPrediction<S>::add(const Theta& theta, MultiVectorPtr<S> X) {
  Point point{Theta(theta, Teuchos::Copy), std::move(X)};
  if (!points_.empty() && difference(theta, points_.front().theta).normInf() == Real<S>(0)) {
    points_.front() = std::move(point);
    return;
  }
  points_.insert(points_.begin(), std::move(point));
  if (points_.size() > 2) points_.pop_back();
}

template <class S>
void SecantPrediction<S>::carry(const Dense<S>& C) {
  for (Point& point : points_) point.X = std::make_shared<MultiVector<S>>(times(*point.X, C));
}

template <class S>
MultiVectorPtr<S> SecantPrediction<S>::at(const Theta& theta) const {
  constexpr Real<S> Farthest = 3;
  if (points_.empty()) return nullptr;
  const Point& last = points_.front();
  if (points_.size() < 2) return last.X;
  const Theta before = difference(last.theta, points_.back().theta), now = difference(theta, last.theta);
  const Real<S> share = now.dot(before) / before.dot(before);
  if (!(std::abs(share) <= Farthest)) return last.X;
  auto predicted = std::make_shared<MultiVector<S>>(*last.X, Teuchos::Copy);
  predicted->update(S(-share), *points_.back().X, S(1 + share));
  return predicted;
}

RITZ_INSTANTIATE(SecantPrediction)

}  // namespace ritz
