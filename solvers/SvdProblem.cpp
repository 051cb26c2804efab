#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/SvdProblem.hpp>

#include <string>

namespace ritz {

namespace {

template <class S>
void expectAdjoint(const Operator<S>& A, const std::string& name) {
  if (A.hasTransposeApply()) return;
  throw NotSupported("svdsolve: " + name +
                     " has no adjoint, and singular triplets need products with it; give makeOperator both "
                     "functions, or override hasAdjointImpl and applyAdjointImpl");
}

}  // namespace

template <class S>
void validate(const SvdProblem<S>& problem) {
  if (!problem.A) throw InvalidOption("svdsolve: the problem has no operator A; set SvdProblem::A");
  expectAdjoint(*problem.A, "A");
  if (problem.preconditioner) {
    const MapPtr domain = problem.A->getDomainMap(), range = problem.A->getRangeMap();
    const bool isWide = range->getGlobalNumElements() < domain->getGlobalNumElements();
    const Map& smaller = isWide ? *range : *domain;
    detail::requireSameMap(*problem.preconditioner->getDomainMap(), smaller, "svdsolve",
                           "the preconditioner's domain");
    detail::requireSameMap(*problem.preconditioner->getRangeMap(), smaller, "svdsolve",
                           "the preconditioner's range");
  }
  if (!problem.inverse) return;
  expectAdjoint(*problem.inverse, "the inverse of A");
  detail::requireSameMap(*problem.inverse->getDomainMap(), *problem.A->getRangeMap(), "svdsolve",
                         "the domain of the inverse");
  detail::requireSameMap(*problem.inverse->getRangeMap(), *problem.A->getDomainMap(), "svdsolve",
                         "the range of the inverse");
}

#define RITZ_SVD_PROBLEM(S) template void validate<S>(const SvdProblem<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_SVD_PROBLEM)

}  // namespace ritz
