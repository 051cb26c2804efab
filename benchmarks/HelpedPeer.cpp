#include <ritz/benchmarks/HelpedSolve.hpp>
#include <ritz/benchmarks/PetscMatrix.hpp>
#include <ritz/operators/Runtime.hpp>

#include <slepcsys.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>

using namespace ritz::bench;
using Json = nlohmann::json;

namespace ritz::bench {

WallClock::WallClock()
    : begun_(std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count()) {}

double WallClock::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count() - begun_;
}

}  // namespace ritz::bench

namespace {

/// To a tenth and a hundredth of the tolerance where the first answer has wrong values.
Json record(const ReferenceCase& problem, const std::string& solver, Help help) {
  Json result{{"case", problem.name},  {"n", problem.matrix->getGlobalNumRows()},
              {"solver", solver},      {"help", help.kind},
              {"degree", help.degree}, {"seed", help.seed}};
  constexpr int Tries = 3;
  for (int tried = 1; tried <= Tries; ++tried, help.tolerance /= 10) try {
      const auto answer = solver.rfind("ritz", 0) == 0 ? solveByRitz(problem, solver, help)
                                                       : solveBySlepc(problem, solver, help);
      const double error = problem.worstError(answer.values);
      result.update({{"applications", answer.applications},
                     {"verification", answer.verification},
                     {"helped", answer.helped},
                     {"factorizations", answer.factorizations},
                     {"seconds", answer.seconds},
                     {"tolerance", help.tolerance},
                     {"error", std::isfinite(error) ? Json(error) : Json()},
                     {"note", answer.note}});
      result["status"] = error <= 1 ? "right" : answer.note.empty() ? "wrong" : "incomplete";
      if (error <= 1) break;
    } catch (const std::exception& error) {
      result.update({{"status", "failed"}, {"note", error.what()}});
      break;
    }
  return result;
}

Json listing(const std::string& data) {
  Json result{{"cases", referenceCases(data)}, {"solvers", Json::object()}};
  for (const std::string kind : {"ilu", "amg", "factor"}) {
    auto names = ritzSolvers(kind);
    const auto others = slepcSolvers(kind);
    names.insert(names.end(), others.begin(), others.end());
    result["solvers"][kind] = names;
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The smallest values with a preconditioner or a factorisation: Ritz and SLEPc");
  std::string data = "../shared/data", name, solver;
  Help help{"amg", 2, 1e-10, 0};
  bool list = false;
  app.add_option("--data", data, "Folder of the matrices");
  app.add_option("--case", name, "A name that --list prints, or laplacian-N");
  app.add_option("--solver", solver, "One that --list prints");
  app.add_option("--help-kind", help.kind, "ilu, amg, factor")
      ->check(CLI::IsMember({"ilu", "amg", "factor"}));
  app.add_option("--degree", help.degree, "Of the smoothers of amg");
  app.add_option("--tolerance", help.tolerance, "Of residuals, in units of the largest |lambda|");
  app.add_option("--seed", help.seed, "Of the start vectors");
  app.add_flag("--list", list, "Print cases and solvers");
  CLI11_PARSE(app, argc, argv);
  ritz::Runtime runtime(&argc, &argv);
  requirePetsc(SlepcInitializeNoArguments());
  requirePetsc(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
  const Json result = list ? listing(data) : record(makeReferenceCase(name, data), solver, help);
  std::puts(result.dump().c_str());
  SlepcFinalize();
  return 0;
}
