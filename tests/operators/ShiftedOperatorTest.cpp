#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/ShiftedOperator.hpp>

namespace {

using namespace ritz::test;

}  // namespace

TEST(ShiftedOperator, SubtractsAMultipleOfTheIdentity) {
  const auto map = ritz::makeMap(4);
  const auto A = denseOperator(map, map, 1);
  const ritz::ShiftedOperator<double> shifted(A, 2.5);

  const auto found = denseColumns(shifted), a = denseColumns(*A);

  for (std::size_t j = 0; j < 4; ++j)
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(found[j][i], a[j][i] - (i == j ? 2.5 : 0.0), 1e-15);
  EXPECT_EQ(shifted.sigma(), 2.5);
}

TEST(ShiftedOperator, SubtractsAMultipleOfB) {
  const auto map = ritz::makeMap(4);
  const auto A = denseOperator(map, map, 1), B = denseOperator(map, map, 2);
  const ritz::ShiftedOperator<double> shifted(A, -3.0, B);

  const auto found = denseColumns(shifted), a = denseColumns(*A), b = denseColumns(*B);

  for (std::size_t j = 0; j < 4; ++j)
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(found[j][i], a[j][i] + 3.0 * b[j][i], 1e-14);
}

TEST(ShiftedOperator, HasTheAdjointIfThePartsHave) {
  const auto map = ritz::makeMap(4);
  const auto A = denseOperator(map, map, 1), B = denseOperator(map, map, 2);

  EXPECT_LE(transposeDefect(ritz::ShiftedOperator<double>(A, 0.7)), 1e-15);
  EXPECT_LE(transposeDefect(ritz::ShiftedOperator<double>(A, 0.7, B)), 1e-15);
  EXPECT_FALSE(ritz::ShiftedOperator<double>(A, 0.7, withoutAdjoint(map)).hasTransposeApply());
}

TEST(ShiftedOperator, ChangesItsVersionWithEitherPart) {
  const auto map = ritz::makeMap(2);
  const auto A = std::make_shared<Versioned>(map), B = std::make_shared<Versioned>(map);
  const ritz::ShiftedOperator<double> shifted(A, 1.0, B);
  const auto before = shifted.version();

  B->number = 1;
  EXPECT_NE(shifted.version(), before);
  B->number = 0;
  A->number = 1;
  EXPECT_NE(shifted.version(), before);
}

TEST(ShiftedOperator, RefusesPartsThatDoNotFit) {
  const auto map = ritz::makeMap(2), other = ritz::makeMap(3);
  const auto A = denseOperator(map, map, 1);

  EXPECT_THROW(ritz::ShiftedOperator<double>(nullptr, 1.0), ritz::SpaceMismatch);
  EXPECT_THROW(ritz::ShiftedOperator<double>(denseOperator(map, other, 1), 1.0), ritz::SpaceMismatch);
  EXPECT_THROW(ritz::ShiftedOperator<double>(A, 1.0, denseOperator(other, other, 1)), ritz::SpaceMismatch);
}
