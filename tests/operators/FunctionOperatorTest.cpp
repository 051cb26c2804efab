#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>

#include <vector>

namespace {

using namespace ritz::test;

}  // namespace

TEST(FunctionOperator, AppliesTheFunction) {
  const auto map = ritz::makeMap(10);
  const auto A = ritz::makeOperator<double>(map, [](const Block& X, Block& Y) { Y.update(3.0, X, 0.0); });
  const auto X = hashBlock(map, 3);
  Block Y(map, 3), expected(X, Teuchos::Copy);
  expected.scale(3.0);

  A->apply(X, Y);

  EXPECT_EQ(distance(Y, expected), 0.0);
  EXPECT_FALSE(A->hasTransposeApply());
}

TEST(FunctionOperator, AppliesTheAdjointBetweenTwoSpaces) {
  const auto domain = ritz::makeMap(4), range = ritz::makeMap(6);
  const auto A = ritz::makeOperator<double>(
      domain, range, [](const Block&, Block& Y) { Y.putScalar(1.0); },
      [](const Block&, Block& Y) { Y.putScalar(2.0); });
  Block small(domain, 1), large(range, 1);

  A->apply(small, large);
  A->apply(large, small, Teuchos::CONJ_TRANS);

  EXPECT_EQ(gather(large), std::vector<double>(6, 1.0));
  EXPECT_EQ(gather(small), std::vector<double>(4, 2.0));
}

TEST(FunctionOperator, GivesPlainArraysOneColumnAtATime) {
  const auto map = ritz::makeMap(11);
  std::size_t calls = 0, entries = 0;
  const auto A = ritz::makeArrayOperator<double>(map, [&](const double* x, double* y, std::size_t count) {
    ++calls;
    entries = count;
    for (std::size_t i = 0; i < count; ++i) y[i] = x[i] + x[i];
  });
  const auto X = hashBlock(map, 3);
  Block Y(map, 3), expected(X, Teuchos::Copy);
  expected.scale(2.0);

  A->apply(X, Y);

  EXPECT_EQ(distance(Y, expected), 0.0);
  EXPECT_EQ(calls, 3U);
  EXPECT_EQ(entries, X.getLocalLength());
}

TEST(FunctionOperator, GivesPlainArraysTheColumnsOfANoncontiguousView) {
  const auto map = ritz::makeMap(5);
  const auto A = ritz::makeArrayOperator<double>(map, [](const double* x, double* y, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) y[i] = -x[i];
  });
  auto X = hashBlock(map, 3);
  const Block before(X, Teuchos::Copy);
  const std::vector<std::size_t> outer{0, 2};
  const auto view = X.subViewNonConst(Teuchos::ArrayView<const std::size_t>(outer));

  A->apply(*view, *view);

  Block flipped(before, Teuchos::Copy);
  flipped.scale(-1.0);
  EXPECT_EQ(distance(*X.getVector(0), *flipped.getVector(0)), 0.0);
  EXPECT_EQ(distance(*X.getVector(1), *before.getVector(1)), 0.0);
  EXPECT_EQ(distance(*X.getVector(2), *flipped.getVector(2)), 0.0);
}

TEST(FunctionOperator, RefusesAnEmptyFunction) {
  const auto map = ritz::makeMap(2);

  EXPECT_THROW(ritz::makeOperator<double>(map, ritz::FunctionOperator<double>::Function{}),
               ritz::InvalidOption);
  EXPECT_THROW(ritz::makeArrayOperator<double>(map, {}), ritz::InvalidOption);
}

TEST(FunctionOperator, RefusesANullMap) {
  EXPECT_THROW(ritz::makeOperator<double>(Teuchos::null, [](const Block&, Block&) {}), ritz::SpaceMismatch);
}
