#include <ritz/drivers/DensityCommand.hpp>
#include <ritz/drivers/DensityReport.hpp>
#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/drivers/OutputFolder.hpp>
#include <ritz/drivers/ProblemSource.hpp>
#include <ritz/drivers/ProgressLine.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/StopSignals.hpp>
#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <filesystem>

namespace ritz {

namespace {

const char* const example =
    "Examples:\n"
    "  ritz density --matrix A.mtx --function log\n"
    "  mpiexec -n 4 ritz density --operator laplacian3d --size 48,48,48 --probes 30 --steps 100 --count 0,1\n"
    "  ritz density --matrix K.mtx --mass M.mtx --function inverse,log --width 0.05\n\n"
    "Writes DIR/result.json, DIR/density.csv (the curve, and how many values lie below each point) and a "
    "picture.\n"
    "Exit status: 0 done, 2 bad input or options, 3 ended by a limit or a signal (what there is is "
    "written),\n"
    "             5 the operator failed, is not symmetric, or its mass is indefinite; 1 anything else, also "
    "a\n"
    "             function that is not finite on the spectrum (the rest is written).";

}  // namespace

void DensityCommand::declare(CLI::App& app) {
  problem_.declare(app);
  density_.declare(app);
  common_.declare(app);
  app.footer(example);
}

ExitStatus DensityCommand::run(const CommPtr& comm) {
  problem_.validate();
  const DensityOptions options = density_.options(common_.seed);
  prepareOutputFolder(*comm, common_.output);

  const EigenProblem<double> problem = makeProblem(comm, problem_);
  const DensityResult result = estimate(problem, options);
  DensityReport report{problem_.describe(), problem.mass != nullptr, result,      density_,
                       common_.seed,        comm->getSize(),         buildInfo(), words()};
  report.evaluate();
  try {
    runOnRoot(*comm, [&] {
      const std::string written = write(report);
      if (!common_.quiet) fmt::print("{}{}", densityTable(report), written);
    });
  } catch (const DataError& error) {
    throw Error(error.what());  // no fault of the input: the status for bad input would mislead
  }
  if (const std::string faults = report.faults(); !faults.empty()) throw Error(faults);
  return result.status == Status::Converged ? ExitStatus::Done : ExitStatus::NotConverged;
}

DensityResult DensityCommand::estimate(const EigenProblem<double>& problem,
                                       const DensityOptions& options) const {
  const bool draws = problem.A->getDomainMap()->getComm()->getRank() == 0 && common_.wantsProgress();
  ProgressLine progress(draws ? stderr : nullptr, ::isatty(STDERR_FILENO) != 0, 0.0, "random vectors");
  StopSignals monitor(progress);
  DensityResult result = spectralDensity<double>(problem, options, &monitor);
  if (result.status == Status::Stopped) result.reason = "a signal asked the program to stop";
  return result;
}

std::string DensityCommand::write(const DensityReport& report) const {
  const auto path = [this](const char* file) {
    return (std::filesystem::path(common_.output) / file).string();
  };
  AtomicFile curve(path("density.csv"));
  curve.stream() << densityCsv(report.curve);
  curve.commit();
  const auto json = densityJson(report);
  const std::string pictures = drawPicture(common_.output, "density", densityPicture(json, report.curve));
  // The last of all: whoever finds it may count on the rest.
  writeResultFile(path("result.json"), json);
  return fmt::format("{:<16}{}, {}\n{:<16}{}\n", "results", path("result.json"), path("density.csv"),
                     "picture", pictures);
}

}  // namespace ritz
