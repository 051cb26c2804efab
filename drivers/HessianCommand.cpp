#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/drivers/HessianCommand.hpp>
#include <ritz/drivers/HessianGradient.hpp>
#include <ritz/drivers/HessianProblem.hpp>
#include <ritz/drivers/InputImages.hpp>
#include <ritz/drivers/Inverse.hpp>
#include <ritz/drivers/OutputFolder.hpp>
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
    "  ritz hessian --data data/digits.csv.gz --scale 16 -k 10\n"
    "  mpiexec -n 2 ritz hessian --data data/digits.csv.gz --scale 16 --model mlp --layers 64-64-32-10\n"
    "    --ridge 1e-4 --at trained --tolerance 1e-6 --compare power --gradient --image 8x8\n\n"
    "Writes DIR/result.json, pictures of spectrum and convergence and, once trained, DIR/weights.mtx.\n"
    "Exit status: 0 converged, 2 bad input or options, 3 not converged, 4 no derivative exists "
    "(--gradient),\n"
    "             5 the operator failed; 1 anything else.";

std::string modelTable(const HessianProblem& problem) {
  std::string text;
  if (problem.training)
    text = fmt::format("{:<16}{} evaluations of loss and gradient; {}\n", "training",
                       problem.training->evaluations, problem.training->reason);
  return text + fmt::format("{:<16}loss {:.8g}, accuracy {:.4g}; {} parameters, {} samples\n", "model",
                            problem.value.loss, problem.value.accuracy, problem.network.parameterCount(),
                            problem.samples->count());
}

/// A Hessian is known by its products alone.
void refuseWhatNeedsEntries(const SolverArguments& given) {
  const auto refuse = [](const char* option, const std::string& word) {
    throw InvalidOption(
        fmt::format("{} {}: it is made of the entries of a matrix, and the Hessian is known by its products "
                    "alone; leave the option out",
                    option, word));
  };
  if (given.preconditioner != "none") refuse("--preconditioner", given.preconditioner);
  if (given.inverse == "factor") refuse("--inverse", given.inverse);
}

}  // namespace

void HessianCommand::declare(CLI::App& app) {
  model_.declare(app);
  solver_.declare(app);
  common_.declare(app);
  app.footer(example);
}

bool HessianCommand::draws(const CommPtr& comm) const {
  return comm->getRank() == 0 && common_.wantsProgress();
}

ExitStatus HessianCommand::run(const CommPtr& comm) {
  model_.validate();
  const EigenOptions options = solver_.options(common_.seed);
  refuseWhatNeedsEntries(solver_);
  prepareOutputFolder(*comm, common_.output);
  const HessianProblem problem = prepare(comm);
  const auto n = static_cast<long long>(problem.network.parameterCount());
  validate(options, n);

  const EigenResult<double> result = solve(problem, options);
  const Extras more = extras(problem, result);
  const RunReport report{name(), model_.describe(), n, result, comm->getSize(), buildInfo(), words()};
  const std::string written = write(comm, problem, json(problem, report, more));
  if (comm->getRank() == 0 && !common_.quiet)
    fmt::print("{}{}{}{}\n{}", resultTable(report), modelTable(problem),
               comparisonTable(more.comparison, options.numPairs), hessianGradientTable(more.gradient),
               written);
  if (more.gradient.refusal) {
    if (comm->getRank() == 0) fmt::print(stderr, "ritz: {}\n", more.gradient.message);
    return ExitStatus::NoDerivative;
  }
  return result.allConverged() ? ExitStatus::Done : ExitStatus::NotConverged;
}

HessianProblem HessianCommand::prepare(const CommPtr& comm) const {
  const bool isTerminal = ::isatty(STDERR_FILENO) != 0, shows = draws(comm);
  const auto show = [&](const TrainStep& progress) {
    if (shows)
      fmt::print(stderr, "{}training: {} evaluations, loss {:.6g}{}", isTerminal ? "\r" : "",
                 progress.evaluations, progress.loss, isTerminal ? "\x1b[K" : "\n");
    return true;
  };
  HessianProblem problem = makeHessianProblem(comm, model_, common_.seed, show);
  if (shows && isTerminal && problem.training) fmt::print(stderr, "\r\x1b[K");
  return problem;
}

EigenResult<double> HessianCommand::solve(const HessianProblem& problem, const EigenOptions& options) const {
  ProgressLine progress(draws(problem.weights->getMap()->getComm()) ? stderr : nullptr,
                        ::isatty(STDERR_FILENO) != 0, options.tolerance);
  StopSignals monitor(progress);
  EigenProblem<double> hessian;
  hessian.A = problem.hessian;
  addInverse(solver_, hessian);
  return eigsolve<double>(hessian, options, {}, &monitor);
}

HessianCommand::Extras HessianCommand::extras(const HessianProblem& problem,
                                              const EigenResult<double>& result) const {
  Extras more;
  if (!result.allConverged()) return more;
  if (model_.isCompared()) {
    ProgressLine progress(draws(problem.weights->getMap()->getComm()) ? stderr : nullptr,
                          ::isatty(STDERR_FILENO) != 0, result.options.tolerance);
    StopSignals monitor(progress);
    more.comparison = compareMethods(result, &monitor);
  }
  if (!model_.gradient) return more;
  more.gradient = firstValueGradient(result, *problem.hessian);
  if (model_.verify && !more.gradient.refusal)
    more.gradient.differences = firstValueDifferences(result, *problem.hessian);
  return more;
}

nlohmann::ordered_json HessianCommand::json(const HessianProblem& problem, const RunReport& report,
                                            const Extras& extras) const {
  auto json = resultJson(report);
  addGradient(json, extras.gradient);
  if (!extras.gradient.gradient.empty())
    json["gradient_names"] = gradientNames(extras.gradient.gradient.size());
  json["parameters"] = problem.network.parameterCount();
  json["loss"] = problem.value.loss;
  json["accuracy"] = problem.value.accuracy;
  json["samples"] = problem.samples->count();
  json["model"] = {{"name", model_.model},
                   {"layers", problem.network.layers},
                   {"activation", model_.layers.empty() ? "identity" : model_.activation},
                   {"ridge", model_.ridge},
                   {"curvature", model_.gaussNewton ? "gauss-newton" : "hessian"},
                   {"at", model_.at}};
  if (problem.training)
    json["training"] = {{"evaluations", problem.training->evaluations}, {"reason", problem.training->reason}};
  if (!extras.comparison.empty())
    json["comparison"] = comparisonJson(extras.comparison, report.result.options.numPairs);
  if (!model_.image.empty() && report.result.vectors)
    json["directions"] = imagesJson(inputImages(problem.network, *report.result.vectors), model_.imageSize());
  return json;
}

std::string HessianCommand::write(const CommPtr& comm, const HessianProblem& problem,
                                  const nlohmann::ordered_json& json) const {
  const auto path = [this](const char* file) {
    return (std::filesystem::path(common_.output) / file).string();
  };
  std::string written;
  try {
    if (problem.training) writeVectors<double>(path("weights.mtx"), *problem.weights);
    runOnRoot(*comm, [&] {
      const auto draw = [&](const char* name, const std::optional<Picture>& picture) {
        written += fmt::format("{:<16}{}\n", "picture", drawPicture(common_.output, name, picture));
      };
      draw("convergence", convergencePicture(json));
      draw("spectrum", spectrumPicture(json));
      if (json.contains("directions")) draw("directions", directionsPicture(json));
      // The last of all: whoever finds it may count on the rest.
      writeResultFile(path("result.json"), json);
    });
  } catch (const DataError& error) {
    throw Error(error.what());  // no fault of the input: the status for bad input would mislead
  }
  return fmt::format("{:<16}{}{}\n{}", "results", path("result.json"),
                     problem.training ? ", " + path("weights.mtx") : "", written);
}

}  // namespace ritz
