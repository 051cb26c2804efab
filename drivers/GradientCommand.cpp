#include <ritz/adjoint/RefinePairs.hpp>
#include <ritz/adjoint/SpectralHessian.hpp>
#include <ritz/drivers/GatheredVector.hpp>
#include <ritz/drivers/GradientCommand.hpp>
#include <ritz/drivers/GradientDifferences.hpp>
#include <ritz/drivers/Inverse.hpp>
#include <ritz/drivers/OutputFolder.hpp>
#include <ritz/drivers/Preconditioner.hpp>
#include <ritz/drivers/ProgressLine.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultTable.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

const char* const example =
    "Examples:\n"
    "  ritz gradient problem.json\n"
    "  mpiexec -n 4 ritz gradient problem.json -k 6 --gradient-tolerance 1e-9 --refine --verify\n"
    "  ritz gradient problem.json --hessian-vector 1,-0.5\n\n"
    "problem.json names matrices A0, A1, ..., B0, B1, ... (files beside it), parameters theta, k, which, and "
    "a loss\n"
    "sum c_j lambda_j + sum d_j u_j'W u_j + tr(D U f(Lambda) U'); see docs/adjoint.md. -k and --which "
    "override it;\n"
    "--tolerance, unless typed, is a thousandth of --gradient-tolerance, at least 1e-12 and at most 1e-8.\n"
    "Writes DIR/result.json. Exit status: 0 done, 2 bad input or options, 3 not converged, 4 no derivative "
    "exists,\n"
    "5 the operator failed; 1 anything else.";

/// With the options of this program in place of those of the library.
std::string inOurWords(std::string message) {
  for (const auto& [theirs, ours] : {std::pair("OnCluster::Extend", "--on-cluster extend"),
                                     std::pair("OnCluster::Project", "--on-cluster project")})
    for (auto at = message.find(theirs); at != std::string::npos; at = message.find(theirs))
      message.replace(at, std::string(theirs).size(), ours);
  return message;
}

double norm(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum);
}

}  // namespace

std::string GradientCommand::summary() const {
  return "the gradient of a loss of eigenpairs in the parameters of A, B";
}

void GradientCommand::declare(CLI::App& app) {
  app.add_option("problem", file_, "The family, its parameters and the loss: problem.json")
      ->type_name("FILE");
  solver_.declare(app);
  common_.declare(app);
  k_ = app.get_option("-k");
  which_ = app.get_option("--which");
  tolerance_ = app.get_option("--tolerance");
  gradient_.declare(app);
  app.add_option("--coordinates", coordinates_,
                 "Where the unknowns lie: n x 1, 2 or 3, Matrix Market array, for --preconditioner amg")
      ->type_name("FILE")
      ->group("How");
  app.footer(example);
}

/// k and which from the file unless typed; the pairs a good deal more accurate than the gradient.
EigenOptions GradientCommand::solverOptions(const GradientProblem& problem) {
  if (k_->count() == 0 && problem.numPairs) solver_.numPairs = *problem.numPairs;
  if (which_->count() == 0 && problem.which) solver_.which = *problem.which;
  if (tolerance_->count() == 0) solver_.tolerance = std::clamp(gradient_.tolerance * 1e-3, 1e-12, 1e-8);
  return solver_.options(common_.seed);
}

ExitStatus GradientCommand::run(const CommPtr& comm) {
  if (file_.empty()) throw InvalidOption("no problem given; for example: ritz gradient problem.json");
  gradient_.options();
  GradientProblem problem = readGradientProblem(comm, file_);
  const EigenOptions options = solverOptions(problem);
  const auto n = static_cast<long long>(problem.problem.A->getDomainMap()->getGlobalNumElements());
  if (options.numPairs < 1 || options.numPairs > n)
    throw InvalidOption(
        fmt::format("-k {}: asked for {} pairs of a problem of size n = {}; give 1 <= k <= {}",
                    options.numPairs, options.numPairs, n, n));
  gradient_.expectDirectionsOf(problem.theta.size());
  const auto points = readCoordinates(problem.problem.A->getDomainMap(), coordinates_);
  if (const auto preconditioner = namedPreconditioner(solver_.preconditioner, problem.problem, points))
    problem.problem.preconditioner = preconditioner;
  addInverse(solver_, problem.problem);
  prepareOutputFolder(*comm, common_.output);

  EigenResult<double> result = solve(problem, options);
  GradientReport report;
  if (result.allConverged()) differentiate(problem, result, report);
  const std::string table = write(comm, result, report);
  if (comm->getRank() == 0 && !common_.quiet) fmt::print("{}", table);
  if (report.refusal) {
    if (comm->getRank() == 0) fmt::print(stderr, "ritz: {}\n", report.message);
    return ExitStatus::NoDerivative;
  }
  return result.allConverged() && report.pullback->converged ? ExitStatus::Done : ExitStatus::NotConverged;
}

EigenResult<double> GradientCommand::solve(const GradientProblem& problem,
                                           const EigenOptions& options) const {
  const bool draws = problem.problem.A->getDomainMap()->getComm()->getRank() == 0 && common_.wantsProgress();
  ProgressLine progress(draws ? stderr : nullptr, ::isatty(STDERR_FILENO) != 0, options.tolerance);
  return eigsolve<double>(problem.problem, options, {}, &progress);
}

void GradientCommand::differentiate(const GradientProblem& problem, EigenResult<double>& result,
                                    GradientReport& report) const {
  if (gradient_.refine) result = refinePairs(result, std::min(1e-6, gradient_.tolerance));
  try {
    const EigenAdjoint<double> adjoint(result, gradient_.options());
    result = adjoint.result();
    report.loss = problem.loss->value(result.values, *result.vectors);
    report.pullback = adjoint(*problem.loss);
    report.gradient = gradientOf(problem, *report.pullback);
    if (gradient_.estimate) estimateError(problem, adjoint, report);
    if (!gradient_.hessianVector.empty()) multiplyHessian(problem, adjoint, report);
  } catch (const GaugeDependent& refused) {
    report.refusal = refused.finding();
    report.message = inOurWords(refused.what());
    return;
  }
  const std::vector<double>& p = gradient_.direction;
  if (!p.empty()) report.slope = std::inner_product(p.begin(), p.end(), report.gradient.begin(), 0.0);
  if (!gradient_.verify) return;
  const GradientDifferences differences(problem, result);
  report.differences = differences.gradient();
  if (report.hessianVector) report.secondDifferences = differences.hessianVector(gradient_.hessianVector);
}

void GradientCommand::estimateError(const GradientProblem& problem, const EigenAdjoint<double>& adjoint,
                                    GradientReport& report) const {
  const Pullback<double> correction = adjoint.correction(*problem.loss, *report.pullback);
  report.estimateApplications = correction.applications;
  const double whole = norm(report.gradient), change = norm(gradientOf(problem, correction));
  report.errorEstimate = whole > 0 ? change / whole : change;
}

void GradientCommand::multiplyHessian(const GradientProblem& problem, const EigenAdjoint<double>& adjoint,
                                      GradientReport& report) const {
  const SpectralHessian<double> hessian(problem.parametric(), adjoint, problem.loss, &*report.pullback);
  const MapPtr map = hessian.getDomainMap();
  Tpetra::Vector<double> p(map), Hp(map);
  for (std::size_t i = 0; i < gradient_.hessianVector.size(); ++i)
    if (const auto g = static_cast<GlobalIndex>(i); map->isNodeGlobalElement(g))
      p.replaceGlobalValue(g, gradient_.hessianVector[i]);
  hessian.apply(p, Hp);
  report.hessianVector = gathered(Hp);
  report.hessianApplications = hessian.applications();
}

std::string GradientCommand::write(const CommPtr& comm, const EigenResult<double>& result,
                                   const GradientReport& report) const {
  const RunReport run{name(),
                      std::filesystem::path(file_).filename().string(),
                      static_cast<long long>(result.problem.A->getDomainMap()->getGlobalNumElements()),
                      result,
                      comm->getSize(),
                      buildInfo(),
                      words()};
  const std::string path = (std::filesystem::path(common_.output) / "result.json").string();
  auto json = resultJson(run);
  addGradient(json, report);
  try {
    runOnRoot(*comm, [&] { writeResultFile(path, json); });
  } catch (const DataError& error) {
    throw Error(error.what());  // no fault of the input
  }
  return fmt::format("{}{}{:<16}{}\n", resultTable(run), gradientTable(report), "results", path);
}

}  // namespace ritz
