#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

constexpr std::size_t ProbeColumns = 2;

/// |⟨x₁, y₂⟩ − ⟨y₁, x₂⟩| against ‖x₁‖‖y₂‖ + ‖y₁‖‖x₂‖, with y = A x.
template <class S>
void checkSymmetry(const MultiVector<S>& X, const MultiVector<S>& Y, Real<S> rounding, const char* name) {
  const Dense<S> xy = gram(X, Y), xx = gram(X, X), yy = gram(Y, Y);
  using std::abs;
  using std::sqrt;
  const Real<S> defect = abs(xy(0, 1) - Teuchos::ScalarTraits<S>::conjugate(xy(1, 0)));
  const Real<S> size = sqrt(abs(xx(0, 0)) * abs(yy(1, 1))) + sqrt(abs(xx(1, 1)) * abs(yy(0, 0)));
  // A random pair sees a defect of about 1/√n of the operator's; an inexact product (an inner solve) is let
  // pass.
  const Real<S> limit =
      std::max(std::pow(std::numeric_limits<Real<S>>::epsilon(), Real<S>(0.6)), 10 * rounding);
  if (defect > limit * size)
    throw NotSymmetric(
        fmt::format("eigsolve: asked for eigenpairs of a Hermitian problem, but {} is not symmetric: "
                    "⟨x, {} y⟩ and ⟨{} x, y⟩ differ by {:.1e} of ‖x‖‖{} y‖ for random x, y; check the "
                    "operator with symmetryDefect()",
                    name, name, name, defect / size, name));
}

template <class S>
void probe(MeasuredOperator<S>& op, const MultiVector<S>& X, MultiVector<S>& Y, const char* name) {
  op.calibrate(X, Y);
  if (X.getGlobalLength() > 1) checkSymmetry(X, Y, roundingOf(*op.inner()), name);
}

}  // namespace

template <class S>
Pencil<S>::Pencil(const EigenProblem<S>& problem, const EigenOptions& options)
    : map(problem.A->getDomainMap()),
      n(static_cast<long long>(map->getGlobalNumElements())),
      A(std::make_shared<MeasuredOperator<S>>(problem.A, "A")),
      tolerance(static_cast<Real<S>>(options.tolerance)),
      relativeTo(options.relativeTo) {
  MultiVector<S> X(map, ProbeColumns, false), Y(map, ProbeColumns, false);
  fillHash(X, options.seed ^ 0x70726f6265ULL);
  probe(*A, X, Y, "A");
  if (problem.mass) {
    mass = std::make_shared<MeasuredOperator<S>>(problem.mass, "the mass operator B");
    probe(*mass, X, Y, "B");
    const Dense<S> xBx = gram(X, Y);
    for (int j = 0; j < xBx.cols(); ++j)
      if (std::real(xBx(j, j)) <= 0)
        throwIndefiniteMass(
            fmt::format("has ⟨x, B x⟩ = {:.3g} for a random x", std::real(xBx(j, j)) / massScale()));
  }
  if (problem.massInverse)
    massInverse =
        std::make_shared<MeasuredOperator<S>>(problem.massInverse, "the inverse of B", 1 / massScale());
  if (problem.preconditioner)
    preconditioner =
        std::make_shared<MeasuredOperator<S>>(problem.preconditioner, "the preconditioner", 1 / A->scale());
  if (problem.shiftInverse)
    shiftInverse =
        std::make_shared<MeasuredOperator<S>>(problem.shiftInverse, "the inverse of A − σB", 1 / A->scale());
}

template <class S>
Real<S> Pencil<S>::allowed(Real<S> theta, Real<S> norm2, Real<S> normMass) const {
  // ‖r′‖ = sA ‖r‖, |λ′| = (sA/sB)|λ| and ‖v‖_B′ = √sB ‖v‖_B: the norm criterion is scale-free, the value one
  // is not.
  if (relativeTo == RelativeTo::Value) return tolerance * std::abs(theta) * normMass * std::sqrt(massScale());
  return tolerance * (normA() + std::abs(theta) * normB()) * norm2;
}

template <class S>
Real<S> Pencil<S>::relative(Real<S> residual, Real<S> theta, Real<S> norm2, Real<S> normMass) const {
  const Real<S> limit = allowed(theta, norm2, normMass);
  if (residual == 0) return 0;
  return limit > 0 ? residual / limit * tolerance : std::numeric_limits<Real<S>>::infinity();
}

template <class S>
void Pencil<S>::applyMass(const MultiVector<S>& X, MultiVector<S>& Y) const {
  if (mass)
    mass->apply(X, Y);
  else
    Tpetra::deep_copy(Y, X);
}

RITZ_INSTANTIATE(Pencil)

}  // namespace ritz
