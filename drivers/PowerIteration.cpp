#include <ritz/drivers/PowerIteration.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <Teuchos_Time.hpp>

#include <cmath>

namespace ritz {

namespace {

using Vector = Tpetra::Vector<double>;

class Deflated {
 public:
  Deflated(const LinearOperator<double>& A, const PowerOptions& options)
      : A_(A), options_(options), found_(A.getDomainMap(), static_cast<std::size_t>(options.numPairs)) {
    fillHash(found_, options.seed);
  }

  PowerResult run(Monitor* monitor) {
    const double from = Teuchos::Time::wallTime();
    while (numFound_ < options_.numPairs && findNext(monitor, from)) ++numFound_;
    recompute();
    result_.seconds = Teuchos::Time::wallTime() - from;
    return result_;
  }

 private:
  double goal(double value) const { return options_.tolerance * (options_.norm + std::abs(value)); }

  /// Whether the limit allowed it. The start is the column itself, a hash vector until then.
  bool findNext(Monitor* monitor, double from) {
    const auto v = found_.getVectorNonConst(static_cast<std::size_t>(numFound_));
    Vector w(v->getMap()), residual(v->getMap());
    deflate(*v);
    v->scale(1.0 / v->norm2());
    while (result_.products < options_.maxProducts) {
      A_.apply(*v, w);
      ++result_.products;
      deflate(w);
      const double value = v->dot(w);
      residual.update(1.0, w, -value, *v, 0.0);
      const double error = residual.norm2();
      if (error <= goal(value)) return true;
      const Progress progress{result_.products,
                              result_.products,
                              numFound_,
                              options_.numPairs,
                              error / (goal(value) / options_.tolerance),
                              Teuchos::Time::wallTime() - from};
      if (monitor != nullptr && !monitor->onProgress(progress)) return false;
      v->update(1.0 / w.norm2(), w, 0.0);
    }
    return false;
  }

  /// w ← w − V Vᵀ w, twice: once leaves rounding behind.
  void deflate(Vector& w) const {
    for (int sweep = 0; sweep < 2; ++sweep)
      for (int j = 0; j < numFound_; ++j) {
        const auto u = found_.getVector(static_cast<std::size_t>(j));
        w.update(-u->dot(w), *u, 1.0);
      }
  }

  /// Ritz pairs of the vectors found: each was accepted without its components along the others.
  void recompute() {
    if (numFound_ == 0) return;
    const auto count = static_cast<std::size_t>(numFound_);
    const MultiVector<double> V(*found_.subView(Teuchos::Range1D(0, numFound_ - 1)), Teuchos::Copy);
    MultiVector<double> images(V.getMap(), count), rotated(V.getMap(), count), residuals(V.getMap(), count);
    A_.apply(V, images);
    const auto everywhere = Teuchos::rcp(new Map(count, 0, V.getMap()->getComm(), Tpetra::LocallyReplicated));
    MultiVector<double> small(everywhere, count);
    small.multiply(Teuchos::TRANS, Teuchos::NO_TRANS, 1.0, V, images, 0.0);
    const auto eigen = eigenOf(small);
    residuals.multiply(Teuchos::NO_TRANS, Teuchos::NO_TRANS, 1.0, images, small, 0.0);
    rotated.multiply(Teuchos::NO_TRANS, Teuchos::NO_TRANS, 1.0, V, small, 0.0);
    for (std::size_t j = 0; j < count; ++j) {
      const auto r = residuals.getVectorNonConst(j);
      r->update(-eigen[j], *rotated.getVector(j), 1.0);
      result_.values.push_back(eigen[j]);
      result_.residuals.push_back(r->norm2());
      if (result_.residuals.back() <= goal(eigen[j])) ++result_.converged;
    }
  }

  /// The eigenvalues of symmetric `small`, whose entries become the eigenvectors.
  static std::vector<double> eigenOf(MultiVector<double>& small) {
    const int size = static_cast<int>(small.getNumVectors());
    Dense<double> T(size, size);
    for (int j = 0; j < size; ++j) {
      const auto column = small.getData(static_cast<std::size_t>(j));
      for (int i = 0; i < size; ++i) T(i, j) = column[i];
    }
    const auto eigen = hermitianEigen(T);
    for (int j = 0; j < size; ++j) {
      const auto column = small.getDataNonConst(static_cast<std::size_t>(j));
      for (int i = 0; i < size; ++i) column[i] = eigen.vectors(i, j);
    }
    return eigen.values;
  }

  const LinearOperator<double>& A_;
  PowerOptions options_;
  MultiVector<double> found_;
  int numFound_ = 0;
  PowerResult result_;
};

}  // namespace

PowerResult powerIteration(const LinearOperator<double>& A, const PowerOptions& options, Monitor* monitor) {
  return Deflated(A, options).run(monitor);
}

}  // namespace ritz
