#include "solvers/RandomSolve.hpp"

namespace {

TEST(Robustness, RandomSmallProblemsAreRightOrSayThatTheyAreNot) {
  traps::sweep([](unsigned seed) { return traps::makeProblem(seed); }, 200);
}

}  // namespace
