#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/EigenOptions.hpp>

#include <functional>
#include <limits>
#include <string>

namespace {

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
constexpr long long n = 100;

/// The text with which the defaults, changed by `change`, are refused; "" if they are not.
std::string refusal(const std::function<void(ritz::EigenOptions&)>& change) {
  ritz::EigenOptions options;
  change(options);
  try {
    validate(options, n);
  } catch (const ritz::InvalidOption& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST(EigenOptions, AcceptsTheDefaults) {
  EXPECT_EQ(refusal([](auto&) {}), "");
}

TEST(EigenOptions, AcceptsTheEndsOfTheRanges) {
  EXPECT_EQ(refusal([](auto& o) { o.numPairs = 1; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.numPairs = n; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.method = ritz::KrylovSchur{8, 1}; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.method = ritz::KrylovSchur{99, 1}; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.method = ritz::Lobpcg{33}; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.method = ritz::Davidson{9, 1}; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.method = ritz::Davidson{4, 1, true}; }), "");
  EXPECT_EQ(refusal([](auto& o) { o.numGuards = 0; }), "");
}

TEST(EigenOptions, RefusesPairsThatTheSpaceCannotHold) {
  for (const int numPairs : {-1, 0, 101}) {
    const std::string text = refusal([&](auto& o) { o.numPairs = numPairs; });
    EXPECT_NE(text.find("asked for " + std::to_string(numPairs)), std::string::npos) << text;
    EXPECT_NE(text.find("100"), std::string::npos) << text;
  }
}

TEST(EigenOptions, RefusesATolerancesOutsideOfZeroToOne) {
  for (const double tolerance : {-1e-3, 0.0, 1.0, NaN})
    EXPECT_NE(refusal([&](auto& o) { o.tolerance = tolerance; }).find("tolerance"), std::string::npos);
}

TEST(EigenOptions, RefusesNegativeLimits) {
  EXPECT_NE(refusal([](auto& o) { o.budget.maxApplications = -1; }), "");
  EXPECT_NE(refusal([](auto& o) { o.budget.maxIterations = -1; }), "");
  EXPECT_NE(refusal([](auto& o) { o.budget.seconds = -1.0; }), "");
  EXPECT_NE(refusal([](auto& o) { o.budget.seconds = NaN; }), "");
  EXPECT_NE(refusal([](auto& o) { o.numGuards = -2; }), "");
}

TEST(EigenOptions, RefusesPlacesThatAreNone) {
  EXPECT_NE(refusal([](auto& o) { o.which = ritz::Nearest{NaN}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.which = ritz::Interval{2.0, 2.0}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.which = ritz::Interval{3.0, 2.0}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.which = ritz::Interval{NaN, 2.0}; }), "");
}

TEST(EigenOptions, RefusesABasisOrBlockThatCannotWork) {
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::KrylovSchur{7, 1}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::KrylovSchur{100, 1}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::KrylovSchur{0, 0}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::Lobpcg{-1}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::Lobpcg{34}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::Davidson{0, 0}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::Davidson{8, 1}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::Davidson{3, 1, true}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.method = ritz::Davidson{101, 1}; }), "");
}

TEST(EigenOptions, RefusesFiltersThatAreNone) {
  for (const int degree : {-2, 1}) {
    EXPECT_NE(refusal([&](auto& o) {
                o.method = ritz::Lanczos{0, degree};
              }).find("lanczos: a filter"),
              std::string::npos);
    EXPECT_NE(refusal([&](auto& o) { o.method = ritz::Auto{degree}; }).find("auto: a filter"),
              std::string::npos);
  }
  EXPECT_EQ(refusal([](auto& o) { o.method = ritz::Lanczos{0, 2}; }), "");
  EXPECT_NE(refusal([](auto& o) { o.costs.application = -1; }), "");
  EXPECT_NE(refusal([](auto& o) { o.costs.column = NaN; }), "");
  EXPECT_NE(refusal([](auto& o) { o.costs.furtherColumn = -1; }), "");
  EXPECT_NE(refusal([](auto& o) { o.costs.preconditioner = -1; }), "");
  EXPECT_NE(refusal([](auto& o) { o.costs.massSolve = 1e-3; }), "") << "a part of costs.application";
  EXPECT_NE(refusal([](auto& o) { o.memory = -1; }).find("bytes"), std::string::npos);
}

TEST(EigenOptions, NamesEveryOrder) {
  EXPECT_EQ(nameOf(ritz::Which(ritz::Largest{})), "largest");
  EXPECT_EQ(nameOf(ritz::Which(ritz::Smallest{})), "smallest");
  EXPECT_EQ(nameOf(ritz::Which(ritz::LargestMagnitude{})), "largest-magnitude");
  EXPECT_EQ(nameOf(ritz::Which(ritz::SmallestMagnitude{})), "smallest-magnitude");
  EXPECT_EQ(nameOf(ritz::Which(ritz::Nearest{})), "nearest");
  EXPECT_EQ(nameOf(ritz::Which(ritz::Interval{})), "interval");
}

TEST(EigenOptions, NamesEveryMethod) {
  EXPECT_EQ(nameOf(ritz::Method(ritz::Auto{})), "auto");
  EXPECT_EQ(nameOf(ritz::Method(ritz::Lapack{})), "dense");
  EXPECT_EQ(nameOf(ritz::Method(ritz::KrylovSchur{})), "krylov-schur");
  EXPECT_EQ(nameOf(ritz::Method(ritz::Lobpcg{})), "lobpcg");
  EXPECT_EQ(nameOf(ritz::Method(ritz::Davidson{})), "davidson");
}
