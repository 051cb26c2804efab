// What a gradient costs: columns multiplied by A in the forward solve, in the adjoint of a loss with a random
// cotangent of all vectors, and in its correction, with the errors that they reach.
#include <ritz/adjoint/ColumnAlgebra.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Preconditioner.hpp>
#include <ritz/ritz.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cmath>

namespace {

using Block = ritz::MultiVector<double>;

double norm(const Block& X) {
  double sum = 0;
  for (const double column : ritz::columnNorms(X)) sum += column * column;
  return std::sqrt(sum);
}

/// ‖W − V‖/‖V‖.
double distance(const Block& W, const Block& V) {
  Block D(W, Teuchos::Copy);
  D.update(-1.0, V, 1.0);
  return norm(D) / norm(V);
}

struct Case {
  long side = 24;
  std::string which = "smallest", method = "lanczos", preconditioner = "none";
  int pairs = 10, basis = 30;
  double pairTolerance = 1e-8;
  bool residual = false;
};

ritz::OperatorPtr<double> preconditionerOf(const Case& c, const ritz::OperatorPtr<double>& A) {
  ritz::PreconditionerOptions<double> options;
  if (c.preconditioner == "none") return nullptr;
  if (c.preconditioner == "jacobi") options.kind = ritz::Jacobi{};
  if (c.preconditioner == "ilu") options.kind = ritz::Ilu{};
  if (c.preconditioner == "chebyshev") options.kind = ritz::Chebyshev{};
  return ritz::makePreconditioner<double>(A, options);
}

ritz::EigenResult<double> forward(const Case& c) {
  const auto map = ritz::worldComm();
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(
      map, ritz::Laplacian3d<double>::Size{c.side, c.side, c.side},
      ritz::Laplacian3d<double>::Weights{1, 1.17, 1.39});
  ritz::EigenOptions options;
  options.numPairs = c.pairs;
  if (c.which == "smallest") options.which = ritz::Smallest{};
  options.tolerance = c.pairTolerance;
  ritz::EigenProblem<double> problem{A};
  if (c.method == "lanczos")
    options.method = ritz::Lanczos{c.basis};
  else if (c.method == "davidson")
    options.method = ritz::Davidson{};
  else
    options.method = ritz::KrylovSchur{};
  problem.preconditioner = preconditionerOf(c, A);
  auto result = ritz::eigsolve<double>(problem, options);
  result.requireConverged();
  return result;
}

ritz::AdjointOptions options(const Case& c, double tolerance, bool guards = true) {
  ritz::AdjointOptions result;
  (c.residual ? result.solveTolerance : result.gradientTolerance) = tolerance;
  result.solve.useGuards = guards;
  return result;
}

void run(const Case& c) {
  const auto result = forward(c);
  const auto& counts = result.applications;
  fmt::print("{}^3 {} {}, basis {}: forward {} columns ({} without verification), {} guards, {:.2f} s\n",
             c.side, c.which, c.method, c.basis, counts.A.columns,
             counts.A.columns - counts.verificationColumns, result.guards.values.size(),
             result.seconds.total);
  auto bar = std::make_shared<Block>(result.vectors->getMap(), static_cast<std::size_t>(c.pairs));
  ritz::fillHash(*bar, 17, 0);
  const ritz::Cotangent<double> cotangent{{}, bar};
  const auto exact = ritz::EigenAdjoint<double>(result, options(c, 1e-12))(cotangent);
  for (const double tolerance : {1e-6, 1e-8})
    for (const bool guards : {true, false}) {
      const ritz::EigenAdjoint<double> adjoint(result, options(c, tolerance, guards));
      const auto start = std::chrono::steady_clock::now();
      const auto pullback = adjoint(cotangent);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      const auto correction = adjoint.correction(cotangent, pullback);
      const double base = static_cast<double>(counts.A.columns - counts.verificationColumns);
      fmt::print(
          "  {:.0e} {:2} guards: {:5} columns ({:.2f} x, {:.2f} x the unverified), {} steps, {:.2f} s, "
          "error of W {:.1e}, estimated {:.1e}; correction {} columns\n",
          tolerance, pullback.numGuards, pullback.applications.A.columns,
          static_cast<double>(pullback.applications.A.columns) / static_cast<double>(counts.A.columns),
          static_cast<double>(pullback.applications.A.columns) / base, pullback.iterations, seconds,
          distance(*pullback.W, *exact.W), pullback.errorEstimate, correction.applications.A.columns);
    }
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  Case c;
  CLI::App app{"What a gradient costs"};
  app.add_option("--side", c.side, "Points of the grid in each direction");
  app.add_option("--which", c.which)->check(CLI::IsMember({"smallest", "largest"}));
  app.add_option("--method", c.method)->check(CLI::IsMember({"lanczos", "krylov-schur", "davidson"}));
  app.add_option("--preconditioner", c.preconditioner, "Of the adjoint, and of davidson")
      ->check(CLI::IsMember({"none", "jacobi", "ilu", "chebyshev", "amg"}));
  app.add_option("-k", c.pairs);
  app.add_option("--basis", c.basis);
  app.add_option("--pair-tolerance", c.pairTolerance);
  app.add_flag("--residual", c.residual, "Tolerances are relative residuals rather than errors of W");
  CLI11_PARSE(app, argc, argv);
  run(c);
}
