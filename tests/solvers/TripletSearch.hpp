#pragma once

#include "solvers/SingularValues.hpp"

#include <ritz/solvers/TripletFinder.hpp>

#include <memory>

namespace ritz::test {

/// TripletFinder at work on H Σ H.
struct TripletSearch {
  TripletSearch(const OperatorPtr<double>& A, TripletGoal<double> wanted, const Budget& budget = {})
      : pair(A, 0, "A"),
        supervisor(A->getDomainMap()->getComm(), budget, pair.dimension(), nullptr),
        goal(wanted),
        finder(pair, goal, supervisor,
               GolubKahan<double>(pair, goal.basis, hashBlock(pair.domain(), 1, 8), nullptr, nullptr, 0)) {}

  double found(int j) const { return finder.value(j) / pair.scale(); }

  OperatorPair<double> pair;
  Supervisor supervisor;
  TripletGoal<double> goal;
  TripletFinder<double> finder;
};

/// The `count` largest with a basis of `basis` columns.
inline TripletGoal<double> largestOf(int count, int basis, double tolerance = 1e-10) {
  TripletGoal<double> goal;
  goal.which = Largest{};
  goal.count = count;
  goal.basis = basis;
  goal.tolerance = tolerance;
  return goal;
}

inline Budget productsUpTo(long most) {
  Budget budget;
  budget.maxApplications = most;
  return budget;
}

}  // namespace ritz::test
