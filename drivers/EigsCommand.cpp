#include <ritz/drivers/EigsCommand.hpp>
#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/drivers/Inverse.hpp>
#include <ritz/drivers/Modes.hpp>
#include <ritz/drivers/OutputFolder.hpp>
#include <ritz/drivers/Preconditioner.hpp>
#include <ritz/drivers/ProblemSource.hpp>
#include <ritz/drivers/ProgressLine.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultTable.hpp>
#include <ritz/drivers/StopSignals.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarketVectors.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <filesystem>

namespace ritz {

namespace {

const char* const example =
    "Examples:\n"
    "  ritz eigs --matrix A.mtx -k 10 --which smallest\n"
    "  mpiexec -n 4 ritz eigs --matrix K.mtx --mass M.mtx -k 6 --method lobpcg --which smallest --vectors\n"
    "  ritz eigs --operator laplacian3d --size 48,48,48 --weights 1,1.17,1.39 -k 5 --progress\n"
    "  ritz eigs --plugin ./libmine.so --plugin-arguments n=200 -k 3\n"
    "  ritz eigs --matrix A.mtx -k 10 --checkpoint state.h5, then the same with --resume state.h5\n\n"
    "Writes DIR/result.json, a picture of the convergence and, with --vectors, DIR/vectors.mtx.\n"
    "Exit status: 0 converged, 2 bad input or options, 3 not converged (partial results are written),\n"
    "             5 the operator failed, is not symmetric, or its mass is indefinite; 1 anything else.";

}  // namespace

std::string EigsCommand::summary() const {
  return "k eigenpairs of A u = lambda u or A u = lambda B u, A and B symmetric";
}

void EigsCommand::declare(CLI::App& app) {
  problem_.declare(app);
  solver_.declare(app);
  solver_.declareCheckpoints(app);
  common_.declare(app);
  app.add_option("--constraints", constraints_,
                 "Vectors that the pairs are B-orthogonal to (rigid-body modes), n x m, Matrix Market array")
      ->type_name("FILE")
      ->group("Which pairs");
  app.add_flag("--vectors", vectors_,
               "Write the eigenvectors, too: DIR/vectors.mtx, n x k, Matrix Market array")
      ->group("Output");
  app.add_option(
         "--coordinates", coordinates_,
         "Where the unknowns lie: n x 1, 2 or 3, Matrix Market array; draws the modes there, and tells "
         "--preconditioner amg how bodies move")
      ->type_name("FILE")
      ->group("Output");
  app.footer(example);
}

ExitStatus EigsCommand::run(const CommPtr& comm) {
  problem_.validate();
  const EigenOptions options = solver_.options(common_.seed);
  prepareOutputFolder(*comm, common_.output);

  EigenProblem<double> problem = load(comm);
  const MultiVectorPtr<double> points = readCoordinates(problem.A->getDomainMap(), coordinates_);
  if (const auto preconditioner = namedPreconditioner(solver_.preconditioner, problem, points))
    problem.preconditioner = preconditioner;
  addInverse(solver_, problem);
  if (!constraints_.empty())
    problem.constraints = readVectors<double>(problem.A->getDomainMap(), constraints_);
  const EigenResult<double> result = solve(problem, options);
  const RunReport report{
      name(), problem_.describe(), static_cast<long long>(problem.A->getDomainMap()->getGlobalNumElements()),
      result, comm->getSize(),     buildInfo(),
      words()};
  const std::string written = write(comm, report, points.get());
  if (comm->getRank() == 0 && !common_.quiet) fmt::print("{}{}", resultTable(report), written);
  return result.allConverged() ? ExitStatus::Done : ExitStatus::NotConverged;
}

EigenProblem<double> EigsCommand::load(const CommPtr& comm) const {
  const EigenProblem<double> problem = makeProblem(comm, problem_);
  const auto n = static_cast<long long>(problem.A->getDomainMap()->getGlobalNumElements());
  if (solver_.numPairs < 1 || solver_.numPairs > n)
    throw InvalidOption(
        fmt::format("-k {}: asked for {} pairs of a problem of size n = {}; give 1 <= k <= {}",
                    solver_.numPairs, solver_.numPairs, n, n));
  return problem;
}

EigenResult<double> EigsCommand::solve(const EigenProblem<double>& problem,
                                       const EigenOptions& options) const {
  const bool draws = problem.A->getDomainMap()->getComm()->getRank() == 0 && common_.wantsProgress();
  ProgressLine progress(draws ? stderr : nullptr, ::isatty(STDERR_FILENO) != 0, options.tolerance);
  StopSignals monitor(progress);
  Start<double> start;
  start.resume = solver_.resume;
  EigenResult<double> result = eigsolve<double>(problem, options, start, &monitor);
  if (result.status == Status::Stopped) result.reason = "a signal asked the program to stop";
  return result;
}

std::string EigsCommand::write(const CommPtr& comm, const RunReport& report,
                               const MultiVector<double>* points) const {
  const auto path = [this](const char* file) {
    return (std::filesystem::path(common_.output) / file).string();
  };
  auto json = resultJson(report);
  if (points && report.result.vectors) json["modes"] = modesJson(*points, *report.result.vectors);
  std::string written;
  try {
    if (vectors_ && report.result.vectors) writeVectors<double>(path("vectors.mtx"), *report.result.vectors);
    runOnRoot(*comm, [&] {
      const auto draw = [&](const char* name, const std::optional<Picture>& picture) {
        written += fmt::format("{:<16}{}\n", "picture", drawPicture(common_.output, name, picture));
      };
      draw("convergence", convergencePicture(json));
      if (json.contains("modes")) draw("modes", modesPicture(json));
      // The last of all: whoever finds it may count on the rest.
      writeResultFile(path("result.json"), json);
    });
  } catch (const DataError& error) {
    throw Error(error.what());  // no fault of the input: the status for bad input would mislead
  }
  return fmt::format("{:<16}{}{}\n{}", "results", path("result.json"),
                     vectors_ && report.result.vectors ? ", " + path("vectors.mtx") : "", written);
}

}  // namespace ritz
