#pragma once

#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/ritz.hpp>

#include <string>

/// Solves that are stopped, and gone on with.
namespace ritz::test {

constexpr int N = 400;

/// Values 1, 4, 9, … with full eigenvectors: Lanczos needs a few restarts for the smallest.
inline EigenProblem<double> problem(double factor = 1.0, int n = N) {
  return {rotatedOperator(ritz::makeMap(n),
                          [factor](auto g) { return factor * (real(g) + 1) * (real(g) + 1) / N; })};
}

inline EigenProblem<double> generalizedProblem() {
  auto result = problem();
  result.mass =
      diagonalOperator(result.A->getDomainMap(), [](auto g) { return 1.0 + 0.5 * std::sin(real(g)); });
  return result;
}

inline EigenOptions optionsFor(const ritz::Method& method) {
  EigenOptions options;
  options.numPairs = 3;
  options.which = ritz::Largest{};
  options.method = method;
  options.tolerance = 1e-10;
  return options;
}

/// Stopped after so many applications, with a checkpoint.
inline EigenResult<double> interrupted(const EigenProblem<double>& of, EigenOptions options,
                                       long applications, const std::string& file,
                                       const std::string& resume = "") {
  options.budget.maxApplications = applications;
  options.checkpoint.file = file;
  Start<double> start;
  start.resume = resume;
  return ritz::eigsolve<double>(of, options, start);
}

inline EigenResult<double> resumed(const EigenProblem<double>& of, const EigenOptions& options,
                                   const std::string& file) {
  Start<double> start;
  start.resume = file;
  return ritz::eigsolve<double>(of, options, start);
}

/// Of the iteration alone.
template <class S>
long iterationColumns(const EigenResult<S>& result) {
  return result.applications.A.columns - result.applications.verificationColumns;
}

inline void expectSameValues(const EigenResult<double>& result, const EigenResult<double>& expected) {
  EXPECT_EQ(result.status, Status::Converged) << result.reason;
  ASSERT_EQ(result.values.size(), expected.values.size());
  // Both are within their bounds of the same eigenvalues.
  for (std::size_t j = 0; j < expected.values.size(); ++j)
    EXPECT_NEAR(result.values[j], expected.values[j],
                result.errorBounds[j] + expected.errorBounds[j] + 100 * Epsilon * expected.normA);
}

/// The whole solve, to rounding: same steps, same history, values apart by rounding alone.
inline void expectSameSolve(const EigenResult<double>& result, const EigenResult<double>& expected) {
  EXPECT_EQ(result.status, Status::Converged) << result.reason;
  EXPECT_EQ(iterationColumns(result), iterationColumns(expected));
  EXPECT_EQ(result.applications.A.columns, expected.applications.A.columns + 2) << "one more probe";
  EXPECT_EQ(result.iterations, expected.iterations);
  ASSERT_EQ(result.history.size(), expected.history.size());
  // In between it depends on when the Ritz values were looked at, which a resumed run does once more.
  EXPECT_EQ(result.history.back().converged, expected.history.back().converged);
  ASSERT_EQ(result.values.size(), expected.values.size());
  for (std::size_t j = 0; j < expected.values.size(); ++j)
    EXPECT_NEAR(result.values[j], expected.values[j], 1000 * Epsilon * expected.normA);
}

}  // namespace ritz::test
