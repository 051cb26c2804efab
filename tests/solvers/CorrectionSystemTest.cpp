#include <gtest/gtest.h>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/CorrectionSystem.hpp>

#include "solvers/Problems.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

constexpr GlobalIndex N = 60;
constexpr double Shift = 16.5 / 64;  // no value of the scaled pencils

double stiffness(GlobalIndex g) { return 1.0 + real(g); }
double mass(GlobalIndex g) { return 1.0 + real(g % 3); }

/// A and B diagonal, K = (A − ηB)⁻¹ of the scaled pencil; Q two B′-orthonormal hash vectors.
class CorrectionSystemTest : public testing::TestWithParam<bool> {
 protected:
  CorrectionSystemTest() : pencil(problem(), EigenOptions()), Q(hashBlock(pencil.map, 2)), massQ(Q) {
    if (pencil.mass) massQ = Block(pencil.map, 2);
    orthonormalize();
  }

  EigenProblem<double> problem() const {
    const auto map = makeMap(N);
    EigenProblem<double> result{diagonalOperator(map, stiffness)};
    if (GetParam()) result.mass = diagonalOperator(map, mass);
    const Pencil<double> probe(result, EigenOptions());
    const double sA = probe.A->scale(), sB = probe.massScale();
    result.preconditioner = diagonalOperator(map, [&, isPair = GetParam()](GlobalIndex g) {
      return 1.0 / (sA * stiffness(g) - Shift * (isPair ? sB * mass(g) : 1.0));
    });
    return result;
  }

  void orthonormalize() {
    for (const std::size_t j : std::vector<std::size_t>{0, 1, 1}) {
      Block q(*Q.getVector(j), Teuchos::Copy), bq(q, Teuchos::Copy);
      pencil.applyMass(q, bq);
      if (j == 1) q.update(-gram(*massQ.getVector(0), q)(0, 0), *Q.getVector(0), 1.0);
      pencil.applyMass(q, bq);
      const double length = std::sqrt(gram(q, bq)(0, 0));
      q.scale(1 / length);
      bq.scale(1 / length);
      Tpetra::deep_copy(*Q.getVectorNonConst(j), *q.getVector(0));
      Tpetra::deep_copy(*massQ.getVectorNonConst(j), *bq.getVector(0));
    }
  }

  /// P x of a hash vector.
  Block projected(std::uint64_t seed) const {
    Block x = hashBlock(pencil.map, 1, seed);
    const Dense<double> C = gram(massQ, x);
    x.update(-1.0, times(Q, C), 1.0);
    return x;
  }

  Pencil<double> pencil;
  Block Q, massQ;
};

TEST_P(CorrectionSystemTest, IsSymmetricAndHasItsImagesInTheRangeOfTheProjector) {
  const CorrectionSystem<double> system(pencil, Q, massQ, Shift);
  const Block x = projected(5), y = projected(6);
  Block Hx(pencil.map, 1), Hy(pencil.map, 1);
  system.applyOp(x, Hx);
  system.applyOp(y, Hy);
  const double allowed = 100 * Epsilon * columnNorms(Hx)[0] * columnNorms(y)[0];
  EXPECT_NEAR(gram(y, Hx)(0, 0), gram(Hy, x)(0, 0), allowed);
  for (int i = 0; i < 2; ++i) EXPECT_NEAR(gram(Q, Hx)(i, 0), 0, allowed);
}

/// With K = (A′ − ηB′)⁻¹ and Q = u alone the preconditioner is the inverse.
TEST_P(CorrectionSystemTest, KeepsAnExactPreconditionerExact) {
  const Block u = columns(Q, 0, 1), massU = columns(massQ, 0, 1);
  const CorrectionSystem<double> system(pencil, u, massU, Shift);
  Block x = hashBlock(pencil.map, 1, 7), Hx(pencil.map, 1), back(pencil.map, 1);
  x.update(-gram(massU, x)(0, 0), u, 1.0);
  system.applyOp(x, Hx);
  system.applyLeftPrec(Hx, back);
  back.scale(1 / pencil.preconditioner->scale());
  EXPECT_LE(distance(back, x), 1e4 * Epsilon * columnNorms(x)[0]);
}

TEST_P(CorrectionSystemTest, CountsAProductOfEachKind) {
  const CorrectionSystem<double> system(pencil, Q, massQ, Shift);
  const long before = pencil.A->count().columns, helped = pencil.preconditioner->count().columns;
  EXPECT_EQ(helped, 1) << "K B'u";
  const Block x = projected(5);
  Block y(pencil.map, 1);
  system.applyOp(x, y);
  system.applyLeftPrec(x, y);
  EXPECT_EQ(pencil.A->count().columns, before + 1);
  EXPECT_EQ(pencil.preconditioner->count().columns, helped + 1);
}

INSTANTIATE_TEST_SUITE_P(All, CorrectionSystemTest, testing::Bool(),
                         [](const auto& each) { return each.param ? "of_a_pair" : "of_a_matrix"; });

}  // namespace
