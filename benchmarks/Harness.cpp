#include <ritz/benchmarks/Harness.hpp>
#include <ritz/benchmarks/Stream.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace ritz::bench {

namespace {

using Json = nlohmann::ordered_json;

void printLine(const Json& json) {
  std::puts(json.dump().c_str());
  std::fflush(stdout);  // a run that is stopped keeps what it has shown
}

Json record(const Solver& solver, const Task& task) {
  const Case& problem = task.problem;
  problem.A.reset();
  if (problem.mass) problem.mass->reset();
  Answer answer;
  const auto from = std::chrono::steady_clock::now();
  bool failed = false;
  try {
    answer = solver.solve(task);
  } catch (const std::exception& error) {
    failed = true;
    answer.note = error.what();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  const long columns = problem.A.columns();
  Json json{{"solver", solver.name},
            {"case", problem.name},
            {"seed", task.seed},
            {"columns", columns},
            {"verification", answer.verificationColumns},
            {"applications", columns - answer.verificationColumns},
            {"mass", problem.mass ? problem.mass->columns() : 0},
            {"seconds", seconds},
            {"operatorSeconds", problem.A.seconds() + (problem.mass ? problem.mass->seconds() : 0.0)},
            {"note", answer.note},
            {"memory", solver.memory}};
  const Verdict verdict = judge(problem, std::move(answer));
  json["status"] = failed ? "failed" : verdict.status;
  json["maxResidual"] = verdict.maxResidual;
  json["maxValueError"] = verdict.maxValueError;
  json["threshold"] = problem.threshold;
  return json;
}

/// The tolerances to try in turn.
std::vector<Task> triesOf(const Solver& solver, const Case& problem, std::uint64_t seed) {
  std::vector<Task> tries;
  for (const double tightness : {1.0, 0.1, 0.01}) {
    Task task(problem, seed, tightness);
    if (solver.criterion == Criterion::Relative) {
      task.relative = std::min(task.threshold / problem.smallestWanted(), 0.5);
      tries.push_back(task);
      task.relative = task.threshold / problem.largestWanted();
    }
    tries.push_back(task);
    if (!problem.mass) break;
  }
  return tries;
}

Json bestOf(const Solver& solver, const Case& problem, std::uint64_t seed) {
  Json result;
  int tried = 0;
  for (const Task& task : triesOf(solver, problem, seed)) {
    result = record(solver, task);
    if (tried++ > 0) result["note"] = fmt::format("{} try {}", result["note"].get<std::string>(), tried);
    if (result["status"] != "wrong") break;
  }
  return result;
}

bool isWanted(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

void runCase(const std::string& name, const std::string& data, int seeds,
             const std::vector<std::string>& wanted, const std::vector<Solver>& solvers) {
  const Case problem = makeCase(name, data);
  for (const auto& solver : solvers) {
    if (!isWanted(wanted, solver.name)) continue;
    if (problem.mass && !solver.takesMass) continue;
    for (int seed = 1; seed <= seeds; ++seed)
      printLine(bestOf(solver, problem, static_cast<std::uint64_t>(seed)));
  }
}

Json listing(const std::vector<Solver>& solvers) {
  Json result{{"cases", Json::array()}, {"solvers", Json::array()}};
  for (const auto& info : listCases())
    result["cases"].push_back({{"name", info.name}, {"title", info.title}, {"long", info.isLong}});
  for (const auto& solver : solvers) result["solvers"].push_back(solver.name);
  return result;
}

}  // namespace

Task::Task(const Case& what, std::uint64_t startSeed, double tightening)
    : problem(what),
      seed(startSeed),
      tightness(tightening),
      threshold(tightening * what.threshold / what.massNorm),
      pairThreshold(tightening * what.threshold / std::sqrt(what.massNorm)) {}

std::vector<double> Task::start(int columns) const {
  MultiVector<double> block(makeMap(static_cast<GlobalIndex>(problem.n)), static_cast<std::size_t>(columns));
  fillHash(block, seed);
  std::vector<double> result(problem.n * static_cast<std::size_t>(columns));
  block.get1dCopy(Teuchos::arrayView(result.data(), static_cast<Teuchos_Ordinal>(result.size())), problem.n);
  return result;
}

int benchmark(int argc, char** argv, const std::string& library, const std::string& version,
              const std::vector<Solver>& solvers) {
  CLI::App app("Benchmarks of " + library);
  std::vector<std::string> wanted, cases;
  std::string data = "../shared/data";
  int seeds = 5;
  bool list = false;
  app.add_option("--case", cases, "Names of cases")->delimiter(',');
  app.add_option("--solvers", wanted, "Names of solvers; all if none is given")->delimiter(',');
  app.add_option("--seeds", seeds, "Start vectors to try")->check(CLI::PositiveNumber);
  app.add_option("--data", data, "Folder of the matrices");
  app.add_flag("--list", list, "Name the cases and this library's solvers");
  CLI11_PARSE(app, argc, argv);
  if (list) {
    printLine(listing(solvers));
    return 0;
  }
  printLine({{"library", library}, {"version", version}, {"triad", streamTriad()}});
  for (const auto& name : cases) try {
      runCase(name, data, seeds, wanted, solvers);
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}\n", error.what());
      return 1;
    }
  return 0;
}

}  // namespace ritz::bench
