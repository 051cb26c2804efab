#include <gtest/gtest.h>
#include <ritz/benchmarks/Judge.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace ritz::bench;

constexpr std::size_t n = 6;

/// diag(1 … 6), the three largest, residuals up to 1e-3.
Case ramp() {
  const auto times = [](const double* x, double* y) {
    for (std::size_t i = 0; i < n; ++i) y[i] = static_cast<double>(i + 1) * x[i];
  };
  Case problem{"ramp", "diag(1 … 6)", n,   3,         true, 6,
               1e-3,   6.0,           1.0, {6, 5, 4}, 1e-3, CountedOperator(n, times)};
  return problem;
}

/// length·e_i for each index from 1.
std::vector<double> units(const std::vector<std::size_t>& indices, double length = 1.0) {
  std::vector<double> result(indices.size() * n);
  for (std::size_t j = 0; j < indices.size(); ++j) result[j * n + indices[j] - 1] = length;
  return result;
}

Answer right() { return {true, {6, 5, 4}, units({6, 5, 4}), 0, ""}; }

/// The first vector turned by an angle towards that of `towards`: with the value 6 it has the residual
/// (6 − towards)·sin(angle).
Answer turned(double angle, std::size_t towards) {
  Answer answer = right();
  answer.vectors[5] = std::cos(angle);
  answer.vectors[towards - 1] = std::sin(angle);
  return answer;
}

}  // namespace

TEST(Judge, AcceptsTheExactPairs) {
  const Verdict verdict = judge(ramp(), right());

  EXPECT_EQ(verdict.status, "converged");
  EXPECT_EQ(verdict.maxResidual, 0.0);
  EXPECT_EQ(verdict.maxValueError, 0.0);
  EXPECT_EQ(verdict.orthogonality, 0.0);
}

TEST(Judge, TakesPairsInAnyOrder) {
  EXPECT_EQ(judge(ramp(), {true, {4, 6, 5}, units({4, 6, 5}), 0, ""}).status, "converged");

  Case smallest = ramp();
  smallest.largest = false;
  smallest.exact = {1, 2, 3};
  EXPECT_EQ(judge(smallest, {true, {3, 1, 2}, units({3, 1, 2}), 0, ""}).status, "converged");
}

TEST(Judge, LooksAtTheBestOfMore) {
  // The fourth pair is none.
  EXPECT_EQ(judge(ramp(), {true, {6, 2, 5, 4}, units({6, 3, 5, 4}), 0, ""}).status, "converged");
  EXPECT_EQ(judge(ramp(), {true, {6, 5.5, 5, 4}, units({6, 3, 5, 4}), 0, ""}).status, "wrong");
}

TEST(Judge, MeasuresVectorsOfAnyLengthAtLengthOne) {
  for (const double length : {1e-3, 1e3}) {
    Answer answer = turned(0.9e-3, 5);
    for (double& entry : answer.vectors) entry *= length;

    const Verdict verdict = judge(ramp(), answer);

    EXPECT_EQ(verdict.status, "converged") << length;
    EXPECT_NEAR(verdict.maxResidual, std::sin(0.9e-3), 1e-15) << length;
  }
}

TEST(Judge, AllowsAHundredthOverTheThreshold) {
  EXPECT_EQ(judge(ramp(), turned(1.009e-3, 5)).status, "converged");
  EXPECT_EQ(judge(ramp(), turned(1.011e-3, 5)).status, "wrong");
}

TEST(Judge, CallsAResidualOverTheThresholdWrong) {
  const Verdict verdict = judge(ramp(), turned(1e-3, 1));

  EXPECT_EQ(verdict.status, "wrong");
  EXPECT_NEAR(verdict.maxResidual, 5e-3, 1e-8);
  EXPECT_EQ(verdict.maxValueError, 0.0);
}

TEST(Judge, CallsAWrongValueWrong) {
  // A pair of A, but not a wanted one.
  const Verdict missed = judge(ramp(), {true, {6, 5, 3}, units({6, 5, 3}), 0, ""});
  EXPECT_EQ(missed.status, "wrong");
  EXPECT_EQ(missed.maxResidual, 0.0);
  EXPECT_EQ(missed.maxValueError, 1.0);

  // Within the threshold by its residual, and not by the narrower tolerance of the values.
  Case strict = ramp();
  strict.valueTolerance = 1e-4;
  Answer answer = right();
  answer.values[2] += 5e-4;
  EXPECT_EQ(judge(strict, answer).status, "wrong");
}

TEST(Judge, CallsOnePairTwiceWrong) {
  // Twice the same, where the exact values are a cluster within the tolerance.
  Case cluster = ramp();
  cluster.exact = {6, 6, 5};

  const Verdict verdict = judge(cluster, {true, {6, 6, 5}, units({6, 6, 5}), 0, ""});

  EXPECT_EQ(verdict.status, "wrong");
  EXPECT_LE(verdict.maxResidual, cluster.threshold);
  EXPECT_LE(verdict.maxValueError, cluster.valueTolerance);
  EXPECT_DOUBLE_EQ(verdict.orthogonality, 1.0);
}

TEST(Judge, CallsNoVectorsAtAllWrong) {
  EXPECT_EQ(judge(ramp(), {true, {6, 5, 4}, {}, 0, ""}).status, "wrong");
  EXPECT_EQ(judge(ramp(), {true, {6, 5}, units({6, 5}), 0, ""}).status, "wrong");
  EXPECT_TRUE(std::isnan(judge(ramp(), {true, {}, {}, 0, ""}).maxResidual));
}

TEST(Judge, CallsZeroAndNanVectorsWrong) {
  for (const double entry : {0.0, std::numeric_limits<double>::quiet_NaN()}) {
    Answer answer = right();
    answer.vectors[5] = entry;
    EXPECT_EQ(judge(ramp(), answer).status, "wrong") << entry;
  }
}

TEST(Judge, CallsNanValuesWrong) {
  Answer answer = right();
  answer.values[1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(judge(ramp(), answer).status, "wrong");
}

TEST(Judge, CallsWhatIsNotSaidIncomplete) {
  Answer answer = right();
  answer.saysConverged = false;
  EXPECT_EQ(judge(ramp(), answer).status, "incomplete");
  EXPECT_EQ(judge(ramp(), {}).status, "incomplete");
}

TEST(Judge, MeasuresPairsInTheInnerProductOfTheMass) {
  // B = 2 I: the values are halves.
  Case pair = ramp();
  pair.exact = {3, 2.5, 2};
  pair.mass.emplace(n, [](const double* x, double* y) {
    for (std::size_t i = 0; i < n; ++i) y[i] = 2 * x[i];
  });

  EXPECT_EQ(judge(pair, {true, {3, 2.5, 2}, units({6, 5, 4}, 0.7), 0, ""}).status, "converged");
  EXPECT_EQ(judge(pair, {true, {3, 2.5, 2}, units({6, 6, 4}, 0.7), 0, ""}).status, "wrong");
  EXPECT_EQ(judge(pair, right()).status, "wrong");
}
