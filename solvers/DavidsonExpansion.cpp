#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/DavidsonExpansion.hpp>
#include <ritz/solvers/DavidsonRestart.hpp>

#include <algorithm>
#include <array>

namespace ritz {

template <class S>
DavidsonExpansion<S>::DavidsonExpansion(const Pencil<S>& pencil, const EigenOptions& options,
                                        const Davidson& parameters, const DavidsonBasis<S>& basis)
    : pencil_(pencil),
      options_(options),
      correction_(pencil, targetOf<Real<S>>(options.which)),
      equation_(pencil, basis),
      choice_(pencil, options, parameters, basis.capacity()) {
  if (targetOf<Real<S>>(options.which)) choice_.ruleOut();
}

template <class S>
MultiVector<S> DavidsonExpansion<S>::next(const SmallEigen<S>& ritz, const DavidsonTargets<S>& targets,
                                          int converged, Real<S> limit) {
  if (!correction_.isDefinite() || !equation_.isDefinite()) choice_.ruleOut();
  if (choice_.solvesNext(converged)) return equation_.solve(ritz, targets, limit, mostInnerSteps());
  return correction_.of(targets.residuals(), targets.values());
}

/// Between two looks at limits and the monitor.
template <class S>
int DavidsonExpansion<S>::mostInnerSteps() const {
  constexpr long Most = 100;
  const long allowed = options_.budget.maxApplications, left = allowed - pencil_.A->count().columns;
  return static_cast<int>(allowed > 0 ? std::clamp(left, 1L, Most) : Most);
}

template <class S>
std::string DavidsonExpansion<S>::describe() const {
  std::string all;
  const std::array<std::string, 3> clauses{correction_.findings(), choice_.describe(), equation_.describe()};
  for (const std::string& clause : clauses)
    if (!clause.empty()) all += (all.empty() ? "" : "; ") + clause;
  return all;
}

RITZ_INSTANTIATE(DavidsonExpansion)

}  // namespace ritz
