#include "Matrices.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/DerivativeCheck.hpp>

#include <limits>
#include <vector>

namespace {

using namespace ritz::test;
using Affine = ritz::AffineOperator<double>;
using Parts = std::vector<ritz::OperatorPtr<double>>;

Column parameters(const Affine& A, const std::vector<double>& values) {
  return columnOf(A.parameterMap(), [&](ritz::GlobalIndex g) { return values[static_cast<std::size_t>(g)]; });
}

/// All p entries on the last rank.
ritz::MapPtr onLastRank(std::size_t p) {
  const auto comm = ritz::worldComm();
  const std::size_t mine = comm->getRank() == comm->getSize() - 1 ? p : 0;
  return Teuchos::rcp(new ritz::Map(p, mine, 0, comm));
}

}  // namespace

TEST(AffineOperator, AddsTheConstantAndTheWeightedParts) {
  const auto domain = ritz::makeMap(4), range = ritz::makeMap(5);
  const auto A0 = denseOperator(domain, range, 0), A1 = denseOperator(domain, range, 1),
             A2 = denseOperator(domain, range, 2);
  for (const auto& map : {ritz::MapPtr(), onLastRank(2)}) {
    Affine A(A0, {A1, A2}, map);
    A.setParameters(parameters(A, {0.5, -3.0}));

    const auto found = denseColumns(A), a = denseColumns(*A0), b = denseColumns(*A1), c = denseColumns(*A2);

    for (std::size_t j = 0; j < 4; ++j)
      for (std::size_t i = 0; i < 5; ++i)
        EXPECT_NEAR(found[j][i], a[j][i] + 0.5 * b[j][i] - 3.0 * c[j][i], 1e-14);
    EXPECT_LE(transposeDefect(A), 1e-14);
  }
}

TEST(AffineOperator, IsZeroWithoutConstantAndParameters) {
  const auto map = ritz::makeMap(4);
  const auto part = std::make_shared<ritz::CountingOperator<double>>(denseOperator(map, map, 1));
  const Affine A(nullptr, {part});
  const auto X = hashBlock(map, 2);
  Block Y(map, 2), zero(map, 2);
  Y.putScalar(std::numeric_limits<double>::quiet_NaN());

  A.apply(X, Y);

  EXPECT_EQ(distance(Y, zero), 0.0);
  EXPECT_EQ(part->count().columns, 0);
}

TEST(AffineOperator, HasTheDerivativesThatTaylorAsksFor) {
  const auto map = ritz::makeMap(6);
  Affine A(denseOperator(map, map, 0), {denseOperator(map, map, 1), denseOperator(map, map, 2)},
           onLastRank(2));
  A.setParameters(parameters(A, {0.5, -3.0}));

  const auto check = ritz::derivativeCheck(A, parameters(A, {1.0, 2.0}));

  // Affine in θ: nothing but rounding remains.
  EXPECT_TRUE(std::isinf(check.first.slope));
  EXPECT_TRUE(check.hasSecond);
  EXPECT_TRUE(std::isinf(check.second.slope));
  EXPECT_LE(check.gradientDefect, 1e-14);
}

TEST(AffineOperator, AddsGradientsToWhatIsThere) {
  const auto map = ritz::makeMap(6);
  const auto A1 = denseOperator(map, map, 1), A2 = denseOperator(map, map, 2);
  const Affine A(nullptr, {A1, A2});
  const auto W = hashBlock(map, 3, 5), V = hashBlock(map, 3, 6);
  Column g = parameters(A, {10.0, 20.0});

  A.accumulateGradient(2.0, W, V, g);

  const auto inner = [&](const ritz::Operator<double>& part) {
    Block image(map, 3);
    part.apply(V, image);
    std::vector<double> dots(3);
    W.dot(image, Teuchos::arrayView(dots.data(), 3));
    return dots[0] + dots[1] + dots[2];
  };
  const auto found = gather(g);
  EXPECT_NEAR(found[0], 10.0 + 2.0 * inner(*A1), 1e-13);
  EXPECT_NEAR(found[1], 20.0 + 2.0 * inner(*A2), 1e-13);
}

TEST(AffineOperator, TakesNoncontiguousViewsInGradients) {
  const auto map = ritz::makeMap(6);
  const Affine A(nullptr, {denseOperator(map, map, 1)});
  const auto W = hashBlock(map, 3, 5), V = hashBlock(map, 3, 6);
  const std::vector<std::size_t> outer{0, 2};
  const Teuchos::ArrayView<const std::size_t> columns(outer);
  Column views(A.parameterMap()), copies(A.parameterMap());

  A.accumulateGradient(1.0, *W.subView(columns), *V.subView(columns), views);
  A.accumulateGradient(1.0, *W.subCopy(columns), *V.subCopy(columns), copies);

  EXPECT_EQ(gather(views), gather(copies));
  EXPECT_NE(gather(views)[0], 0.0);
}

TEST(AffineOperator, ChangesItsVersionWithParametersAndParts) {
  const auto map = ritz::makeMap(2);
  const auto part = std::make_shared<Versioned>(map), constant = std::make_shared<Versioned>(map);
  Affine A(constant, {part});
  const auto first = A.version();

  A.setParameters(parameters(A, {1.0}));
  const auto second = A.version();
  part->number = 1;
  const auto third = A.version();
  constant->number = 1;
  const auto fourth = A.version();

  EXPECT_NE(first, second);
  EXPECT_NE(second, third);
  EXPECT_NE(third, fourth);
}

TEST(AffineOperator, IsAsAccurateAsItsWorstPart) {
  class Coarse final : public ritz::LinearOperator<double> {
   public:
    explicit Coarse(const ritz::MapPtr& map) : LinearOperator(map, map) {}
    double rounding() const override { return 1e-7; }

   private:
    void applyImpl(const Block& X, Block& Y) const override { Y.update(1.0, X, 0.0); }
  };
  const auto map = ritz::makeMap(4);
  const auto fine = denseOperator(map, map, 0);
  const auto coarse = std::make_shared<Coarse>(map);

  EXPECT_EQ(Affine(fine, {fine}).rounding(), std::numeric_limits<double>::epsilon());
  EXPECT_EQ(Affine(coarse, {fine}).rounding(), 1e-7);
  EXPECT_EQ(Affine(nullptr, {fine, coarse}).rounding(), 1e-7);
}

TEST(AffineOperator, RefusesWhatDoesNotFit) {
  const auto map = ritz::makeMap(2), other = ritz::makeMap(3);
  const auto part = denseOperator(map, map, 1);
  const auto comm = ritz::worldComm();
  const std::vector<ritz::GlobalIndex> everywhere{0};
  const ritz::MapPtr repeated =
      Teuchos::rcp(new ritz::Map(static_cast<Tpetra::global_size_t>(comm->getSize()),
                                 Teuchos::ArrayView<const ritz::GlobalIndex>(everywhere), 0, comm));

  EXPECT_THROW(Affine(part, Parts{}), ritz::InvalidOption);
  EXPECT_THROW(Affine(part, {part}, ritz::makeMap(2)), ritz::InvalidOption);
  if (comm->getSize() > 1) {
    EXPECT_THROW(Affine(part, {part}, repeated), ritz::InvalidOption);
  }
  EXPECT_THROW(Affine(part, {nullptr}), ritz::SpaceMismatch);
  EXPECT_THROW(Affine(denseOperator(map, other, 1), {part}), ritz::SpaceMismatch);
  EXPECT_THROW(Affine(nullptr, {part, denseOperator(other, map, 1)}), ritz::SpaceMismatch);
}
