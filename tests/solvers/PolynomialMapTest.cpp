#include <ritz/solvers/KrylovBasis.hpp>
#include <ritz/solvers/PolynomialMap.hpp>

#include "solvers/Traps.hpp"

namespace {

double valueAt(ritz::GlobalIndex g) { return 1.0 + 0.1 * double(g); }

/// Op = (B′⁻¹A′)².
class SquareMap final : public ritz::PolynomialMap<double> {
 public:
  explicit SquareMap(const ritz::Pencil<double>& pencil) : PolynomialMap(pencil) {}

  void multiply(ritz::MultiVector<double>& pair, ritz::MultiVector<double>* images) const override {
    const auto w = pair.getVectorNonConst(1);
    w->update(scaleOfProduct(), multiplied(*pair.getVector(0)), 0.0);
    w->update(scaleOfProduct(), multiplied(*w), 0.0);
    applyMass(pair, images);
  }
  double transformed(double lambda) const override { return lambda * lambda; }
  double pencilValue(double theta) const override { return std::sqrt(theta); }
  double residualFactor(double theta) const override { return 1 / std::sqrt(theta); }
  bool separates(double) const override { return true; }
  double knownWidth() const override { return 0; }
  bool suits(const std::vector<double>&, int, bool) const override { return true; }
};

void expectSquares(const ritz::EigenProblem<double>& problem, double mass) {
  const ritz::Pencil<double> pencil(problem, {});
  const SquareMap map(pencil);
  ritz::MultiVector<double> pair(pencil.map, 2), images(pencil.map, 2);
  pair.getVectorNonConst(0)->putScalar(1.0);
  map.multiply(pair, problem.mass ? &images : nullptr);
  const auto w = pair.getData(1), image = images.getData(1);
  const double scale = double(pencil.valueScale());
  for (int i = 0; i < w.size(); ++i) {
    const double lambda = valueAt(pencil.map->getGlobalElement(i)) / (mass * scale);
    EXPECT_NEAR(w[i], lambda * lambda, 1e-14 * lambda * lambda * 10);
    if (problem.mass) {
      EXPECT_NEAR(image[i], w[i] * mass * double(pencil.massScale()), 1e-13);
    }
  }
}

TEST(PolynomialMap, MultipliesWithTheOperator) {
  expectSquares({traps::diagonal(ritz::makeMap(40), valueAt)}, 1.0);
}

TEST(PolynomialMap, MultipliesWithThePencilAndGivesImages) {
  const auto map = ritz::makeMap(40);
  expectSquares({traps::diagonal(map, valueAt), traps::diagonal(map, [](auto) { return 3.0; }),
                 traps::diagonal(map, [](auto) { return 1 / 3.0; })},
                3.0);
}

TEST(PolynomialMap, WantsTheLargestOfItsValues) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(40), valueAt)}, {});
  const SquareMap map(pencil);
  EXPECT_EQ(nameOf(map.order(ritz::Smallest{})), "largest");
  EXPECT_FALSE(map.isPencil());
}

TEST(PolynomialMap, SaysThatItOverflowedWhereTheOperatorIsNotAtFault) {
  const ritz::Pencil<double> pencil({traps::diagonal(ritz::makeMap(40), valueAt)}, {});
  const SquareMap map(pencil);
  ritz::MultiVector<double> pair(pencil.map, 2);
  EXPECT_NO_THROW(map.settle(pair, 1.0, 1.0));
  EXPECT_THROW(map.settle(pair, 1.0, std::numeric_limits<double>::quiet_NaN()), ritz::BasisBrokenDown);
}

}  // namespace
