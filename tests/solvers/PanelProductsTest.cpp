#include <gtest/gtest.h>
#include <ritz/solvers/PanelProducts.hpp>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace {

using ritz::detail::Columns;

template <class T>
struct RealOf {
  using type = T;
};
template <class R>
struct RealOf<Kokkos::complex<R>> {
  using type = R;
};

template <class T>
T number(int i) {
  const auto x = static_cast<typename RealOf<T>::type>((i * 37 % 101) - 50) / 32;
  if constexpr (std::is_floating_point_v<T>)
    return x;
  else
    return T(x, static_cast<typename RealOf<T>::type>((i * 53 % 97) - 48) / 32);
}

template <class T>
T conjugate(const T& x) {
  if constexpr (std::is_floating_point_v<T>)
    return x;
  else
    return Kokkos::conj(x);
}

template <class T>
double size(const T& x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::abs(static_cast<double>(x));
  else
    return std::hypot(static_cast<double>(x.real()), static_cast<double>(x.imag()));
}

/// Columns with a gap behind each, all entries distinct enough.
template <class T>
struct Block {
  Block(std::size_t rows, int count, int seed) : stride(rows + 3), columns(count) {
    for (std::size_t i = 0; i < stride * static_cast<std::size_t>(columns); ++i)
      entries.push_back(number<T>(seed + static_cast<int>(i)));
  }
  T& operator()(std::size_t r, int j) { return entries[r + static_cast<std::size_t>(j) * stride]; }
  Columns<const T> read() const { return {entries.data(), stride, columns}; }
  Columns<T> write() { return {entries.data(), stride, columns}; }

  std::size_t stride;
  int columns;
  std::vector<T> entries;
};

template <class T>
class PanelProducts : public testing::Test {
 protected:
  static double rounding(std::size_t terms) {
    return 8.0 * static_cast<double>(terms) * std::numeric_limits<typename RealOf<T>::type>::epsilon();
  }
};
using Types = testing::Types<float, double, Kokkos::complex<double>>;
TYPED_TEST_SUITE(PanelProducts, Types);

/// Around the lengths of vector registers and of what complex numbers are unfolded to.
constexpr std::size_t Rows[] = {1, 3, 4, 7, 8, 33, 1023, 1024, 1025, 4096};

TYPED_TEST(PanelProducts, AddConjugatedProductsOfAnyNumberOfColumns) {
  using T = TypeParam;
  for (const std::size_t rows : Rows)
    for (const int count : {1, 4, 6})
      for (const int columns : {1, 2, 3}) {
        Block<T> V(rows, count, 1), Y(rows, columns, 5);
        std::vector<T> sums(static_cast<std::size_t>(count * columns), T(2));
        ritz::detail::addProducts<T>(rows, V.read(), Y.read(), sums.data());
        for (int j = 0; j < columns; ++j)
          for (int i = 0; i < count; ++i) {
            T expected(2);
            for (std::size_t r = 0; r < rows; ++r) expected += conjugate(V(r, i)) * Y(r, j);
            EXPECT_LE(size(sums[static_cast<std::size_t>(j * count + i)] - expected), this->rounding(rows))
                << rows << " rows, product " << i << ", " << j;
          }
      }
}

TYPED_TEST(PanelProducts, AddACombinationAndTouchNothingBeyondThePanel) {
  using T = TypeParam;
  for (const std::size_t rows : Rows)
    for (const int count : {1, 4, 6})
      for (const int columns : {1, 2, 3}) {
        Block<T> V(rows, count, 1), X(rows, columns, 7), C(static_cast<std::size_t>(count), columns, 9);
        std::vector<T> factors;
        for (int j = 0; j < columns; ++j)
          for (int i = 0; i < count; ++i) factors.push_back(C(static_cast<std::size_t>(i), j));
        Block<T> before = X;
        ritz::detail::addCombination<T>(rows, V.read(), factors.data(), X.write());
        for (int j = 0; j < columns; ++j) {
          for (std::size_t r = 0; r < rows; ++r) {
            T expected = before(r, j);
            for (int i = 0; i < count; ++i) expected += V(r, i) * C(static_cast<std::size_t>(i), j);
            EXPECT_LE(size(X(r, j) - expected), this->rounding(6)) << rows << " rows, " << r << ", " << j;
          }
          for (std::size_t r = rows; r < X.stride; ++r) EXPECT_EQ(X(r, j), before(r, j));
        }
      }
}

}  // namespace
