#include <gtest/gtest.h>
#include <Scalars.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/OperatorChecks.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace {

/// The operators that are never stored, in every scalar that this Trilinos has.
template <class S>
class Scalars : public testing::Test {
 protected:
  using Block = ritz::MultiVector<S>;

  static constexpr double Epsilon = std::numeric_limits<ritz::Real<S>>::epsilon();

  static Block hashBlock(const ritz::MapPtr& map, std::size_t columns, std::uint64_t seed) {
    Block X(map, columns);
    ritz::fillHash(X, seed);
    return X;
  }

  static std::vector<std::shared_ptr<const ritz::LinearOperator<S>>> operators() {
    const auto grid = std::make_shared<ritz::Laplacian3d<S>>(ritz::worldComm(),
                                                             typename ritz::Laplacian3d<S>::Size{5, 4, 3});
    const Block d = hashBlock(grid->getDomainMap(), 1, 3);
    return {grid, std::make_shared<ritz::Tridiagonal<S>>(ritz::worldComm(), 60),
            std::make_shared<ritz::DiagonalOperator<S>>(*d.getVector(0))};
  }

  static double largest(const Block& X) {
    std::vector<ritz::Real<S>> norms(X.getNumVectors());
    X.normInf(Teuchos::arrayViewFromVector(norms));
    return *std::max_element(norms.begin(), norms.end());
  }
};

TYPED_TEST_SUITE(Scalars, ritz::test::EveryScalar);

}  // namespace

TYPED_TEST(Scalars, KeepLinearityAndAdjoints) {
  // Products of ten operations each, and sums of 60 terms, which the checks add up in double.
  const double rounding = 80 * this->Epsilon;
  for (const auto& A : this->operators()) {
    EXPECT_LE(ritz::linearityDefect<TypeParam>(*A), rounding) << A->description();
    EXPECT_LE(ritz::adjointDefect<TypeParam>(*A), rounding) << A->description();
  }
}

TYPED_TEST(Scalars, KeepTheInverseOfADiagonal) {
  using S = TypeParam;
  const auto map = ritz::makeMap(200);
  const auto d = this->hashBlock(map, 1, 3), X = this->hashBlock(map, 2, 4);
  const ritz::DiagonalOperator<S> A(*d.getVector(0));
  ritz::MultiVector<S> Y(map, 2), Z(map, 2);

  A.apply(X, Y);
  A.inverse()->apply(Y, Z);
  Z.update(S(-1), X, S(1));

  // A product and a quotient of complex numbers round by at most 3 and 8 units, entries below √2.
  EXPECT_LE(this->largest(Z), 14 * std::sqrt(2.0) * this->Epsilon);
}

TYPED_TEST(Scalars, KeepTheVerdictOnADiagonalWithoutInverse) {
  using S = TypeParam;
  const auto map = ritz::makeMap(50);
  for (const auto& bad : {S(0), S(std::numeric_limits<ritz::Real<S>>::quiet_NaN())}) {
    auto d = this->hashBlock(map, 1, 3);
    for (const ritz::GlobalIndex g : {33, 41})
      if (map->isNodeGlobalElement(g)) d.replaceGlobalValue(g, 0, bad);
    const ritz::DiagonalOperator<S> A(*d.getVector(0));
    try {
      A.inverse();
      FAIL() << "nothing was thrown";
    } catch (const ritz::InvalidOption& error) {
      EXPECT_NE(std::string(error.what()).find("entry 33 "), std::string::npos) << error.what();
    }
  }
}

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
TEST(ComplexScalars, SeeRealOperatorsOnRealAndImaginaryPartsAlike) {
  using Complex = std::complex<double>;
  const ritz::Laplacian3d<double> real(ritz::worldComm(), {5, 4, 3}, {1.0, 1.17, 1.39});
  const ritz::Laplacian3d<Complex> complex(ritz::worldComm(), {5, 4, 3}, {1.0, 1.17, 1.39});
  ritz::MultiVector<double> x(real.getDomainMap(), 2), y(real.getRangeMap(), 2);
  ritz::fillHash(x, 0);
  ritz::MultiVector<Complex> X(real.getDomainMap(), 1), Y(real.getRangeMap(), 1);
  {
    const auto re = x.getData(0), im = x.getData(1);
    const auto both = X.getDataNonConst(0);
    for (Teuchos_Ordinal i = 0; i < both.size(); ++i) both[i] = {re[i], im[i]};
  }

  real.apply(x, y);
  complex.apply(X, Y);

  const auto re = y.getData(0), im = y.getData(1);
  const auto both = Y.getData(0);
  for (Teuchos_Ordinal i = 0; i < both.size(); ++i) EXPECT_EQ(both[i], Complex(re[i], im[i]));
}
#endif
