#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/ShiftedPreconditioner.hpp>

#include <stdexcept>

#include "operators/Blocks.hpp"

using namespace ritz;
using namespace ritz::test;

namespace {

/// Scales by 1 + σ, and throws for σ > 9.
class Scaling final : public ShiftedPreconditioner<double> {
 public:
  explicit Scaling(const MapPtr& map) : ShiftedPreconditioner(map, map) {}

 private:
  void applyShiftedImpl(const Block& X, const std::vector<double>& shifts, Block& Y) const override {
    for (std::size_t j = 0; j < shifts.size(); ++j) {
      if (shifts[j] > 9.0) throw std::runtime_error("the shift is too large");
      Y.getVectorNonConst(j)->update(1.0 + shifts[j], *X.getVector(j), 0.0);
    }
  }
};

TEST(ShiftedPreconditioner, HandsOnOneShiftAColumnAndZerosAsAnOperator) {
  const MapPtr map = makeMap(17);
  const Scaling K(map);
  const Block X = hashBlock(map, 2);
  Block Y(map, 2);
  K.applyShifted(X, {1.0, -3.0}, Y);
  EXPECT_DOUBLE_EQ(Y.getVector(0)->norm2(), 2.0 * X.getVector(0)->norm2());
  EXPECT_DOUBLE_EQ(Y.getVector(1)->dot(*X.getVector(1)), -2.0 * X.getVector(1)->dot(*X.getVector(1)));
  K.apply(X, Y);
  EXPECT_DOUBLE_EQ(Y.getVector(0)->norm2(), X.getVector(0)->norm2());
}

TEST(ShiftedPreconditioner, RefusesAnotherNumberOfShifts) {
  const MapPtr map = makeMap(17);
  const Scaling K(map);
  Block Y(map, 2);
  EXPECT_THROW(K.applyShifted(hashBlock(map, 2), {1.0}, Y), SpaceMismatch);
}

TEST(ShiftedPreconditioner, ForgetsTheShiftsOfAProductThatFailed) {
  const MapPtr map = makeMap(17);
  const Scaling K(map);
  const Block X = hashBlock(map, 1);
  Block Y(map, 1);
  EXPECT_ANY_THROW({
    K.applyShifted(X, {10.0}, Y);
    raiseOperatorFailure(*map->getComm(), "testing");
  });
  K.apply(X, Y);
  EXPECT_DOUBLE_EQ(Y.getVector(0)->norm2(), X.getVector(0)->norm2());
}

}  // namespace
