#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/VectorPhase.hpp>

#include <cmath>
#include <limits>

#include "Scalars.hpp"
#include "operators/Blocks.hpp"

using namespace ritz;

namespace {

template <class S>
class VectorPhase : public testing::Test {
 protected:
  static constexpr double Rounding = 100 * std::numeric_limits<Real<S>>::epsilon();

  MultiVector<S> hashes(std::uint64_t seed) const {
    MultiVector<S> X(map, 3);
    fillHash(X, seed);
    return X;
  }

  /// max |x_ij − y_ij|.
  static double distance(const MultiVector<S>& X, const MultiVector<S>& Y) {
    MultiVector<S> D(X, Teuchos::Copy);
    D.update(S(-1), Y, S(1));
    double worst = 0.0;
    for (std::size_t j = 0; j < D.getNumVectors(); ++j)
      worst = std::max(worst, static_cast<double>(D.getVector(j)->normInf()));
    return worst;
  }

  MapPtr map = makeMap(40);
  std::vector<Real<S>> sizes{Real<S>(0.5), Real<S>(1), Real<S>(2)};
};

TYPED_TEST_SUITE(VectorPhase, test::EveryScalar);

TYPED_TEST(VectorPhase, FactorsHaveTheSizesThatAreGiven) {
  const auto factors = phasedFactors<TypeParam>(this->hashes(3), this->sizes, 7);
  ASSERT_EQ(factors.size(), 3u);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(std::abs(factors[j]), this->sizes[j], this->Rounding);
}

TYPED_TEST(VectorPhase, MakesTheOverlapWithOneHashVectorPositive) {
  const auto U = this->hashes(3);
  const auto phased = scaledCopy(U, phasedFactors<TypeParam>(U, this->sizes, 7));
  // The same hash vector for all columns and runs with this seed.
  MultiVector<TypeParam> hash(this->map, 1);
  fillHash(hash, 7, std::size_t(1) << 33);
  const auto overlaps = gram(hash, *phased);
  for (int j = 0; j < 3; ++j) {
    EXPECT_GT(std::real(overlaps(0, j)), 0);
    EXPECT_NEAR(std::imag(overlaps(0, j)), 0, 40 * this->Rounding);
  }
}

TYPED_TEST(VectorPhase, OfAVectorIsForgotten) {
  using S = TypeParam;
  const auto U = this->hashes(3);
  S turn(-1);
  if constexpr (Teuchos::ScalarTraits<S>::isComplex) turn = std::polar(Real<S>(1), Real<S>(2.1));
  MultiVector<S> turned(U, Teuchos::Copy);
  turned.scale(turn);
  const auto first = scaledCopy(U, phasedFactors<S>(U, this->sizes, 7));
  const auto second = scaledCopy(turned, phasedFactors<S>(turned, this->sizes, 7));
  EXPECT_LE(this->distance(*first, *second), this->Rounding);
}

TYPED_TEST(VectorPhase, StaysWhereThereIsNone) {
  MultiVector<TypeParam> zero(this->map, 3);
  const auto factors = phasedFactors<TypeParam>(zero, this->sizes, 7);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(factors[j], TypeParam(this->sizes[j]));
}

TYPED_TEST(VectorPhase, CopiesAreScaledColumnByColumn) {
  using S = TypeParam;
  const auto U = this->hashes(5);
  const auto copy = scaledCopy<S>(U, {S(2), S(0), S(-1)});
  for (std::size_t j = 0; j < 3; ++j) {
    MultiVector<S> expected(*U.getVector(j), Teuchos::Copy);
    expected.scale(S(j == 0 ? 2 : j == 1 ? 0 : -1));
    EXPECT_EQ(this->distance(*copy->getVector(j), expected), 0.0);
  }
}

}  // namespace
