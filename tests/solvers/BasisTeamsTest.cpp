#include <gtest/gtest.h>
#include <Scalars.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/BasisTeams.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <algorithm>
#include <complex>
#include <limits>
#include <vector>

namespace {

template <class S>
class BasisTeams : public testing::Test {
 protected:
  using Small = ritz::detail::SmallView<S>;

  static ritz::MultiVector<S> block(const ritz::MapPtr& map, std::size_t columns, std::uint64_t seed) {
    ritz::MultiVector<S> X(map, columns);
    ritz::fillHash(X, seed);
    return X;
  }

  /// Pseudo-random entries, complex where S is.
  static ritz::Dense<S> coefficients(int rows, int cols) {
    const auto map = ritz::makeMap(ritz::worldComm()->split(ritz::worldComm()->getRank(), 0), rows);
    const auto values = block(map, static_cast<std::size_t>(cols), 3);
    ritz::Dense<S> C(rows, cols);
    for (int j = 0; j < cols; ++j) {
      const auto column = values.getData(static_cast<std::size_t>(j));
      std::copy(column.begin(), column.end(), C.column(j));
    }
    return C;
  }

  static Small onDevice(const ritz::Dense<S>& C) {
    const Small device("coefficients", static_cast<std::size_t>(C.rows()),
                       static_cast<std::size_t>(C.cols()));
    const auto host = Kokkos::create_mirror_view(device);
    for (int j = 0; j < C.cols(); ++j)
      for (int i = 0; i < C.rows(); ++i) host(i, j) = C(i, j);
    Kokkos::deep_copy(device, host);
    return device;
  }

  /// Rounding of sums of `terms` products of entries below √2 in modulus.
  static ritz::Real<S> rounding(int terms) {
    return 8 * ritz::Real<S>(terms) * std::numeric_limits<ritz::Real<S>>::epsilon();
  }

  static ritz::Real<S> distance(ritz::MultiVector<S> X, const ritz::MultiVector<S>& Y) {
    X.update(S(-1), Y, S(1));
    std::vector<ritz::Real<S>> norms(X.getNumVectors());
    X.normInf(Teuchos::arrayViewFromVector(norms));
    return *std::max_element(norms.begin(), norms.end());
  }
};

TYPED_TEST_SUITE(BasisTeams, ritz::test::EveryScalar);

/// Rows of one rank around the panels of the kernels.
constexpr int Sizes[] = {1, 31, 32, 1024, 1025, 5000};

}  // namespace

TYPED_TEST(BasisTeams, ProjectLikeTpetra) {
  using S = TypeParam;
  const auto alone = ritz::worldComm()->split(ritz::worldComm()->getRank(), 0);
  for (const int rows : Sizes) {
    const auto map = ritz::makeMap(alone, rows);
    const auto V = this->block(map, 5, 1), X = this->block(map, 2, 2);
    std::vector<ritz::detail::Entry<S>> sums(6);

    ritz::detail::projectByTeams<S>(V.getLocalViewDevice(Tpetra::Access::ReadOnly), 3,
                                    X.getLocalViewDevice(Tpetra::Access::ReadOnly), sums.data());

    const auto expected = ritz::gram(ritz::columns(V, 0, 3), X);
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 3; ++i)
        EXPECT_LE(std::abs(S(sums[static_cast<std::size_t>(3 * j + i)]) - expected(i, j)),
                  this->rounding(rows))
            << rows << " rows, product " << i << ", " << j;
  }
}

TYPED_TEST(BasisTeams, AddACombinationLikePanels) {
  using S = TypeParam;
  for (const int n : Sizes)
    for (const int columns : {1, 2, 4, 5}) {
      const auto map = ritz::makeMap(n);
      const auto V = this->block(map, 6, 1);
      auto X = this->block(map, static_cast<std::size_t>(columns), 2);
      const auto C = this->coefficients(6, columns);
      ritz::MultiVector<S> expected(X, Teuchos::Copy);
      expected.update(S(1), ritz::times(V, C), S(1));

      ritz::detail::addByRows<S>(V.getLocalViewDevice(Tpetra::Access::ReadOnly), this->onDevice(C),
                                 X.getLocalViewDevice(Tpetra::Access::ReadWrite));

      EXPECT_LE(this->distance(X, expected), this->rounding(6)) << n << " rows, " << columns << " columns";
    }
}

TYPED_TEST(BasisTeams, RotateInPlaceAndLeaveTheOtherColumns) {
  using S = TypeParam;
  for (const int n : Sizes)
    for (const int from : {3, 150}) {  // 150 columns do not fit into fast scratch memory
      const auto map = ritz::makeMap(n);
      auto V = this->block(map, static_cast<std::size_t>(from), 1);
      const auto Q = this->coefficients(from, 2);
      const auto expected = ritz::times(V, Q), last = ritz::columns(V, from - 1, 1);

      ritz::detail::rotateByTeams<S>(V.getLocalViewDevice(Tpetra::Access::ReadWrite), this->onDevice(Q));

      EXPECT_LE(this->distance(ritz::columns(V, 0, 2), expected), this->rounding(from)) << n << " rows";
      EXPECT_EQ(this->distance(ritz::columns(V, from - 1, 1), last), 0) << n << " rows";
    }
}
