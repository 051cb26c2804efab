#include <ritz/benchmarks/InteriorCase.hpp>
#include <ritz/benchmarks/PetscMatrix.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <slepcsys.h>

#include <chrono>
#include <cstdlib>

/// The ten values of a Laplacian on a grid that are nearest to σ, without any inverse: a row of products,
/// seconds and copies that were missed.
///     interior SIZE SIGMA W1 W2 W3 SOLVER [SECONDS]
int main(int argc, char** argv) {
  using namespace ritz::bench;
  const ritz::Runtime runtime(&argc, &argv);
  InteriorSolvers solvers = interiorRitz();
  solvers.merge(interiorSlepc());
  if (argc < 7 || argc > 8 || solvers.count(argv[6]) == 0) {
    fmt::print(stderr,
               "interior: give SIZE SIGMA W1 W2 W3, a solver and perhaps a limit in seconds; solvers:");
    for (const auto& [name, solver] : solvers) fmt::print(stderr, " {}", name);
    fmt::print(stderr, "\n");
    return 2;
  }
  requirePetsc(SlepcInitializeNoArguments());
  requirePetsc(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
  const InteriorCase problem = interiorCase(static_cast<std::size_t>(std::atoi(argv[1])), std::atof(argv[2]),
                                            {std::atof(argv[3]), std::atof(argv[4]), std::atof(argv[5])});
  const std::string name = argv[6];
  const double limit = argc == 8 ? std::atof(argv[7]) : 1e6;
  const auto begin = std::chrono::steady_clock::now();
  const InteriorAnswer answer = solvers.at(name)(problem, limit);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  fmt::print("| {}³, {} {} {}, σ = {} | {} | {} | {} | {:.3g} | {} |\n", problem.size, argv[3], argv[4],
             argv[5], problem.sigma, name, answer.isDone ? "converged" : "incomplete", problem.A->columns(),
             seconds, missing(problem, answer.values, name.find("folded") != std::string::npos));
  requirePetsc(SlepcFinalize());
  return 0;
}
