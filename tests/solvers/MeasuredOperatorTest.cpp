#include "Problems.hpp"
#include "operators/Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/MeasuredOperator.hpp>

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using namespace ritz::test;
using Measured = ritz::MeasuredOperator<double>;

Measured constant(double value, ritz::GlobalIndex n = 20) {
  return Measured(diagonalOperator(ritz::makeMap(n), [value](ritz::GlobalIndex) { return value; }), "A");
}

int lastRank() { return ritz::worldComm()->getSize() - 1; }

/// Y = X, but what `fault` does on the last rank alone.
Measured faulty(const std::function<void(Block&)>& fault) {
  return Measured(ritz::makeOperator<double>(ritz::makeMap(20),
                                             [fault](const Block& X, Block& Y) {
                                               Y.update(1.0, X, 0.0);
                                               if (X.getMap()->getComm()->getRank() == lastRank()) fault(Y);
                                             }),
                  "the widget");
}

std::string failureText(const Measured& A) {
  const Block X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 2);
  try {
    A.apply(X, Y);
  } catch (const ritz::OperatorFailure& failure) {
    return failure.what();
  }
  return "";
}

}  // namespace

TEST(MeasuredOperator, CalibratesByAPowerOfTwo) {
  for (const double size : {3e-150, 0.75, 1.0, 6.5, 4e150}) {
    Measured A = constant(size);
    const Block X = hashBlock(A.getDomainMap(), 2);
    Block Y(A.getRangeMap(), 2), expected(X, Teuchos::Copy);

    A.calibrate(X, Y);

    int exponent = 0;
    EXPECT_EQ(std::frexp(A.scale(), &exponent), 0.5);
    Teuchos::Array<double> largest(2);
    Y.normInf(largest());
    EXPECT_GE(std::max(largest[0], largest[1]), 1.0);
    EXPECT_LT(std::max(largest[0], largest[1]), 2.0);
    expected.scale(size * A.scale());
    EXPECT_LE(distance(Y, expected), 4 * Epsilon);
  }
}

TEST(MeasuredOperator, KeepsTheScaleOfAZeroOperator) {
  Measured A = constant(0.0);
  const Block X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 2);

  A.calibrate(X, Y);

  EXPECT_EQ(A.scale(), 1.0);
  EXPECT_EQ(A.normSeen(), 0.0);
}

TEST(MeasuredOperator, AppliesTheScaledOperator) {
  const auto map = ritz::makeMap(7);
  const Measured A(diagonalOperator(map, [](ritz::GlobalIndex g) { return real(g); }), "A", 0.25);
  const Block X = hashBlock(map, 3);
  Block Y(map, 3);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  A.apply(X, Y);

  Block expected = image(A.inner(), X);
  expected.scale(0.25);
  EXPECT_EQ(distance(Y, expected), 0.0);
}

TEST(MeasuredOperator, CountsColumnsAndCalls) {
  Measured A = constant(2.0);
  Block Y(A.getRangeMap(), 3);

  A.calibrate(hashBlock(A.getDomainMap(), 3), Y);
  A.apply(hashBlock(A.getDomainMap(), 3), Y);

  EXPECT_EQ(A.count().calls, 2);
  EXPECT_EQ(A.count().columns, 6);
  EXPECT_GE(A.count().seconds, 0.0);
}

TEST(MeasuredOperator, RemembersTheLargestQuotientOfAllColumns) {
  const auto map = ritz::makeMap(5);
  const Measured A(diagonalOperator(map, [](ritz::GlobalIndex g) { return g == 3 ? -8.0 : 2.0; }), "A");
  Block X(map, 3), Y(map, 3);  // the last column is zero
  X.getVectorNonConst(0)->update(1e-3, columnOf(map, [](ritz::GlobalIndex g) { return g == 3 ? 1.0 : 0.0; }),
                                 0.0);
  X.getVectorNonConst(1)->update(1e+3, columnOf(map, [](ritz::GlobalIndex g) { return g == 0 ? 1.0 : 0.0; }),
                                 0.0);

  A.apply(X, Y);
  const double first = A.normSeen();
  A.apply(*X.getVector(1), *Y.getVectorNonConst(1));

  EXPECT_NEAR(first, 8.0, 16 * Epsilon);
  EXPECT_EQ(A.normSeen(), first);
}

TEST(MeasuredOperator, MeasuresVectorsOfEitherLengthWhole) {
  for (const auto& [rows, columns] : {std::pair(7, 50), std::pair(50, 7)}) {
    const Measured A(denseOperator(ritz::makeMap(columns), ritz::makeMap(rows), 3), "A", 0.5);
    const Block x = hashBlock(A.getDomainMap(), 1);
    Block y(A.getRangeMap(), 1), inner(A.getRangeMap(), 1);

    A.apply(x, y);

    A.inner()->apply(x, inner);
    EXPECT_NEAR(A.normSeen(), norms(y)[0] / norms(x)[0], 8 * Epsilon * A.normSeen());
    inner.scale(0.5);
    EXPECT_EQ(distance(y, inner), 0.0);
  }
}

TEST(MeasuredOperator, TellsEveryRankOfNaNOnOne) {
  const Measured A =
      faulty([](Block& Y) { Y.replaceLocalValue(0, 1, std::numeric_limits<double>::quiet_NaN()); });

  const std::string text = failureText(A);

  EXPECT_NE(text.find("the widget"), std::string::npos) << text;
  EXPECT_NE(text.find("column 2 of 2"), std::string::npos) << text;
  EXPECT_TRUE(A.failed());
}

TEST(MeasuredOperator, DoesNotBlameTheOperatorForVectorsThatBlewUp) {
  const Measured A = faulty([](Block&) {});
  Block X = hashBlock(A.getDomainMap(), 1), Y(A.getRangeMap(), 1);
  if (X.getMap()->isNodeGlobalElement(3)) X.replaceGlobalValue(3, 0, Infinity);

  EXPECT_THROW(A.apply(X, Y), ritz::OperatorFailure);
  EXPECT_FALSE(A.failed());
}

TEST(MeasuredOperator, TellsEveryRankOfInfinityInTheProbe) {
  Measured A = faulty([](Block& Y) { Y.replaceLocalValue(0, 0, Infinity); });
  Block Y(A.getRangeMap(), 2);

  EXPECT_THROW(A.calibrate(hashBlock(A.getDomainMap(), 2), Y), ritz::OperatorFailure);
  EXPECT_TRUE(A.failed());
}

TEST(MeasuredOperator, TellsEveryRankOfAnExceptionOnOne) {
  const Measured A = faulty([](Block&) { throw std::domain_error("the oven is cold"); });

  const std::string text = failureText(A);

  EXPECT_NE(text.find("the oven is cold"), std::string::npos) << text;
  EXPECT_TRUE(A.failed());
  EXPECT_FALSE(ritz::hasOperatorFailure());
}

TEST(MeasuredOperator, KeepsTheOriginalExceptionWhereItHappened) {
  const Measured A = faulty([](Block&) { throw std::domain_error("cold"); });
  const Block X = hashBlock(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);
  bool nested = false;

  try {
    A.apply(X, Y);
  } catch (const ritz::OperatorFailure& failure) {
    try {
      std::rethrow_if_nested(failure);
    } catch (const std::domain_error&) {
      nested = true;
    }
  }

  EXPECT_EQ(nested, ritz::worldComm()->getRank() == lastRank());
}

TEST(MeasuredOperator, LetsTheVerdictOnTheMassThrough) {
  // Not through makeOperator, which would keep the exception.
  class Verdict : public ritz::Operator<double> {
   public:
    explicit Verdict(ritz::MapPtr map) : map_(std::move(map)) {}
    void apply(const Block&, Block&, Teuchos::ETransp, double, double) const override {
      throw ritz::SingularMassFound();
    }
    ritz::MapPtr getDomainMap() const override { return map_; }
    ritz::MapPtr getRangeMap() const override { return map_; }

   private:
    ritz::MapPtr map_;
  };
  const Measured A(std::make_shared<Verdict>(ritz::makeMap(4)), "the inverse of B");
  Block Y(A.getRangeMap(), 1);

  EXPECT_THROW(A.apply(hashBlock(A.getDomainMap(), 1), Y), ritz::SingularMassFound);
  EXPECT_FALSE(A.failed());
}

TEST(MeasuredOperator, RefusesAllButThePlainProduct) {
  const Measured A = constant(2.0);
  const Block X = hashBlock(A.getDomainMap(), 1);
  Block Y(A.getRangeMap(), 1);

  EXPECT_THROW(A.apply(X, Y, Teuchos::TRANS), ritz::NotSupported);
  EXPECT_THROW(A.apply(X, Y, Teuchos::NO_TRANS, 2.0), ritz::NotSupported);
  EXPECT_THROW(A.apply(X, Y, Teuchos::NO_TRANS, 1.0, 1.0), ritz::NotSupported);
  EXPECT_EQ(A.count().columns, 0);
}
