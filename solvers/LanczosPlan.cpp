#include <ritz/solvers/LanczosPlan.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

constexpr double LeastSaving = 0.15;
constexpr int MarginOfPace = 5;  // vectors beyond what the pace so far needs

/// Steps until all have converged if the others take as many each as those that have; 0: too few have.
int stepsAtPace(const PlanTask& task) {
  if (task.converged == 0 || 4 * task.converged < task.filter.numPairs) return 0;
  const double each = static_cast<double>(task.steps) / task.converged;
  return static_cast<int>(std::ceil(each * (task.filter.numPairs - task.converged)));
}

template <class R>
LanczosPlan<R> plain(const PlanTask& task, const FilterChoice<R>& choice) {
  LanczosPlan<R> plan;
  plan.basis = task.filter.basis;
  plan.why = choice.filter ? "no filter at first: " + choice.why : choice.why;
  if (choice.times) plan.steps = choice.times->plainSteps(), plan.secondsPerStep = choice.times->plainStep();
  const int atPace = stepsAtPace(task);
  if (atPace == 0) return plan;
  plan.stepsAtMost = plan.steps;
  plan.steps = atPace;
  const long long needed = task.steps + atPace + MarginOfPace;
  if (needed > plan.basis && needed <= std::min(task.room, 2LL * plan.basis)) {
    plan.basis = static_cast<int>(needed);
    plan.why +=
        fmt::format("; {} of {} pairs converged in {} steps: {} vectors, so that no restart is needed",
                    task.converged, task.filter.numPairs, task.steps, needed);
  }
  return plan;
}

double seconds(const PlanTask& task, const LanczosTimes& times) {
  const int atPace = stepsAtPace(task);
  const double all = times.plain();
  return atPace == 0 ? all : std::min(all, all - (times.plainSteps() - atPace) * times.plainStep());
}

/// Better than `plan`, which takes `least`.
template <class R>
bool pays(double seconds, const LanczosPlan<R>& plan, double least) {
  return seconds < (plan.isPlain() ? 1 - LeastSaving : 1.0) * least;
}

/// Blocks, where the first times say that they beat `least` seconds.
template <class R>
void considerBlocks(const PlanTask& task, const LanczosTimes& times, LanczosPlan<R>& plan, double& least) {
  for (int block = 2; block <= 8; block *= 2) {
    const int basis = std::max(task.filter.basis, task.filter.numPairs + 4 * block);
    LanczosTimes wider = times;
    wider.basis = basis;
    if (basis + block > task.room || !pays(wider.blocks(block), plan, least)) continue;
    least = wider.blocks(block);
    plan = LanczosPlan<R>();
    plan.basis = basis;
    plan.block = block;
    plan.steps = wider.blockSteps(block);
    plan.secondsPerStep = wider.blockStep(block);
    plan.why = fmt::format(
        "no filter, blocks of {}: a product takes {:.1e} s and {:.1e} s more with each further column, "
        "{:.1e} s in "
        "all are expected and {:.1e} s by single vectors",
        block, times.application, times.furtherColumn, least, times.plain());
  }
}

}  // namespace

template <class R>
LanczosPlan<R> planLanczos(const SpectralEstimate<R>& spectrum, const PlanTask& task) {
  const FilterChoice<R> asIs = chooseFilter(spectrum, task.filter);
  LanczosPlan<R> plan = plain(task, asIs);
  if (!asIs.times) return plan;
  double least = seconds(task, *asIs.times);
  considerBlocks(task, *asIs.times, plan, least);
  const int k = task.filter.numPairs;
  const int bases[] = {std::max(2 * k, 30), std::max(3 * k, 30)};
  for (const int wanted : bases) {
    FilterTask other = task.filter;
    const int basis = static_cast<int>(std::min<long long>(wanted, task.room));
    other.basis = basis;
    const FilterChoice<R> choice = chooseFilter(spectrum, other);
    if (!choice.filter) continue;
    const int degree = choice.filter->degree();
    if (!pays(choice.times->filtered(degree), plan, least)) continue;
    least = choice.times->filtered(degree);
    plan = LanczosPlan<R>();
    plan.basis = basis;
    plan.filter = choice.filter;
    plan.steps = choice.times->filteredSteps(degree);
    plan.secondsPerStep = choice.times->filteredStep(degree);
    plan.why = choice.why;
  }
  return plan;
}

template <class R>
double stepsLeft(const LanczosPlan<R>& plan, long done, int missing, int numPairs, double perPair) {
  const double share = static_cast<double>(missing) / numPairs;
  const auto after = [&](double expected) {
    return std::max(expected - static_cast<double>(done), 0.25 * expected * share);
  };
  const bool isBroken = static_cast<double>(done) > plan.steps && plan.stepsAtMost > plan.steps;
  return isBroken ? std::min(after(plan.stepsAtMost), missing * perPair) : after(plan.steps);
}

template LanczosPlan<double> planLanczos<double>(const SpectralEstimate<double>&, const PlanTask&);
template LanczosPlan<float> planLanczos<float>(const SpectralEstimate<float>&, const PlanTask&);
template double stepsLeft<double>(const LanczosPlan<double>&, long, int, int, double);
template double stepsLeft<float>(const LanczosPlan<float>&, long, int, int, double);

}  // namespace ritz
