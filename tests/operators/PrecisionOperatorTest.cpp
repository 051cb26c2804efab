#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/PrecisionOperator.hpp>
#include <ritz/operators/SumOperator.hpp>

#include "operators/Blocks.hpp"

#include <Kokkos_Core.hpp>

#include <cmath>
#include <limits>

#ifdef HAVE_TPETRA_INST_FLOAT

using namespace ritz;
using ritz::test::Block;
using ritz::test::hashBlock;

namespace {

using Mixed = PrecisionOperator<double, float>;
const std::array<GlobalIndex, 3> Size{7, 5, 4};

OperatorPtr<float> laplacian() { return std::make_shared<Laplacian3d<float>>(worldComm(), Size); }

/// y = a x, told apart from its adjoint by the factor.
OperatorPtr<float> scaling(const MapPtr& map, float factor, float adjoint) {
  const auto times = [](float a) {
    return [a](const MultiVector<float>& X, MultiVector<float>& Y) { Y.update(a, X, 0.0f); };
  };
  return makeOperator<float>(map, map, times(factor), times(adjoint));
}

/// What the ranks are told of a failed product, whether it was thrown here or kept.
std::string failureOf(const Mixed& A, const Block& X) {
  Block Y(A.getRangeMap(), X.getNumVectors());
  try {
    A.apply(X, Y);
    raiseOperatorFailure(*worldComm(), "testing");
  } catch (const OperatorFailure& error) {
    return error.what();
  }
  return "(no failure)";
}

std::size_t largeAllocations = 0;

void countAllocation(Kokkos_Profiling_SpaceHandle, const char*, const void*, std::uint64_t bytes) {
  if (bytes >= 1000 * sizeof(float)) ++largeAllocations;
}

}  // namespace

TEST(PrecisionOperator, GivesWhatTheOperatorInFloatGives) {
  const Mixed A(laplacian());
  const Block X = hashBlock(A.getDomainMap(), 3);
  Block Y(A.getRangeMap(), 3);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());
  MultiVector<float> product(A.getRangeMap(), 3);
  laplacian()->apply(*inPrecision<float>(X), product);

  A.apply(X, Y);

  EXPECT_EQ(test::distance(Y, *inPrecision<double>(product)), 0.0);
}

TEST(PrecisionOperator, IsOffByTheRoundingOfFloat) {
  const Mixed A(laplacian());
  const Laplacian3d<double> exact(worldComm(), Size);
  const Block X = hashBlock(A.getDomainMap(), 2);
  Block Y(A.getRangeMap(), 2), expected(A.getRangeMap(), 2);

  A.apply(X, Y);
  exact.apply(X, expected);

  const double defect = test::distance(Y, expected);
  EXPECT_GT(defect, 0.0) << "this was computed in double";
  EXPECT_LE(defect, 9 * 12.0 * std::numeric_limits<float>::epsilon() / 2);  // 7 terms, |A||x| ≤ 12
}

TEST(PrecisionOperator, SharesTheMaps) {
  const auto low = laplacian();
  const Mixed A(low);

  EXPECT_EQ(A.getDomainMap().get(), low->getDomainMap().get());
  EXPECT_EQ(A.getRangeMap().get(), low->getRangeMap().get());
}

TEST(PrecisionOperator, TakesAnyViewAndAnyNumberOfColumns) {
  const Mixed A(laplacian());
  const Block X = hashBlock(A.getDomainMap(), 4);
  const std::size_t some[] = {3, 1};
  for (const std::size_t count : {2, 1, 2}) {
    const auto part = X.subView(Teuchos::ArrayView<const std::size_t>(some, static_cast<int>(count)));
    Block Y(A.getRangeMap(), count), expected(A.getRangeMap(), count);
    A.apply(Block(*part, Teuchos::Copy), expected);

    A.apply(*part, Y);

    EXPECT_EQ(test::distance(Y, expected), 0.0);
  }
}

TEST(PrecisionOperator, HasTheAdjointThatTheOperatorHas) {
  const MapPtr map = makeMap(20);
  const Mixed with(scaling(map, 2.0f, 3.0f));
  const Block X = hashBlock(map, 2);
  Block Y(map, 2), expected(*inPrecision<double>(*inPrecision<float>(X)), Teuchos::Copy);
  expected.scale(3.0);

  with.apply(X, Y, Teuchos::CONJ_TRANS);

  EXPECT_TRUE(with.hasTransposeApply());
  EXPECT_LE(test::distance(Y, expected), 3 * std::numeric_limits<float>::epsilon());
  const Mixed alone(makeOperator<float>(map, [](const auto& x, auto& y) { y.update(1.0f, x, 0.0f); }));
  EXPECT_FALSE(alone.hasTransposeApply());
  EXPECT_THROW(alone.apply(X, Y, Teuchos::CONJ_TRANS), NotSupported);
}

TEST(PrecisionOperator, SaysHowItRounds) {
  const auto A = std::make_shared<Mixed>(laplacian());

  EXPECT_EQ(A->rounding(), static_cast<double>(std::numeric_limits<float>::epsilon()));
  EXPECT_EQ(roundingOf<double>(SumOperator<double>({{1.0, A}, {-2.0, A}})), A->rounding());
  EXPECT_EQ(Laplacian3d<double>(worldComm(), Size).rounding(), std::numeric_limits<double>::epsilon());
}

TEST(PrecisionOperator, TellsOfVectorsBeyondTheRangeOfFloat) {
  const MapPtr map = makeMap(20);
  const Mixed A(scaling(map, 1.0f, 1.0f));
  Block X = hashBlock(map, 2);
  if (map->isNodeGlobalElement(19)) X.replaceGlobalValue(19, 1, -1e39);

  const std::string text = failureOf(A, X);

  for (const char* part : {"1 entries of the vectors", "3.4e+38", "scale"})
    EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(PrecisionOperator, TellsOfProductsBeyondTheRangeOfFloat) {
  const MapPtr map = makeMap(20);
  Block X = hashBlock(map, 1);
  X.putScalar(1e10);

  const std::string text = failureOf(Mixed(scaling(map, 1e35f, 1.0f)), X);

  EXPECT_NE(text.find("entries of the product"), std::string::npos) << text;
}

TEST(PrecisionOperator, PassesNansOnLikeAnyOperator) {
  const MapPtr map = makeMap(20);
  const Mixed A(scaling(map, 1.0f, 1.0f));
  Block X = hashBlock(map, 1), Y(map, 1);
  X.putScalar(std::numeric_limits<double>::quiet_NaN());

  EXPECT_NO_THROW(A.apply(X, Y));

  for (const double entry : Y.getData(0)) EXPECT_TRUE(std::isnan(entry));
}

TEST(PrecisionOperator, AllocatesNothingWhileTheNumberOfColumnsStays) {
  const MapPtr map = makeMap(3 * 1500);
  const Mixed A(scaling(map, 2.0f, 2.0f));
  const Block X = hashBlock(map, 4);
  Block Y(map, 4);
  Kokkos::Tools::Experimental::set_allocate_data_callback(countAllocation);
  A.apply(X, Y);
  const std::size_t atFirst = largeAllocations;

  A.apply(X, Y);

  Kokkos::Tools::Experimental::set_allocate_data_callback(nullptr);
  EXPECT_GT(atFirst, 0u) << "allocations are not seen";
  EXPECT_EQ(largeAllocations, atFirst);
}

TEST(PrecisionOperator, RefusesANullOperator) { EXPECT_THROW(Mixed(nullptr), SpaceMismatch); }

TEST(PrecisionOperator, WidensExactlyAndRoundsToNearest) {
  const MapPtr map = makeMap(50);
  const Block X = hashBlock(map, 3);

  const auto low = inPrecision<float>(X);
  const auto back = inPrecision<double>(*low);

  for (std::size_t j = 0; j < 3; ++j)
    for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
      EXPECT_EQ(low->getData(j)[i], static_cast<float>(X.getData(j)[i]));
      EXPECT_EQ(back->getData(j)[i], static_cast<double>(low->getData(j)[i]));
    }
}

#endif
