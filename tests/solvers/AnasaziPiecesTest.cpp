#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/MassFault.hpp>

#include <AnasaziBlockKrylovSchur.hpp>

#include <cmath>

namespace {

using namespace ritz::test;
using ritz::GlobalIndex;
using ritz::Pencil;

constexpr GlobalIndex n = 30;

ritz::OperatorPtr<double> counted() {
  return diagonalOperator(ritz::makeMap(n), [](GlobalIndex g) { return real(g) + 1.0; });
}

std::vector<double> sorted(const ritz::Which& which, std::vector<double> values) {
  ritz::makeSorter<double>(which)->sort(values);
  return values;
}

}  // namespace

TEST(AnasaziPieces, SortsAsWhichSays) {
  const std::vector<double> values{2.0, -5.0, 1.0};

  EXPECT_EQ(sorted(ritz::Largest{}, values), (std::vector<double>{2.0, 1.0, -5.0}));
  EXPECT_EQ(sorted(ritz::Smallest{}, values), (std::vector<double>{-5.0, 1.0, 2.0}));
  EXPECT_EQ(sorted(ritz::LargestMagnitude{}, values), (std::vector<double>{-5.0, 2.0, 1.0}));
}

TEST(AnasaziPieces, HandsControlBackAfterEachStep) {
  using Op = ritz::Operator<double>;
  const Pencil<double> pencil({counted()}, {});
  auto problem = Teuchos::rcp(new Anasazi::BasicEigenproblem<double, Block, Op>(
      Teuchos::RCP<Op>(ritz::toRcp(pencil.A)), Teuchos::rcp(new Block(hashBlock(pencil.map, 1)))));
  problem->setHermitian(true);
  problem->setNEV(1);
  problem->setProblem();
  Teuchos::ParameterList list;
  list.set("Block Size", 1);
  list.set("Num Blocks", 10);
  list.set("Step Size", 100);
  const auto control = Teuchos::rcp(new ritz::StopAfterStep<double>);
  Anasazi::BlockKrylovSchur<double, Block, Op> solver(problem, ritz::makeSorter<double>(ritz::Largest{}),
                                                      ritz::makeSilence<double>(), control,
                                                      ritz::makeOrthoManager(pencil, 0), list);
  solver.initialize();
  const long before = pencil.A->count().columns;

  for (int step = 1; step <= 4; ++step) {
    control->allowOneMore(solver);
    solver.iterate();

    EXPECT_EQ(solver.getNumIters(), step);
    EXPECT_EQ(solver.getCurSubspaceDim(), step);
    EXPECT_EQ(pencil.A->count().columns - before, step);
  }
}

TEST(AnasaziPieces, OrthonormalisesInTheMassOfThePencil) {
  const Pencil<double> pencil({counted(), counted()}, {});
  Block X = hashBlock(pencil.map, 4), BX(pencil.map, 4);

  const int rank = ritz::makeOrthoManager(pencil, 0)->normalizeMat(X);
  pencil.applyMass(X, BX);

  EXPECT_EQ(rank, 4);
  EXPECT_LE(distanceFromIdentity(X, BX), 100 * n * Epsilon);
}

TEST(AnasaziPieces, ReplacesLostColumnsByTheSameDirectionsEachTime) {
  const auto filled = [](std::uint64_t seed) {
    const Pencil<double> pencil({counted()}, {});
    Block X(pencil.map, 3);
    X.putScalar(1.0);  // rank one
    ritz::makeOrthoManager(pencil, seed)->normalizeMat(X);
    return X;
  };

  const Block once = filled(5), again = filled(5), other = filled(6);

  EXPECT_LE(distanceFromIdentity(once, once), 100 * n * Epsilon);
  EXPECT_EQ(distance(once, again), 0.0);
  EXPECT_GT(distance(once, other), 1e-3);
}

TEST(AnasaziPieces, DrawsFreshDirectionsThatNoStartBlockHas) {
  const Pencil<double> pencil({counted()}, {});
  Block zero(pencil.map, 1);
  const Block start = hashBlock(pencil.map, 10, 5);

  ritz::makeOrthoManager(pencil, 5)->normalizeMat(zero);

  for (std::size_t j = 0; j < 10; ++j) {
    const double cosine = zero.getVector(0)->dot(*start.getVector(j)) / start.getVector(j)->norm2();
    EXPECT_LE(std::abs(cosine), 0.9) << j;
  }
}

TEST(AnasaziPieces, TellsASingularMassFromAnIndefiniteOne) {
  const auto vectorAt = [](const ritz::MapPtr& map, GlobalIndex at) {
    return columnOf(map, [at](GlobalIndex g) { return g == at ? 1.0 : 0.0; });
  };
  const auto massWith = [](double odd) {
    return diagonalOperator(ritz::makeMap(n), [odd](GlobalIndex g) { return g == 7 ? odd : 1.0; });
  };
  const Pencil<double> singular({counted(), massWith(0.0)}, {}), indefinite({counted(), massWith(-0.5)}, {});
  Column x = vectorAt(singular.map, 7), y = vectorAt(indefinite.map, 7);

  EXPECT_THROW(ritz::makeOrthoManager(singular, 0)->normalizeMat(x), ritz::SingularMassFound);
  EXPECT_THROW(ritz::makeOrthoManager(indefinite, 0)->normalizeMat(y), ritz::IndefiniteMass);
}
