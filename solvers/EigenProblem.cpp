#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/EigenProblem.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

template <class S>
void checkSquareOver(const Map& map, const OperatorPtr<S>& op, const char* name) {
  if (!op) return;
  for (const MapPtr& other : {op->getDomainMap(), op->getRangeMap()})
    if (!other->isSameAs(map))
      throw SpaceMismatch(fmt::format(
          "eigsolve: {} acts on {} entries and A on {}{}; all operators of a problem "
          "share one map",
          name, other->getGlobalNumElements(), map.getGlobalNumElements(),
          other->getGlobalNumElements() == map.getGlobalNumElements() ? ", spread differently over the ranks"
                                                                      : ""));
}

}  // namespace

template <class S>
void validate(const EigenProblem<S>& problem) {
  if (!problem.A) throw InvalidOption("eigsolve: the problem has no operator A; set EigenProblem::A");
  const Map& map = *problem.A->getDomainMap();
  if (!problem.A->getRangeMap()->isSameAs(map))
    throw SpaceMismatch(
        fmt::format("eigsolve: A is {} × {}; eigenvalues need a square operator, one map for both",
                    problem.A->getRangeMap()->getGlobalNumElements(), map.getGlobalNumElements()));
  checkSquareOver<S>(map, problem.mass, "the mass operator B");
  checkSquareOver<S>(map, problem.massInverse, "the inverse of B");
  checkSquareOver<S>(map, problem.preconditioner, "the preconditioner");
  checkSquareOver<S>(map, problem.shiftInverse, "the inverse of A − σB");
  if (!problem.constraints) return;
  if (!problem.constraints->getMap()->isSameAs(map) || problem.constraints->getNumVectors() == 0)
    throw SpaceMismatch(fmt::format(
        "eigsolve: the constraints are {} vectors of {} entries; give one at least, over A's map, of {}",
        problem.constraints->getNumVectors(), problem.constraints->getGlobalLength(),
        map.getGlobalNumElements()));
}

#define RITZ_VALIDATE(S) template void validate<S>(const EigenProblem<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_VALIDATE)

}  // namespace ritz
