#include <ritz/benchmarks/ArrayOperators.hpp>
#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <fmt/format.h>
#include <slepceps.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// The ten values of a Laplacian on a grid that are nearest to σ, without any inverse: a row of products,
/// seconds and copies that were missed.
///     interior SIZE SIGMA W1 W2 W3 SOLVER
namespace {

using ritz::bench::CountedOperator;
constexpr int NumPairs = 10;
constexpr double Tolerance = 1e-8;  ///< of ‖A‖

struct Problem {
  ritz::GlobalIndex size = 0;
  double sigma = 0.0;
  std::array<double, 3> weights{};
  double norm = 0.0;
  std::vector<double> exact;  ///< nearest first
  std::shared_ptr<CountedOperator> A;
};

struct Answer {
  std::vector<double> values;
  bool isDone = false;
};

void check(PetscErrorCode code) {
  if (code != 0) throw std::runtime_error(fmt::format("PETSc error {}", static_cast<int>(code)));
}

Problem makeProblem(ritz::GlobalIndex size, double sigma, const std::array<double, 3>& weights) {
  Problem problem{size, sigma, weights, 0.0, {}, nullptr};
  const auto n = static_cast<std::size_t>(size * size * size);
  std::vector<double> all = ritz::laplacianSmallest({size, size, size}, weights, n);
  problem.norm = all.back();
  const auto nearer = [sigma](double x, double y) { return std::abs(x - sigma) < std::abs(y - sigma); };
  std::partial_sort(all.begin(), all.begin() + NumPairs + 1, all.end(), nearer);
  problem.exact.assign(all.begin(), all.begin() + NumPairs + 1);
  const double w[3] = {weights[0], weights[1], weights[2]};
  problem.A = std::make_shared<CountedOperator>(n, ritz::bench::laplacian(static_cast<std::size_t>(size), w));
  return problem;
}

Answer byRitz(const Problem& problem) {
  ritz::EigenOptions options;
  options.numPairs = NumPairs;
  options.which = ritz::Nearest{problem.sigma};
  options.tolerance = Tolerance / 2;  // of ‖A‖ + |θ|
  const auto result = ritz::eigsolve<double>({ritz::bench::tpetra(*problem.A)}, options);
  return {result.values, result.allConverged()};
}

/// y = (A − σ)² x.
struct Folded {
  const Problem& problem;
  mutable std::vector<double> between;

  void apply(const double* x, double* y) const {
    const std::size_t n = problem.A->size();
    between.resize(n);
    problem.A->apply(x, between.data());
    for (std::size_t i = 0; i < n; ++i) between[i] -= problem.sigma * x[i];
    problem.A->apply(between.data(), y);
    for (std::size_t i = 0; i < n; ++i) y[i] -= problem.sigma * between[i];
  }
};

/// The residual of A − σ ± d is that of its square over 2d: d of the tenth value counts.
double foldedTolerance(const Problem& problem) {
  const double d = std::abs(problem.exact[NumPairs - 1] - problem.sigma);
  return Tolerance * problem.norm * 2 * d;
}

Answer byRitzFolded(const Problem& problem) {
  const Folded folded{problem, {}};
  const CountedOperator squared(problem.A->size(),
                                [&folded](const double* x, double* y) { folded.apply(x, y); });
  ritz::EigenOptions options;
  options.numPairs = NumPairs;
  options.which = ritz::Smallest{};
  options.tolerance = foldedTolerance(problem) / std::pow(problem.norm, 2);
  options.budget.maxApplications = 100000000;
  const auto result = ritz::eigsolve<double>({ritz::bench::tpetra(squared)}, options);
  return {result.values, result.allConverged()};
}

using Product = std::function<void(const double*, double*)>;

PetscErrorCode multiply(Mat matrix, Vec x, Vec y) {
  void* context = nullptr;
  const PetscScalar* in = nullptr;
  PetscScalar* out = nullptr;
  check(MatShellGetContext(matrix, &context));
  check(VecGetArrayRead(x, &in));
  check(VecGetArrayWrite(y, &out));
  (*static_cast<const Product*>(context))(in, out);
  check(VecRestoreArrayRead(x, &in));
  check(VecRestoreArrayWrite(y, &out));
  return 0;
}

/// Krylov-Schur with the memory that Ritz takes, after `configure`.
Answer bySlepc(const Problem& problem, const Product& product, const std::function<void(EPS)>& configure) {
  const auto n = static_cast<PetscInt>(problem.A->size());
  Mat matrix = nullptr;
  EPS eps = nullptr;
  Product context = product;
  check(MatCreateShell(PETSC_COMM_SELF, n, n, n, n, &context, &matrix));
  check(MatShellSetOperation(matrix, MATOP_MULT, reinterpret_cast<void (*)()>(multiply)));
  check(MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE));
  check(EPSCreate(PETSC_COMM_SELF, &eps));
  check(EPSSetOperators(eps, matrix, nullptr));
  check(EPSSetProblemType(eps, EPS_HEP));
  check(EPSSetType(eps, EPSKRYLOVSCHUR));
  check(EPSSetDimensions(eps, NumPairs, 3 * NumPairs + 30, PETSC_DEFAULT));
  check(EPSSetConvergenceTest(eps, EPS_CONV_ABS));
  check(EPSSetTolerances(eps, Tolerance * problem.norm, 100000000));
  configure(eps);
  check(EPSSolve(eps));
  PetscInt found = 0;
  check(EPSGetConverged(eps, &found));
  Answer answer;
  answer.isDone = found >= NumPairs;
  for (PetscInt j = 0; j < found; ++j) {
    PetscScalar value = 0;
    check(EPSGetEigenvalue(eps, j, &value, nullptr));
    answer.values.push_back(value);
  }
  check(EPSDestroy(&eps));
  check(MatDestroy(&matrix));
  return answer;
}

Product plain(const Problem& problem) {
  return [&problem](const double* x, double* y) { problem.A->apply(x, y); };
}

Answer bySlepcHarmonic(const Problem& problem) {
  return bySlepc(problem, plain(problem), [&](EPS eps) {
    check(EPSSetWhichEigenpairs(eps, EPS_TARGET_MAGNITUDE));
    check(EPSSetTarget(eps, problem.sigma));
    check(EPSSetExtraction(eps, EPS_HARMONIC));
  });
}

Answer bySlepcFolded(const Problem& problem) {
  const Folded folded{problem, {}};
  return bySlepc(
      problem, [&folded](const double* x, double* y) { folded.apply(x, y); },
      [&](EPS eps) {
        check(EPSSetWhichEigenpairs(eps, EPS_SMALLEST_REAL));
        check(EPSSetTolerances(eps, foldedTolerance(problem), 100000000));
      });
}

/// All values between the tenth and the eleventh on either side of σ, which it has to be told, by a
/// polynomial.
Answer bySlepcFilter(const Problem& problem) {
  const double half = (std::abs(problem.exact[NumPairs - 1] - problem.sigma) +
                       std::abs(problem.exact[NumPairs] - problem.sigma)) /
                      2;
  return bySlepc(problem, plain(problem), [&](EPS eps) {
    ST transform = nullptr;
    check(EPSSetWhichEigenpairs(eps, EPS_ALL));
    check(EPSSetInterval(eps, problem.sigma - half, problem.sigma + half));
    check(EPSGetST(eps, &transform));
    check(STSetType(transform, STFILTER));
    check(STFilterSetInterval(transform, problem.sigma - half, problem.sigma + half));
    check(STFilterSetRange(transform, 0.0, 1.0001 * problem.norm));
  });
}

/// Of the ten values those that are within 1e-6·‖A‖ of none that was found and not taken yet.
int missing(const Problem& problem, std::vector<double> found, bool isFolded) {
  int result = 0;
  for (int j = 0; j < NumPairs; ++j) {
    const double wanted = isFolded ? std::pow(problem.exact[static_cast<std::size_t>(j)] - problem.sigma, 2)
                                   : problem.exact[static_cast<std::size_t>(j)];
    const auto it = std::find_if(found.begin(), found.end(), [&](double value) {
      return std::abs(value - wanted) <= 1e-6 * problem.norm * (isFolded ? foldedTolerance(problem) : 1.0);
    });
    if (it == found.end())
      ++result;
    else
      found.erase(it);
  }
  return result;
}

const std::map<std::string, Answer (*)(const Problem&)>& solvers() {
  static const std::map<std::string, Answer (*)(const Problem&)> all{{"ritz", byRitz},
                                                                     {"ritz-folded", byRitzFolded},
                                                                     {"slepc-harmonic", bySlepcHarmonic},
                                                                     {"slepc-folded", bySlepcFolded},
                                                                     {"slepc-filter", bySlepcFilter}};
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  if (argc != 7 || solvers().count(argv[6]) == 0) {
    fmt::print(stderr, "interior: give SIZE SIGMA W1 W2 W3 and one of");
    for (const auto& [name, solver] : solvers()) fmt::print(stderr, " {}", name);
    fmt::print(stderr, "\n");
    return 2;
  }
  check(SlepcInitializeNoArguments());
  check(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
  const Problem problem = makeProblem(std::atoi(argv[1]), std::atof(argv[2]),
                                      {std::atof(argv[3]), std::atof(argv[4]), std::atof(argv[5])});
  const std::string name = argv[6];
  const auto begin = std::chrono::steady_clock::now();
  const Answer answer = solvers().at(name)(problem);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  fmt::print("| {}³, {}, σ = {} | {} | {} | {} | {:.3g} | {} |\n", problem.size,
             fmt::format("{} {} {}", argv[3], argv[4], argv[5]), problem.sigma, name,
             answer.isDone ? "converged" : "incomplete", problem.A->columns(), seconds,
             missing(problem, answer.values, name.find("folded") != std::string::npos));
  SlepcFinalize();
  return 0;
}
