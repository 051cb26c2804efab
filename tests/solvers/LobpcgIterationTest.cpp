#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/LobpcgIteration.hpp>

#include <cmath>
#include <memory>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::LobpcgIteration;
using ritz::Pencil;

constexpr GlobalIndex n = 80;

ritz::EigenOptions smallest(int numPairs) {
  ritz::EigenOptions options;
  options.numPairs = numPairs;
  options.which = ritz::Smallest{};
  return options;
}

/// Values 1, 2, …, n, eigenvectors rotatedUnits; scaled by the pencil.
struct Ramp {
  explicit Ramp(bool withMass = false)
      : map(ritz::makeMap(n)),
        options(smallest(3)),
        pencil({rotatedOperator(map, [](GlobalIndex g) { return real(g) + 1.0; }),
                withMass ? rotatedOperator(map, [](GlobalIndex) { return 4.0; }) : nullptr},
               options) {}

  std::unique_ptr<LobpcgIteration<double>> iteration(std::size_t block,
                                                     std::shared_ptr<const Block> locked = nullptr) const {
    return std::make_unique<LobpcgIteration<double>>(pencil, options, hashBlock(map, block, 11), locked,
                                                     ritz::makeOrthoManager(pencil, 0));
  }
  /// The true residuals ‖A′x − θ′B′x‖₂.
  std::vector<double> residuals(const Block& X, const std::vector<double>& theta) const {
    Block AX(map, X.getNumVectors()), BX(map, X.getNumVectors());
    pencil.A->apply(X, AX);
    pencil.applyMass(X, BX);
    for (std::size_t j = 0; j < theta.size(); ++j)
      AX.getVectorNonConst(j)->update(-theta[j], *BX.getVector(j), 1.0);
    return norms(AX);
  }

  ritz::MapPtr map;
  ritz::EigenOptions options;
  Pencil<double> pencil;
};

}  // namespace

TEST(LobpcgIteration, KnowsItsRitzValuesImagesAndResiduals) {
  for (const bool withMass : {false, true}) {
    SCOPED_TRACE(withMass);
    const Ramp ramp(withMass);
    const auto lobpcg = ramp.iteration(4);
    for (int step = 0; step < 3; ++step) ASSERT_TRUE(lobpcg->step());

    const Block X(lobpcg->vectors(), Teuchos::Copy);
    Block AX(ramp.map, 4);
    ramp.pencil.A->apply(X, AX);
    const auto told = lobpcg->residualNorms(), found = ramp.residuals(X, lobpcg->values());

    EXPECT_EQ(lobpcg->blockSize(), 4);
    EXPECT_TRUE(lobpcg->isOrthonormal());
    EXPECT_LE(distance(lobpcg->images(), AX), 1e3 * Epsilon);
    for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(told[j], found[j], 1e3 * Epsilon) << j;
    for (std::size_t j = 1; j < 4; ++j) EXPECT_LE(lobpcg->values()[j - 1], lobpcg->values()[j]);
  }
}

TEST(LobpcgIteration, TakesOneProductPerColumnAndStep) {
  const Ramp ramp;
  const auto lobpcg = ramp.iteration(4);
  const long before = ramp.pencil.A->count().columns;

  for (int step = 0; step < 5; ++step) ASSERT_TRUE(lobpcg->step());

  EXPECT_EQ(ramp.pencil.A->count().columns - before, 5 * 4);
}

TEST(LobpcgIteration, NeverLetsItsValuesRise) {
  const Ramp ramp;
  const auto lobpcg = ramp.iteration(4);
  std::vector<double> before = lobpcg->values();

  for (int step = 0; step < 60; ++step) {
    ASSERT_TRUE(lobpcg->step());
    for (std::size_t j = 0; j < 4; ++j)
      EXPECT_LE(lobpcg->values()[j], before[j] + 1e3 * Epsilon) << j << " in step " << step;
    before = lobpcg->values();
  }
  // |θ − λ| ≤ ‖r‖ of some value; after as many steps it is the right one.
  for (std::size_t j = 0; j < 3; ++j)
    EXPECT_NEAR(before[j], static_cast<double>(j + 1) * ramp.pencil.A->scale(),
                lobpcg->residualNorms()[j] + 1e3 * Epsilon)
        << j;
}

TEST(LobpcgIteration, StaysInTheComplementOfWhatIsLocked) {
  const Ramp ramp;
  const auto locked = std::make_shared<Block>(rotatedUnits(ramp.map, {0, 1}));
  const auto lobpcg = ramp.iteration(4, locked);

  for (int step = 0; step < 60; ++step) ASSERT_TRUE(lobpcg->step());

  EXPECT_NEAR(lobpcg->values()[0], 3.0 * ramp.pencil.A->scale(), lobpcg->residualNorms()[0] + 1e3 * Epsilon);
  const Block X(lobpcg->vectors(), Teuchos::Copy);
  for (std::size_t j = 0; j < 2; ++j)
    EXPECT_LE(std::abs(locked->getVector(j)->dot(*X.getVector(0))), 1e3 * Epsilon) << j;
}

TEST(LobpcgIteration, DescendsWithoutASearchDirection) {
  const Ramp ramp;
  const auto lobpcg = ramp.iteration(4);

  const Block next = lobpcg->descended();
  LobpcgIteration<double> from(ramp.pencil, ramp.options, next, nullptr,
                               ritz::makeOrthoManager(ramp.pencil, 0));

  EXPECT_LE(distanceFromIdentity(next, next), 1e3 * Epsilon);
  for (std::size_t j = 0; j < 4; ++j) EXPECT_LT(from.values()[j], lobpcg->values()[j]) << j;
  // The first step of LOBPCG is that of steepest descent.
  ASSERT_TRUE(lobpcg->step());
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(from.values()[j], lobpcg->values()[j], 1e3 * Epsilon) << j;
}

TEST(LobpcgIteration, StartsFromWhatItIsGiven) {
  const Ramp ramp;
  const Block exact = rotatedUnits(ramp.map, {0, 1, 2});

  const LobpcgIteration<double> lobpcg(ramp.pencil, ramp.options, exact, nullptr,
                                       ritz::makeOrthoManager(ramp.pencil, 0));

  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_NEAR(lobpcg.values()[j], static_cast<double>(j + 1) * ramp.pencil.A->scale(), 1e3 * Epsilon) << j;
    EXPECT_LE(lobpcg.residualNorms()[j], 1e3 * Epsilon) << j;
  }
}
