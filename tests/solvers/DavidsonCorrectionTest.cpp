#include <gtest/gtest.h>
#include <ritz/operators/JacobiPreconditioner.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/DavidsonCorrection.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 50;

double diagonalEntry(GlobalIndex g) { return 4.0 + real(g); }

EigenProblem<double> problem() {
  const auto map = makeMap(N);
  return {diagonalOperator(map, diagonalEntry),
          diagonalOperator(map, [](GlobalIndex g) { return 1.0 + real(g % 3); })};
}

void expectEqual(Block X, const Block& Y, double allowed) {
  X.update(-1.0, Y, 1.0);
  for (const double norm : columnNorms(X)) EXPECT_LE(norm, allowed);
}

TEST(DavidsonCorrection, IsTheResidualWithoutAPreconditioner) {
  const Pencil<double> pencil(problem(), EigenOptions());
  DavidsonCorrection<double> correction(pencil);
  const Block R = hashBlock(pencil.map, 2);
  expectEqual(correction.of(R, {0.1, 0.2}), R, 0.0);
  expectEqual(correction.amplified(R, 3), R, 0.0);
  EXPECT_EQ(correction.findings(), "");
}

TEST(DavidsonCorrection, TellsAShiftedPreconditionerTheUnscaledRitzValues) {
  auto of = problem();
  const auto B = std::static_pointer_cast<const DiagonalOperator<double>>(of.mass);
  of.preconditioner =
      std::make_shared<JacobiPreconditioner<double>>(columnOf(makeMap(N), diagonalEntry), &B->diagonal());
  const Pencil<double> pencil(of, EigenOptions());
  DavidsonCorrection<double> correction(pencil);
  const Block R = hashBlock(pencil.map, 2);
  const Block T = correction.of(R, {1.5 / pencil.valueScale(), -2.0 / pencil.valueScale()});
  for (const int j : {0, 1}) {  // (A − σB) T is R again, but for the scale of A′
    const double sigma = j == 0 ? 1.5 : -2.0;
    const auto D = diagonalOperator(
        pencil.map, [sigma](GlobalIndex g) { return diagonalEntry(g) - sigma * (1.0 + real(g % 3)); });
    Block back = image(D, columns(T, j, 1));
    back.scale(pencil.A->scale());
    expectEqual(back, columns(R, j, 1), 1e-13);
  }
}

TEST(DavidsonCorrection, BringsOutTheEndThatThePreconditionerKnows) {
  auto of = problem();
  of.preconditioner = diagonalOperator(makeMap(N), [](GlobalIndex g) { return 1.0 / diagonalEntry(g); });
  const Pencil<double> pencil(of, EigenOptions());
  DavidsonCorrection<double> correction(pencil);
  const long before = pencil.A->count().columns;
  const Block X = correction.amplified(hashBlock(pencil.map, 2), 4);
  EXPECT_EQ(pencil.A->count().columns, before);
  EXPECT_EQ(pencil.preconditioner->count().columns, 8);
  Block expected = hashBlock(pencil.map, 2);
  for (int step = 0; step < 4; ++step) expected = image(of.preconditioner, image(of.mass, expected));
  for (int j = 0; j < 2; ++j)
    EXPECT_NEAR(X.getVector(std::size_t(j))->dot(*expected.getVector(std::size_t(j))),
                expected.getVector(std::size_t(j))->norm2(), 1e-13);
  EXPECT_EQ(correction.findings(), "");
}

TEST(DavidsonCorrection, BringsOutWhatIsNextToTheTarget) {
  auto of = problem();
  of.preconditioner = std::make_shared<JacobiPreconditioner<double>>(columnOf(makeMap(N), diagonalEntry));
  of.mass = nullptr;
  const Pencil<double> pencil(of, EigenOptions());
  DavidsonCorrection<double> correction(pencil, 20.2 / pencil.valueScale());
  const Block X = correction.amplified(hashBlock(pencil.map, 1), 3);
  Block expected = hashBlock(pencil.map, 1);
  for (int step = 0; step < 3; ++step) expected = correction.of(expected, {20.2 / pencil.valueScale()});
  EXPECT_NEAR(X.getVector(0)->dot(*expected.getVector(0)), expected.getVector(0)->norm2(),
              1e-13 * expected.getVector(0)->norm2());
  EXPECT_EQ(correction.findings(), "");  // it is indefinite, as A − 20.2 I
}

TEST(DavidsonCorrection, SeesThatAPreconditionerIsIndefiniteOrNonsymmetric) {
  auto of = problem();
  of.preconditioner = diagonalOperator(makeMap(N), [](GlobalIndex) { return -1.0; });
  const Pencil<double> negative(of, EigenOptions());
  DavidsonCorrection<double> first(negative);
  first.of(hashBlock(negative.map, 2), {0.0, 0.0});
  EXPECT_NE(first.findings().find("⟨r, K r⟩ < 0 for 2 of 2"), std::string::npos) << first.findings();

  of.preconditioner = makeOperator<double>(makeMap(N), [](const Block& X, Block& Y) {
    Tpetra::deep_copy(Y, X);
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = X.getData(j);
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i + 1 < y.size(); ++i) y[i] += 0.5 * x[i + 1];
    }
  });
  const Pencil<double> lopsided(of, EigenOptions());
  DavidsonCorrection<double> second(lopsided);
  second.amplified(hashBlock(lopsided.map, 1), 2);
  EXPECT_NE(second.findings().find("not symmetric"), std::string::npos) << second.findings();
}

}  // namespace
