#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ShiftedPreconditioner.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonCorrection.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace ritz {

namespace {

template <class S>
void normalize(MultiVector<S>& X) {
  std::vector<S> factors;
  for (const Real<S> norm : columnNorms(X)) factors.push_back(norm > 0 ? S(1 / norm) : S(0));
  X.scale(Teuchos::arrayViewFromVector(factors));
}

}  // namespace

template <class S>
DavidsonCorrection<S>::DavidsonCorrection(const Pencil<S>& pencil, std::optional<Real<S>> target)
    : pencil_(pencil),
      target_(target),
      isToldShifts_(pencil.preconditioner && dynamic_cast<const ShiftedPreconditioner<S>*>(
                                                 pencil.preconditioner->inner().get()) != nullptr) {}

template <class S>
MultiVector<S> DavidsonCorrection<S>::applied(const MultiVector<S>& X,
                                              const std::vector<Real<S>>& theta) const {
  std::vector<Real<S>> shifts;
  for (const Real<S> value : theta) shifts.push_back(value * pencil_.valueScale());
  MultiVector<S> Y(pencil_.map, X.getNumVectors(), false);
  pencil_.preconditioner->applyShifted(X, shifts, Y);
  return Y;
}

template <class S>
MultiVector<S> DavidsonCorrection<S>::of(const MultiVector<S>& R, const std::vector<Real<S>>& theta) {
  if (!pencil_.preconditioner) return MultiVector<S>(R, Teuchos::Copy);
  MultiVector<S> T = applied(R, theta);
  if (!isToldShifts_) watchSigns(R, T);
  return T;
}

/// ⟨r, K r⟩ of each column.
template <class S>
void DavidsonCorrection<S>::watchSigns(const MultiVector<S>& R, const MultiVector<S>& T) {
  const Dense<S> products = gram(R, T);
  for (int j = 0; j < products.cols(); ++j, ++columns_)
    if (std::real(products(j, j)) < 0) ++negative_;
}

/// For u = K f and w = K g: ⟨f, w⟩ = ⟨u, g⟩ if K is Hermitian.
template <class S>
void DavidsonCorrection<S>::watchSymmetry(const MultiVector<S>& f, const MultiVector<S>& u,
                                          const MultiVector<S>& g, const MultiVector<S>& w) {
  const Dense<S> fw = gram(f, w), ug = gram(u, g);
  const std::vector<Real<S>> lengths = columnNorms(f), images = columnNorms(w);
  for (int j = 0; j < fw.cols(); ++j) {
    const auto at = static_cast<std::size_t>(j);
    const Real<S> whole = lengths[at] * images[at];
    if (whole > 0)
      asymmetry_ = std::max(asymmetry_, static_cast<double>(std::abs(fw(j, j) - ug(j, j)) / whole));
  }
}

template <class S>
MultiVector<S> DavidsonCorrection<S>::amplified(const MultiVector<S>& X, int steps) {
  MultiVector<S> now(X, Teuchos::Copy), next(X, Teuchos::Copy);
  if (!pencil_.preconditioner) return now;
  normalize(now);
  std::optional<MultiVector<S>> before, image;
  for (int step = 0; step < steps; ++step) {
    pencil_.applyMass(now, next);
    now = applied(next, std::vector<Real<S>>(next.getNumVectors(), target_.value_or(0)));
    watchSigns(next, now);
    if (step == 1) watchSymmetry(*before, *image, next, now);
    if (step == 0) {
      before.emplace(next, Teuchos::Copy);
      image.emplace(now, Teuchos::Copy);
    }
    normalize(now);
  }
  return now;
}

template <class S>
std::string DavidsonCorrection<S>::findings() const {
  const double rounding = std::sqrt(static_cast<double>(std::numeric_limits<Real<S>>::epsilon()));
  std::string found;
  if (negative_ > 0 && !target_)
    found = fmt::format("the preconditioner K is not positive definite: ⟨r, K r⟩ < 0 for {} of {} vectors",
                        negative_, columns_);
  if (asymmetry_ > 100 * rounding)
    found += fmt::format(
        "{}the preconditioner K is not symmetric: ⟨x, K y⟩ and ⟨K x, y⟩ differ by {:.1e} of "
        "‖x‖‖K y‖",
        found.empty() ? "" : "; ", asymmetry_);
  return found;
}

RITZ_INSTANTIATE(DavidsonCorrection)

}  // namespace ritz
