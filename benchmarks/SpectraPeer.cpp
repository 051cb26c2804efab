#include <ritz/benchmarks/Harness.hpp>
#include <ritz/benchmarks/MassSolve.hpp>
#include <ritz/operators/Runtime.hpp>

#include <Spectra/SymEigsSolver.h>
#include <Spectra/SymGEigsSolver.h>
#include <Spectra/Util/Version.h>

#include <fmt/format.h>

using namespace ritz::bench;

namespace {

/// A in Spectra's words.
class Forward {
 public:
  using Scalar = double;
  explicit Forward(const CountedOperator& A) : A_(A) {}
  Eigen::Index rows() const { return static_cast<Eigen::Index>(A_.size()); }
  Eigen::Index cols() const { return rows(); }
  void perform_op(const double* x, double* y) const { A_.apply(x, y); }

 private:
  const CountedOperator& A_;
};

/// B and its inverse.
class Mass : public Forward {
 public:
  explicit Mass(const Case& problem) : Forward(*problem.mass), inverse_(problem) {}
  void solve(const double* y, double* x) const { inverse_.apply(y, x); }

 private:
  MassSolve inverse_;
};

template <class Solver>
Answer finish(Solver& solver, const Task& task) {
  const auto rule = task.problem.largest ? Spectra::SortRule::LargestAlge : Spectra::SortRule::SmallestAlge;
  const auto start = task.start(1);
  solver.init(start.data());
  solver.compute(rule, 1000000, task.relative);
  Answer answer;
  answer.saysConverged = solver.info() == Spectra::CompInfo::Successful;
  const Eigen::VectorXd values = solver.eigenvalues();
  const Eigen::MatrixXd vectors = solver.eigenvectors();
  answer.values.assign(values.data(), values.data() + values.size());
  answer.vectors.assign(vectors.data(), vectors.data() + vectors.size());
  return answer;
}

Answer lanczos(const Task& task) {
  const Case& problem = task.problem;
  Forward A(problem.A);
  if (!problem.mass) {
    Spectra::SymEigsSolver<Forward> solver(A, problem.k, problem.basis);
    return finish(solver, task);
  }
  Mass B(problem);
  Spectra::SymGEigsSolver<Forward, Mass, Spectra::GEigsMode::RegularInverse> solver(A, B, problem.k,
                                                                                    problem.basis);
  return finish(solver, task);
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto version =
      fmt::format("{}.{}.{}", SPECTRA_MAJOR_VERSION, SPECTRA_MINOR_VERSION, SPECTRA_PATCH_VERSION);
  return benchmark(argc, argv, "spectra", version,
                   {{"lanczos", lanczos, Criterion::Relative, true, "basis"}});
}
