#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/ProductOperator.hpp>
#include <ritz/solvers/ProbeVectors.hpp>

#include "solvers/Traps.hpp"

namespace {

using MV = ritz::MultiVector<double>;

/// 2 + 2w on the diagonal, −1 beside it; not known as a matrix.
std::shared_ptr<const ritz::Laplacian3d<double>> line(ritz::GlobalIndex n, double w) {
  return std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{n, 1, 1}, std::array<double, 3>{1.0, w, 0.0});
}

/// max | |x_i| − 1 |.
double signDefect(const MV& x) {
  MV sizes(x, Teuchos::Copy);
  sizes.abs(x);
  MV ones(x.getMap(), 1);
  ones.putScalar(1.0);
  sizes.update(-1.0, ones, 1.0);
  return sizes.getVector(0)->normInf();
}

TEST(ProbeVectors, AreSignsWithoutMass) {
  const ritz::Pencil<double> pencil({line(50, 1)}, {});
  const ritz::ProbeVectors<double> probes(pencil, 3);
  const MV x = probes.draw(0), y = probes.draw(1);
  EXPECT_EQ(signDefect(x), 0.0);
  EXPECT_LT(std::abs(x.getVector(0)->dot(*y.getVector(0))), 5 * std::sqrt(50.0));
  EXPECT_EQ(pencil.A->count().columns, 2);
}

TEST(ProbeVectors, ScaleSignsByADiagonalMass) {
  ritz::EigenProblem<double> problem{line(50, 1)};
  problem.mass = traps::diagonal(problem.A->getDomainMap(), [](auto g) { return 1.0 + double(g % 7); });
  const ritz::Pencil<double> pencil(problem, {});
  const MV w = ritz::ProbeVectors<double>(pencil, 3).draw(0);
  MV image(w, Teuchos::Copy);
  pencil.mass->apply(w, image);
  image.elementWiseMultiply(1.0, *w.getVector(0), image, 0.0);  // wᵢ B′ᵢᵢ wᵢ = 1
  EXPECT_LE(signDefect(image), 1e-14);
}

TEST(ProbeVectors, MultiplyByTheInverseRootOfTheMass) {
  // B = C²: B^(−1/2) z = C⁻¹z, so that C times it are signs again. C has values in (2w, 2w + 4).
  for (const double w : {1.25, 0.3}) {  // κ(B) = 7 and 60
    const auto C = line(300, w);
    ritz::EigenProblem<double> problem{C};
    problem.mass = std::make_shared<ritz::ProductOperator<double>>(C, C);
    const ritz::Pencil<double> pencil(problem, {});
    const ritz::ProbeVectors<double> probes(pencil, 3);
    for (const std::size_t index : {0u, 5u}) {
      const MV x = probes.draw(index);
      MV z(x, Teuchos::Copy);
      C->apply(x, z);
      z.scale(std::sqrt(pencil.massScale()));
      // ‖B^(1/2)‖ times the error of 1e-9 ‖x‖ that Lanczos stops at, with a margin of ten.
      EXPECT_LE(signDefect(z), 10 * (2 * w + 4) * 1e-9 * x.getVector(0)->norm2());
    }
  }
}

TEST(ProbeVectors, RefuseAMassThatIsTooIllConditioned) {
  ritz::EigenProblem<double> problem{line(600, 1)};
  const auto d = traps::diagonal(problem.A->getDomainMap(),
                                 [](auto g) { return std::pow(10.0, -8.0 * double(g) / 600); });
  problem.mass =
      ritz::makeOperator<double>(d->getDomainMap(), [=](const auto& X, auto& Y) { d->apply(X, Y); });
  const ritz::Pencil<double> pencil(problem, {});
  EXPECT_THROW(ritz::ProbeVectors<double>(pencil, 3).draw(0), ritz::NotConverged);
}

TEST(ProbeVectors, RefuseAMassWithANegativeDiagonal) {
  ritz::EigenProblem<double> problem{line(50, 1)};
  problem.mass = traps::diagonal(problem.A->getDomainMap(), [](auto g) { return g == 7 ? -1e-3 : 1.0; });
  const ritz::Pencil<double> pencil(problem, {});
  EXPECT_THROW(ritz::ProbeVectors<double>(pencil, 3), ritz::IndefiniteMass);
}

}  // namespace
