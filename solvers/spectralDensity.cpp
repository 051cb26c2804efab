#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/LapackFinder.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/MemoryBudget.hpp>
#include <ritz/solvers/ProbeVectors.hpp>
#include <ritz/solvers/Supervisor.hpp>
#include <ritz/solvers/densityProbe.hpp>
#include <ritz/solvers/spectralDensity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

constexpr double InverseTolerance = 1e-10;

void validate(const DensityOptions& options) {
  const auto refuse = [](const std::string& found, const char* advice) {
    throw InvalidOption(fmt::format("spectralDensity: asked for {}; give {}", found, advice));
  };
  if (options.probes < 1)
    refuse(fmt::format("{} random vectors", options.probes), "2 or more for an error bar");
  if (options.steps < 1) refuse(fmt::format("{} steps of Lanczos", options.steps), "1 or more");
  if (options.maxExact < 0) refuse(fmt::format("maxExact = {}", options.maxExact), "0 or more");
  const Budget& budget = options.budget;
  if (budget.maxApplications < 0 || budget.maxIterations < 0 || !(budget.seconds >= 0))
    refuse("a limit below 0", "0 for none");
  if (!(options.memory >= 0)) refuse(fmt::format("{} bytes", options.memory), "0 for no limit");
}

EigenOptions solverOptions(std::uint64_t seed) {
  EigenOptions options;
  options.which = Smallest{};
  options.seed = seed;
  return options;
}

Budget boundless(Budget budget) {
  if (budget.maxApplications == 0) budget.maxApplications = std::numeric_limits<long>::max();
  return budget;
}

template <class S>
class DensityRun {
 public:
  DensityRun(const EigenProblem<S>& problem, const DensityOptions& options, Monitor* monitor)
      : options_(options),
        pencilOptions_(solverOptions(options.seed)),
        pencil_(problem, pencilOptions_),
        supervisor_(pencil_.map->getComm(), boundless(options.budget), pencil_.n, monitor),
        probeColumns_(pencil_.A->count().columns) {
    result_.n = pencil_.n;
    result_.steps = static_cast<int>(std::min<long long>(options.steps, pencil_.n));
    if (options.memory > 0) keepWithinMemory();
  }

  DensityResult run() {
    const auto products = static_cast<long long>(options_.probes) * result_.steps;
    if (fitsDense_ && pencil_.n <= std::min(options_.maxExact, products))
      computeAll();
    else
      takeProbes();
    report();
    return result_;
  }

 private:
  /// Relative to ‖A‖, of an eigenvalue that a backward stable method has found: rounding errors of n terms
  /// add up like a random walk.
  double rounding() const {
    constexpr double Margin = 8.0, Unit = std::numeric_limits<Real<S>>::epsilon();
    return Margin * std::sqrt(static_cast<double>(pencil_.n)) * Unit;
  }

  void keepWithinMemory() {
    constexpr int Beside = 3, LeastSteps = 2;
    const long long held = affordableVectors(*pencil_.map, sizeof(S), options_.memory);
    if (held < LeastSteps + Beside)
      throw InvalidOption(fmt::format(
          "spectralDensity: asked for {:.3g} bytes on each rank, which hold {} vectors; {} are needed: give "
          "{:.3g} bytes or more",
          options_.memory, held, LeastSteps + Beside,
          (LeastSteps + Beside) * bytesOfVector(*pencil_.map, sizeof(S))));
    result_.steps = static_cast<int>(std::min<long long>(result_.steps, held - Beside));
    fitsDense_ = 3 * pencil_.n * pencil_.map->getComm()->getSize() <= held;
  }

  void computeAll() {
    LapackFinder<S> finder(pencil_, pencilOptions_);
    finder.run(0);
    if (finder.available() < pencil_.n) throw SingularMassFound();
    const std::vector<Real<S>> found = finder.pairs(finder.available()).values;
    std::vector<double> values(found.begin(), found.end());
    for (double& value : values) value *= static_cast<double>(pencil_.valueScale());
    result_.density = DensityEstimate::exact(std::move(values), result_.steps, rounding());
    result_.status = Status::Converged;
    result_.reason = "all eigenvalues were computed, for fewer products than random vectors would take";
  }

  void takeProbes() {
    if (pencil_.mass && !pencil_.massInverse)
      pencil_.massInverse = std::make_shared<MeasuredOperator<S>>(makeMassInverse(pencil_, InverseTolerance),
                                                                  "the inverse of B");
    const ProbeVectors<S> vectors(pencil_, options_.seed);
    const auto map = pencilMap(pencil_);
    Status end = Status::Converged;
    int done = 0;
    for (int index = 0; index < options_.probes && end == Status::Converged; ++index) {
      LanczosFactorization<S> basis(map, result_.steps, vectors.draw(static_cast<std::size_t>(index)),
                                    nullptr, options_.seed);
      bool isWhole = false;
      end = multiply(basis, isWhole);
      result_.seconds.orthogonalization += basis.orthogonalizationSeconds();
      const bool isDone = isWhole || basis.size() == result_.steps;
      if (isDone || probes_.empty())
        probes_.push_back(densityProbe(basis, isWhole, static_cast<double>(pencil_.valueScale()), pencil_.n));
      if (isDone) ++done;
    }
    if (done == options_.probes) end = Status::Converged;
    result_.density = DensityEstimate(probes_, result_.steps, rounding());
    result_.status = end;
    result_.reason = end == Status::Converged ? "all random vectors were taken"
                                              : fmt::format("{}: {} of {} random vectors were taken",
                                                            supervisor_.reason(end), done, options_.probes);
    if (result_.steps < std::min<long long>(options_.steps, pencil_.n))
      result_.reason += fmt::format(", with {} steps each, since the memory holds no more", result_.steps);
  }

  /// Returns why to stop, or Converged. `isWhole`: the vector's Krylov space has no more dimensions.
  Status multiply(LanczosFactorization<S>& basis, bool& isWhole) {
    while (!isWhole && basis.size() < result_.steps) {
      basis.expand();
      isWhole = basis.coupling()(0, basis.size() - 1) == S(0);
      Progress progress;
      progress.applications = pencil_.A->count().columns;
      progress.converged = static_cast<int>(probes_.size());
      progress.wanted = options_.probes;
      if (const auto stop = supervisor_.afterStep(progress)) return *stop;
    }
    return Status::Converged;
  }

  void report() {
    const auto countOf = [](const std::shared_ptr<MeasuredOperator<S>>& op) {
      return op ? op->count() : ApplyCount();
    };
    Applications& counts = result_.applications;
    counts.A = countOf(pencil_.A);
    counts.mass = countOf(pencil_.mass);
    counts.massInverse = countOf(pencil_.massInverse);
    counts.verificationColumns = probeColumns_;
    result_.seconds.total = supervisor_.seconds();
    result_.seconds.operators = counts.A.seconds + counts.mass.seconds + counts.massInverse.seconds;
  }

  const DensityOptions& options_;
  EigenOptions pencilOptions_;
  Pencil<S> pencil_;
  Supervisor supervisor_;
  long probeColumns_;
  bool fitsDense_ = true;
  std::vector<DensityProbe> probes_;
  DensityResult result_;
};

}  // namespace

template <class S>
DensityResult spectralDensity(const EigenProblem<S>& problem, const DensityOptions& options,
                              Monitor* monitor) {
  validate(problem);
  validate(options);
  raiseOperatorFailure(*problem.A->getDomainMap()->getComm(),
                       "spectralDensity: in a product before the first of its own");
  try {
    return DensityRun<S>(problem, options, monitor).run();
  } catch (const SingularMassFound&) {
    throw IndefiniteMass(
        "spectralDensity: asked for all eigenvalues of a pencil, but the mass operator B is singular, or too "
        "ill "
        "conditioned to be inverted by conjugate gradients: some of them are infinite; give B's inverse, or "
        "swap "
        "the pencil if A is positive definite: B u = μ A u with λ = 1/μ");
  }
}

#define RITZ_SPECTRAL_DENSITY(S) \
  template DensityResult spectralDensity<S>(const EigenProblem<S>&, const DensityOptions&, Monitor*);
RITZ_FOR_EACH_SCALAR(RITZ_SPECTRAL_DENSITY)

}  // namespace ritz
