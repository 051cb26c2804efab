#pragma once

#include <gtest/gtest.h>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/ritz.hpp>

#include <functional>
#include <limits>
#include <stdexcept>

/// Problems that break eigensolvers, with known answers; each method's test runs them all through itself.
namespace traps {

using Values = std::function<double(ritz::GlobalIndex)>;

/// diag(value(0), value(1), …).
inline std::shared_ptr<const ritz::LinearOperator<double>> diagonal(const ritz::MapPtr& map,
                                                                    const Values& value) {
  Tpetra::Vector<double> d(map);
  for (ritz::LocalIndex i = 0; i < static_cast<ritz::LocalIndex>(d.getLocalLength()); ++i)
    d.replaceLocalValue(i, value(map->getGlobalElement(i)));
  return std::make_shared<ritz::DiagonalOperator<double>>(d);
}

inline ritz::EigenOptions optionsFor(const ritz::Method& method, int numPairs, const ritz::Which& which) {
  ritz::EigenOptions options;
  options.numPairs = numPairs;
  options.which = which;
  options.method = method;
  return options;
}

/// Each pair within the tolerance of the expected value, in order; names the method that ran.
inline void expectValues(const ritz::EigenResult<double>& result, const std::vector<double>& expected) {
  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  ASSERT_EQ(result.values.size(), expected.size());
  // ‖r‖ ≤ tolerance·(α + |θ|)‖v‖ and |θ − λ| ≤ ‖r‖/‖v‖ for B = I.
  const double allowed = 2.0 * result.options.tolerance * static_cast<double>(result.normA) + 1e-300;
  for (std::size_t j = 0; j < expected.size(); ++j) {
    EXPECT_NEAR(result.values[j], expected[j], allowed) << "pair " << j;
    EXPECT_LE(std::abs(result.values[j] - expected[j]), result.errorBounds[j] + 1e-14 * result.normA)
        << "pair " << j;
  }
}

inline void expectOrthonormal(const ritz::EigenResult<double>& result, double allowed = 1e-12) {
  const auto& U = *result.vectors;
  ritz::MultiVector<double> BU(U, Teuchos::Copy);
  if (result.problem.mass) result.problem.mass->apply(U, BU);
  for (std::size_t i = 0; i < U.getNumVectors(); ++i)
    for (std::size_t j = 0; j < U.getNumVectors(); ++j)
      EXPECT_NEAR(U.getVector(i)->dot(*BU.getVector(j)), i == j ? 1.0 : 0.0, allowed);
}

inline void survivesAll(const ritz::Method& method) {
  const auto solve = [&](const ritz::MapPtr& map, const Values& value, int k, const ritz::Which& which) {
    return ritz::eigsolve<double>({diagonal(map, value)}, optionsFor(method, k, which));
  };
  const auto map = ritz::makeMap(120);
  {
    SCOPED_TRACE("the identity");
    expectValues(solve(
                     map, [](auto) { return 1.0; }, 5, ritz::Largest{}),
                 std::vector<double>(5, 1.0));
  }
  {
    SCOPED_TRACE("the zero operator");
    const auto result = solve(
        map, [](auto) { return 0.0; }, 5, ritz::Smallest{});
    expectValues(result, std::vector<double>(5, 0.0));
    expectOrthonormal(result);
  }
  {
    SCOPED_TRACE("rank below the number of pairs");
    const auto result = solve(
        map, [](auto g) { return g < 3 ? double(g + 1) : 0.0; }, 8, ritz::Largest{});
    expectValues(result, {3, 2, 1, 0, 0, 0, 0, 0});
    expectOrthonormal(result);
  }
  {
    SCOPED_TRACE("a value of multiplicity 7 at the end");
    const auto result = solve(
        map, [](auto g) { return g < 7 ? 10.0 : 1.0 / double(g); }, 8, ritz::Largest{});
    expectValues(result, {10, 10, 10, 10, 10, 10, 10, 1.0 / 7.0});
    expectOrthonormal(result);
  }
  {
    SCOPED_TRACE("more pairs than a third of the space");
    expectValues(solve(
                     ritz::makeMap(12), [](auto g) { return double(g); }, 11, ritz::Largest{}),
                 {11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
  }
  {
    SCOPED_TRACE("all pairs of a small space");
    expectValues(solve(
                     ritz::makeMap(4), [](auto g) { return double(g); }, 4, ritz::Smallest{}),
                 {0, 1, 2, 3});
  }
  {
    SCOPED_TRACE("one entry");
    expectValues(solve(
                     ritz::makeMap(1), [](auto) { return -2.5; }, 1, ritz::Largest{}),
                 {-2.5});
  }
  {
    SCOPED_TRACE("values at 1e-150");
    expectValues(solve(
                     map, [](auto g) { return 1e-150 * double(g % 40); }, 3, ritz::Largest{}),
                 {39e-150, 39e-150, 39e-150});
  }
  {
    SCOPED_TRACE("values at 1e150");
    expectValues(solve(
                     map, [](auto g) { return -1e150 * double(g % 40); }, 3, ritz::Smallest{}),
                 {-39e150, -39e150, -39e150});
  }
  if (!std::holds_alternative<ritz::Lobpcg>(method) && !std::holds_alternative<ritz::Davidson>(method)) {
    SCOPED_TRACE("magnitudes of both signs");
    expectValues(solve(
                     map, [](auto g) { return g % 2 ? double(g) : -double(g); }, 4, ritz::LargestMagnitude{}),
                 {119, -118, 117, -116});
  }
}

/// diag(0 … n−1) that misbehaves on the last rank after `calls` good products.
inline std::shared_ptr<const ritz::LinearOperator<double>> failing(
    const ritz::MapPtr& map, int calls, const std::function<void(double& entry)>& fault) {
  auto inner = diagonal(map, [](auto g) { return double(g); });
  auto count = std::make_shared<int>(0);
  return ritz::makeOperator<double>(map, [=](const auto& X, auto& Y) {
    inner->apply(X, Y);
    const auto& comm = *map->getComm();
    if (++*count > calls && comm.getRank() == comm.getSize() - 1) fault(Y.getDataNonConst(0)[0]);
  });
}

inline void reportsFailures(const ritz::Method& method) {
  const auto map = ritz::makeMap(200);
  const ritz::EigenOptions options = optionsFor(method, 3, ritz::Largest{});
  for (const int calls : {0, 1, 5}) {
    SCOPED_TRACE(calls);
    const auto nan =
        failing(map, calls, [](double& entry) { entry = std::numeric_limits<double>::quiet_NaN(); });
    EXPECT_THROW(ritz::eigsolve<double>({nan}, options), ritz::OperatorFailure);
    const auto throwing =
        failing(map, calls, [](double&) { throw std::runtime_error("the pump is out of oil"); });
    try {
      ritz::eigsolve<double>({throwing}, options);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const ritz::OperatorFailure& error) {
      EXPECT_NE(std::string(error.what()).find("the pump is out of oil"), std::string::npos) << error.what();
      if (map->getComm()->getRank() == map->getComm()->getSize() - 1) {
        EXPECT_THROW(std::rethrow_if_nested(error), std::runtime_error);
      }
    }
  }
}

}  // namespace traps
