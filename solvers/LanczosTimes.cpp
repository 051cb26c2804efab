#include <ritz/solvers/LanczosTimes.hpp>

namespace ritz {

namespace {

// The search for copies among them.
constexpr double ExtraSteps = 10.0, ExtraStepsPerPair = 0.8;
constexpr double SearchSteps = 70.0;
// Of the restarts' small eigenproblems, 10 m³ operations each, shared by half a basis of steps: s/m².
constexpr double SmallEigen = 2e-8;

}  // namespace

/// Of a step that goes over so many columns, of two readings each.
double LanczosTimes::orthogonalization(double columns) const {
  return StepOverhead + columns * column + SmallEigen * basis * basis;
}

/// Steps without a filter, all of them whole, beside the pairs and those behind them.
double LanczosTimes::search() const {
  return SearchSteps * (StepOverhead + application + (2 * numPairs + 25) * column);
}

double LanczosTimes::filteredSteps(int degree) const {
  return products / degree + ExtraSteps + ExtraStepsPerPair * numPairs;
}

double LanczosTimes::blockSteps(int block) const {
  return products / block * (1 + 4.0 * (block - 1) / numPairs);
}

/// Three terms pass over seven vectors; the whole steps and the rotation of a restart are shared by half a
/// basis of steps.
double LanczosTimes::plainStep() const { return application + orthogonalization(10 + 0.3 * basis); }

/// The recurrence passes over four vectors, at the speed of a cache. There are so few steps that most of them
/// are whole ones, next to a restart or in the search.
double LanczosTimes::filteredStep(int degree) const {
  return degree * (application + 1.4 * column) + orthogonalization(15 + basis);
}

/// All of a block is orthogonalised twice against all of a basis that is three quarters full.
double LanczosTimes::blockStep(int block) const {
  return application + (block - 1) * furtherColumn + block * (6 + 1.5 * basis) * column + StepOverhead +
         SmallEigen * basis * basis * block;
}

double LanczosTimes::plain() const { return plainSteps() * plainStep() + search(); }

double LanczosTimes::blocks(int block) const { return blockSteps(block) * blockStep(block) + search(); }

}  // namespace ritz
