#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/operators/Error.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace ritz::test {
namespace {

AdjointOptions with(double AdjointOptions::*member, double value) {
  AdjointOptions options;
  options.*member = value;
  return options;
}

TEST(AdjointOptions, AreGoodAsTheyStand) { EXPECT_NO_THROW(validate(AdjointOptions{})); }

TEST(AdjointOptions, AreRefusedOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {0.0, 1.0, -1e-3, nan}) {
    EXPECT_THROW(validate(with(&AdjointOptions::gradientTolerance, bad)), InvalidOption) << bad;
    EXPECT_THROW(validate(with(&AdjointOptions::gaugeTolerance, bad)), InvalidOption) << bad;
  }
  for (const double bad : {1.0, -1e-3, nan}) {
    EXPECT_THROW(validate(with(&AdjointOptions::solveTolerance, bad)), InvalidOption) << bad;
    EXPECT_THROW(validate(with(&AdjointOptions::clusterFactor, bad)), InvalidOption) << bad;
  }
  EXPECT_NO_THROW(validate(with(&AdjointOptions::clusterFactor, 0.0)));
  EXPECT_NO_THROW(validate(with(&AdjointOptions::solveTolerance, 1e-8)));
}

TEST(AdjointOptions, AreNamedWithTheirValueWhenRefused) {
  try {
    validate(with(&AdjointOptions::solveTolerance, 1.5));
    ADD_FAILURE() << "it was taken";
  } catch (const InvalidOption& error) {
    EXPECT_NE(std::string(error.what()).find("solveTolerance is 1.5"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace ritz::test
