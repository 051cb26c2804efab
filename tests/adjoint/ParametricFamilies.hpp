#pragma once

#include "solvers/Problems.hpp"

#include <ritz/adjoint/MultipleValue.hpp>
#include <ritz/adjoint/ParametricProblem.hpp>
#include <ritz/adjoint/SpectralHessian.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

/// Families with one θ for A and B.
namespace ritz::test {

template <class S>
Tpetra::Vector<double> thetaOf(const ParametricProblem<S>& problem, const std::vector<double>& entries) {
  return columnOf(problem.parameterMap(),
                  [&](GlobalIndex g) { return entries[static_cast<std::size_t>(g)]; });
}

/// A(θ) = A₀ + Σθ_iA_i and B(θ) = D² + Σθ_iB_i with four parameters, of which B has the last two; values
/// `spectrum` at θ = 0.
inline ParametricProblem<double> makeParametric(int n, const Entry& spectrum, bool withMass) {
  const auto map = makeMap(n);
  const auto C = rotatedOperator(map, spectrum);
  const auto weight = [=](GlobalIndex g) { return withMass ? 1.0 + 0.25 * static_cast<double>(g % 4) : 1.0; };
  const auto D = diagonalOperator(map, weight);
  const auto A0 = makeOperator<double>(
      map, [C, D](const Block& X, Block& Y) { Tpetra::deep_copy(Y, image(D, image(C, image(D, X)))); });
  const auto zero = diagonalOperator(map, [](GlobalIndex) { return 0.0; });
  const auto wave = [&](double frequency) {
    return diagonalOperator(map, [=](GlobalIndex g) { return std::cos(frequency * real(g)); });
  };
  const auto A = std::make_shared<AffineOperator<double>>(
      A0, std::vector<OperatorPtr<double>>{toeplitzMatrix(map, 1.0, 0.5), wave(1.0), wave(0.3), zero});
  std::shared_ptr<AffineOperator<double>> B;
  if (withMass)
    B = std::make_shared<AffineOperator<double>>(
        diagonalOperator(map, [=](GlobalIndex g) { return weight(g) * weight(g); }),
        std::vector<OperatorPtr<double>>{zero, zero, wave(0.7), toeplitzMatrix(map, 0.3, 0.1)});
  ParametricProblem<double> problem({}, A, B);
  problem.setParameters(thetaOf(problem, {0, 0, 0, 0}));
  return problem;
}

template <class S>
EigenResult<S> solvedAt(const ParametricProblem<S>& problem, int k, const Method& method,
                        Which which = Smallest{}) {
  EigenOptions options;
  options.numPairs = k;
  options.which = which;
  options.tolerance = 1e-12;
  options.method = method;
  return eigsolve<S>(problem.problem(), options);
}

/// What a loss of k pairs does along a line of parameters, θ = t p.
template <class S>
struct LossAlong {
  /// L(0), L′ and L″ by `hessian`, which is about θ = 0.
  LossAlong(const ParametricProblem<S>& family, std::shared_ptr<const Loss<S>> loss, int k,
            const SpectralHessian<S>& hessian, const Tpetra::Vector<double>& direction)
      : problem(family), ofPairs(std::move(loss)), pairs(k), p(direction, Teuchos::Copy) {
    Tpetra::Vector<double> Hp(problem.parameterMap());
    hessian.apply(p, Hp);
    first = hessian.gradient().dot(p);
    second = Hp.dot(p);
    value = at(0);
  }

  double at(double t) const {
    Tpetra::Vector<double> moved(p, Teuchos::Copy);
    moved.scale(t);
    problem.setParameters(moved);
    const auto solved = solvedAt(problem, pairs, Lapack{});
    return ofPairs->value(solved.values, *solved.vectors);
  }
  /// L(t) − L(0) − t L′, which falls as t².
  double beyondFirst(double t) const { return at(t) - value - t * first; }
  /// L(t) − L(0) − t L′ − ½t² L″, which falls as t³.
  double beyondSecond(double t) const { return beyondFirst(t) - t * t / 2 * second; }

  const ParametricProblem<S>& problem;
  std::shared_ptr<const Loss<S>> ofPairs;
  int pairs;
  Tpetra::Vector<double> p;
  double value = 0.0, first = 0.0, second = 0.0;
};

/// ⟨H p, q⟩ = ⟨p, H q⟩ to 1e-9.
inline void expectSymmetric(const LinearOperator<double>& H, const Tpetra::Vector<double>& p,
                            const Tpetra::Vector<double>& q) {
  Tpetra::Vector<double> Hp(H.getRangeMap()), Hq(H.getRangeMap());
  H.apply(p, Hp);
  H.apply(q, Hq);
  EXPECT_NEAR(Hp.dot(q), Hq.dot(p), 1e-9 * (std::abs(Hp.dot(q)) + Hp.norm2() * q.norm2() * 1e-2));
}

/// A value of this multiplicity first, then 2, 3, …
inline Entry firstOf(int multiplicity) {
  return [=](GlobalIndex g) { return g < multiplicity ? 1.0 : 2.0 + real(g - multiplicity); };
}

inline MultipleValue<double> firstValue(const ParametricProblem<double>& problem, int k) {
  return {EigenAdjoint<double>(solvedAt(problem, k, Lobpcg{})), 0};
}

/// A Laplacian and a potential of 0.1 θ_i in each of eight parts of the grid, which `partOf` names from x, y,
/// z.
inline ParametricProblem<double> parted(
    GlobalIndex size, const std::function<int(GlobalIndex, GlobalIndex, GlobalIndex)>& partOf) {
  const auto whole =
      std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{size, size, size},
                                            Laplacian3d<double>::Weights{1.0, 1.17, 1.39});
  std::vector<OperatorPtr<double>> parts;
  for (int part = 0; part < 8; ++part) {
    const auto inside = diagonalOperator(whole->getDomainMap(), [=](GlobalIndex g) {
      return partOf(g % size, g / size % size, g / (size * size)) == part ? std::sqrt(0.1) : 0.0;
    });
    parts.push_back(makeOperator<double>(whole->getDomainMap(), [=](const Block& X, Block& Y) {
      Tpetra::deep_copy(Y, image(inside, image(inside, X)));
    }));
  }
  ParametricProblem<double> problem({}, std::make_shared<AffineOperator<double>>(whole, parts));
  return problem;
}

/// Layers: the modes stay products, so that the pairs move in small invariant subspaces.
inline ParametricProblem<double> layers(GlobalIndex size) {
  return parted(size,
                [=](GlobalIndex, GlobalIndex, GlobalIndex z) { return static_cast<int>(8 * z / size); });
}

/// Cut by three surfaces that have nothing to do with the grid.
inline ParametricProblem<double> wedges(GlobalIndex size) {
  return parted(size, [=](GlobalIndex x, GlobalIndex y, GlobalIndex z) {
    return (x + y > size ? 1 : 0) + (2 * y + 4 * z > 3 * size ? 2 : 0) + (5 * x * z > size * size ? 4 : 0);
  });
}

/// θ_i = 1 ± change in turns.
inline Tpetra::Vector<double> layerTheta(const ParametricProblem<double>& problem, double change) {
  std::vector<double> entries;
  for (int i = 0; i < 8; ++i) entries.push_back(1.0 + change * (i % 2 == 0 ? 1 : -1));
  return thetaOf(problem, entries);
}

}  // namespace ritz::test
