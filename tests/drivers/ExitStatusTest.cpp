#include <gtest/gtest.h>
#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/drivers/ExitStatus.hpp>
#include <ritz/operators/Error.hpp>

#include <new>

namespace ritz {
namespace {

TEST(ExitStatus, TellsBadInputFromFailingOperators) {
  EXPECT_EQ(exitStatusOf(InvalidOption("")), ExitStatus::BadInput);
  EXPECT_EQ(exitStatusOf(DataError("")), ExitStatus::BadInput);
  EXPECT_EQ(exitStatusOf(NotSupported("")), ExitStatus::BadInput);
  EXPECT_EQ(exitStatusOf(SpaceMismatch("")), ExitStatus::BadInput);
  EXPECT_EQ(exitStatusOf(NotConverged("")), ExitStatus::NotConverged);
  EXPECT_EQ(exitStatusOf(GaugeDependent("", {})), ExitStatus::NoDerivative);
  EXPECT_EQ(exitStatusOf(OperatorFailure("")), ExitStatus::OperatorFailed);
  EXPECT_EQ(exitStatusOf(NotSymmetric("")), ExitStatus::OperatorFailed);
  EXPECT_EQ(exitStatusOf(IndefiniteMass("")), ExitStatus::OperatorFailed);
  EXPECT_EQ(exitStatusOf(std::bad_alloc()), ExitStatus::Failed);
}

}  // namespace
}  // namespace ritz
