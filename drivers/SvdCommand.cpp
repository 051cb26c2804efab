#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/drivers/OutputFolder.hpp>
#include <ritz/drivers/ProgressLine.hpp>
#include <ritz/drivers/ResultFile.hpp>
#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/StopSignals.hpp>
#include <ritz/drivers/SvdCommand.hpp>
#include <ritz/drivers/SvdReport.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarket.hpp>
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
    "  ritz svd --matrix A.mtx -k 10\n"
    "  mpiexec -n 4 ritz svd --matrix A.mtx.gz -k 20 --tolerance 1e-12 --vectors\n"
    "  ritz svd --matrix A.mtx -k 3 --which smallest\n"
    "  ritz svd --matrix A.mtx -k 3 --which smallest --preconditioner ilu\n\n"
    "Writes DIR/result.json, a picture of the convergence and, with --vectors, DIR/left.mtx and "
    "DIR/right.mtx.\n"
    "Exit status: 0 converged, 2 bad input or options, 3 not converged (partial results are written),\n"
    "             5 the operator failed; 1 anything else.";

}  // namespace

std::string SvdCommand::summary() const {
  return "k singular values of a matrix and their vectors, A v = sigma u";
}

void SvdCommand::declare(CLI::App& app) {
  app.add_option("--matrix", matrix_, "A, m x n: a Matrix Market file, perhaps gzipped")
      ->type_name("FILE")
      ->group("The matrix");
  arguments_.declare(app);
  common_.declare(app);
  app.add_flag(
         "--vectors", vectors_,
         "Write the singular vectors, too: DIR/left.mtx (m x k) and DIR/right.mtx (n x k), Matrix Market "
         "arrays")
      ->group("Output");
  app.footer(example);
}

ExitStatus SvdCommand::run(const CommPtr& comm) {
  if (matrix_.empty()) throw InvalidOption("ritz svd needs a matrix: give --matrix FILE");
  const SvdOptions options = arguments_.options(common_.seed);
  prepareOutputFolder(*comm, common_.output);
  const SvdResult<double> result = solve(arguments_.problemOf(readMatrix<double>(comm, matrix_)), options);
  const SvdReport report{std::filesystem::path(matrix_).filename().string(), result, comm->getSize(),
                         buildInfo(), words()};
  const std::string written = write(comm, report);
  if (comm->getRank() == 0 && !common_.quiet) fmt::print("{}{}", svdTable(report), written);
  return result.allConverged() ? ExitStatus::Done : ExitStatus::NotConverged;
}

SvdResult<double> SvdCommand::solve(const SvdProblem<double>& problem, const SvdOptions& options) const {
  const bool draws = problem.A->getDomainMap()->getComm()->getRank() == 0 && common_.wantsProgress();
  ProgressLine progress(draws ? stderr : nullptr, ::isatty(STDERR_FILENO) != 0, options.tolerance,
                        "triplets");
  StopSignals monitor(progress);
  SvdResult<double> result = svdsolve<double>(problem, options, &monitor);
  if (result.status == Status::Stopped) result.reason = "a signal asked the program to stop";
  return result;
}

std::string SvdCommand::write(const CommPtr& comm, const SvdReport& report) const {
  const auto path = [this](const char* file) {
    return (std::filesystem::path(common_.output) / file).string();
  };
  const auto json = svdJson(report);
  std::string picture;
  try {
    if (vectors_) {
      writeVectors<double>(path("left.mtx"), *report.result.left);
      writeVectors<double>(path("right.mtx"), *report.result.right);
    }
    runOnRoot(*comm, [&] {
      picture = drawPicture(common_.output, "convergence", convergencePicture(json));
      // The last of all: whoever finds it may count on the rest.
      writeResultFile(path("result.json"), json);
    });
  } catch (const DataError& error) {
    throw Error(error.what());  // no fault of the input: the status for bad input would mislead
  }
  return fmt::format("{:<16}{}{}\n{:<16}{}\n", "results", path("result.json"),
                     vectors_ ? fmt::format(", {}, {}", path("left.mtx"), path("right.mtx")) : "", "picture",
                     picture);
}

}  // namespace ritz
