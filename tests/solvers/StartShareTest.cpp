#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/RitzEstimates.hpp>
#include <ritz/solvers/StartShare.hpp>

#include <cmath>
#include <memory>
#include <vector>

#include "solvers/Traps.hpp"

namespace {

constexpr int Size = 400, Capacity = 20, Kept = 8;

/// Lanczos on diag(1, 0.9·399/400, …, 0.9/400) from a random vector that has `share` of e₀, restarted where
/// its basis is full, beside the bound for the value 1.
struct BoundedRun {
  BoundedRun(double share, unsigned seed)
      : map(ritz::makeMap(Size)),
        pencil({traps::diagonal(map, [](auto g) { return g == 0 ? 1.0 : 0.9 * double(Size - g) / Size; })},
               {}),
        start(map, 1),
        bound(1 / double(pencil.valueScale())) {
    ritz::fillHash(start, seed);
    if (map->isNodeGlobalElement(0)) start.replaceGlobalValue(0, 0, 0.0);
    const double rest = start.getVector(0)->norm2();
    if (map->isNodeGlobalElement(0))
      start.replaceGlobalValue(0, 0, share / std::sqrt(1 - share * share) * rest);
    basis = std::make_unique<ritz::LanczosFactorization<double>>(ritz::pencilMap(pencil), Capacity, start,
                                                                 nullptr, 0);
  }

  /// What the best Ritz value lacks of 1.
  double missing() const { return 1 - best * double(pencil.valueScale()); }

  double advance() {
    basis->expand();
    bound.advance(*basis);
    ritz::RitzEstimates<double> estimates(ritz::Largest{});
    estimates.look(*basis);
    best = estimates.theta(0);
    if (basis->size() == Capacity) restart();
    return bound.bound();
  }

  void restart() {
    ritz::RitzEstimates<double> estimates(ritz::Largest{});
    estimates.decompose(*basis);
    const auto Q = estimates.vectors(0, Kept);
    std::vector<double> theta;
    for (int j = 0; j < Kept; ++j) theta.push_back(estimates.theta(j));
    basis->compress(Q, theta);
    bound.restart(Q);
  }

  ritz::MapPtr map;
  ritz::Pencil<double> pencil;
  ritz::MultiVector<double> start;
  ritz::StartShare<double> bound;
  double best = 0;
  std::unique_ptr<ritz::LanczosFactorization<double>> basis;
};

/// Up to where the pair is found: from there on rounding grows in g.
TEST(StartShare, IsNeverLessThanWhatIsThere) {
  for (const double share : {1e-1, 1e-3, 1e-6})
    for (unsigned seed = 0; seed < 20; ++seed) {
      BoundedRun run(share, seed);
      for (int step = 0; step < 60 && run.missing() > 1e-10; ++step)
        EXPECT_GE(run.advance(), share * (1 - 1e-4)) << seed << ' ' << step;
    }
}

/// For m steps some polynomial of degree m is 1/T_m(1 + 2·0.1/0.9) at most on the rest, 1 at the value.
TEST(StartShare, FallsAsChebyshevsPolynomialWhereNothingIsThere) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    BoundedRun run(0, seed);
    for (int m = 1; m < Capacity; ++m)
      EXPECT_LE(run.advance(), 1 / std::cosh(m * std::acosh(1 + 2 * 0.1 / 0.9)) * (1 + 1e-6))
          << seed << ' ' << m;
  }
}

TEST(StartShare, KeepsFallingOverRestarts) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    BoundedRun run(0, seed);
    double share = 1;
    for (int step = 0; step < 60; ++step) share = run.advance();
    EXPECT_LE(share, 1e-10) << seed;
  }
}

/// From e₁, which is an eigenvector: what comes then says nothing of the start.
TEST(StartShare, IsNotKnownWhereTheSpaceIsInvariant) {
  BoundedRun run(0, 0);
  run.start.putScalar(0);
  if (run.map->isNodeGlobalElement(1)) run.start.replaceGlobalValue(1, 0, 1.0);
  run.basis = std::make_unique<ritz::LanczosFactorization<double>>(ritz::pencilMap(run.pencil), Capacity,
                                                                   run.start, nullptr, 0);
  for (int step = 0; step < 5; ++step) EXPECT_EQ(run.advance(), 1.0);
}

}  // namespace
