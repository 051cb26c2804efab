#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <fmt/format.h>
#include <slepceps.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

/// The ten smallest values of every symmetric matrix and pair of a collection with reference values, by
/// shift-and-invert of Ritz and of SLEPc, both with MUMPS: a table of applications, factorisations and
/// seconds.
///     inverse COLLECTION > table.md
namespace {

using MatrixPtr = std::shared_ptr<const ritz::MatrixOperator<double>>;
constexpr int NumPairs = 10;
constexpr double Tolerance = 1e-8;

struct Answer {
  std::vector<double> values;
  long solves = 0, factorizations = 0;
  double seconds = 0.0;
};

void check(PetscErrorCode code) {
  if (code != 0) throw std::runtime_error(fmt::format("PETSc error {}", static_cast<int>(code)));
}

template <class F>
double secondsOf(F&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

Answer byRitz(const MatrixPtr& A, const MatrixPtr& B) {
  Answer answer;
  ritz::EigenOptions options;
  options.numPairs = NumPairs;
  options.which = ritz::Smallest{};
  options.method = ritz::Lanczos{};
  options.tolerance = Tolerance;
  answer.seconds = secondsOf([&] {
    ritz::EigenProblem<double> problem{A, B};
    problem.shiftInverse = ritz::makeFactoredInverse<double>(A->matrix(), B ? B->matrix() : nullptr);
    const auto result = ritz::eigsolve<double>(problem, options);
    answer.values = result.values;
    answer.solves = result.applications.inverse.columns;
    answer.factorizations = result.applications.factorizations;
  });
  return answer;
}

Mat petscMatrix(const ritz::MatrixOperator<double>& A) {
  const auto& matrix = *A.matrix();
  const auto n = static_cast<PetscInt>(matrix.getGlobalNumRows());
  Mat result = nullptr;
  check(MatCreateSeqAIJ(PETSC_COMM_SELF, n, n, static_cast<PetscInt>(matrix.getGlobalMaxNumRowEntries()),
                        nullptr, &result));
  Tpetra::CrsMatrix<double>::local_inds_host_view_type indices;
  Tpetra::CrsMatrix<double>::values_host_view_type values;
  for (PetscInt i = 0; i < n; ++i) {
    matrix.getLocalRowView(i, indices, values);
    for (std::size_t k = 0; k < indices.extent(0); ++k)
      check(MatSetValue(result, i, indices(k), values(k), INSERT_VALUES));
  }
  check(MatSetOption(result, MAT_SYMMETRIC, PETSC_TRUE));
  check(MatAssemblyBegin(result, MAT_FINAL_ASSEMBLY));
  check(MatAssemblyEnd(result, MAT_FINAL_ASSEMBLY));
  return result;
}

/// Krylov-Schur about `shift`, LDLᵀ by MUMPS; one factorisation, nothing is proven.
Answer bySlepc(const MatrixPtr& A, const MatrixPtr& B, double shift) {
  Answer answer;
  Mat a = petscMatrix(*A), b = B ? petscMatrix(*B) : nullptr;
  EPS eps = nullptr;
  answer.seconds = secondsOf([&] {
    ST transform = nullptr;
    KSP linear = nullptr;
    PC factor = nullptr;
    PetscInt found = 0, solves = 0;
    check(EPSCreate(PETSC_COMM_SELF, &eps));
    check(EPSSetOperators(eps, a, b));
    check(EPSSetProblemType(eps, b ? EPS_GHEP : EPS_HEP));
    check(EPSSetWhichEigenpairs(eps, EPS_TARGET_REAL));
    check(EPSSetTarget(eps, shift));
    check(EPSSetDimensions(eps, NumPairs, PETSC_DEFAULT, PETSC_DEFAULT));
    check(EPSSetTolerances(eps, Tolerance, 1000));
    check(EPSGetST(eps, &transform));
    check(STSetType(transform, STSINVERT));
    check(STGetKSP(transform, &linear));
    check(KSPSetType(linear, KSPPREONLY));
    check(KSPGetPC(linear, &factor));
    check(PCSetType(factor, PCCHOLESKY));
    check(PCFactorSetMatSolverType(factor, MATSOLVERMUMPS));
    check(EPSSolve(eps));
    check(EPSGetConverged(eps, &found));
    for (PetscInt j = 0; j < std::min<PetscInt>(found, NumPairs); ++j) {
      double value = 0;
      check(EPSGetEigenvalue(eps, j, &value, nullptr));
      answer.values.push_back(value);
    }
    check(KSPGetTotalIterations(linear, &solves));
    answer.solves = solves;
    answer.factorizations = 1;
  });
  check(EPSDestroy(&eps));
  check(MatDestroy(&a));
  if (b) check(MatDestroy(&b));
  std::sort(answer.values.begin(), answer.values.end());
  return answer;
}

/// The largest |θ − λ| in units of what is allowed: 1e-6 relative or 10 ε max|λ|, at zeros 1e-12 max|λ|.
double worst(const std::vector<double>& found, const std::vector<double>& expected, double largest) {
  if (found.size() < expected.size()) return std::numeric_limits<double>::infinity();
  double result = 0.0;
  for (std::size_t j = 0; j < expected.size(); ++j) {
    const double size = std::abs(expected[j]), rounding = std::numeric_limits<double>::epsilon() * largest;
    const double allowed = size < 1e-12 * largest ? 1e-12 * largest : std::max(1e-6 * size, 10 * rounding);
    result = std::max(result, std::abs(found[j] - expected[j]) / allowed);
  }
  return result;
}

std::string existing(const std::string& path) {
  for (const char* end : {".mtx", ".mtx.gz"})
    if (std::filesystem::exists(path + end)) return path + end;
  return "";
}

void row(const std::string& folder, const std::string& name, const nlohmann::json& reference) {
  const auto comm = ritz::worldComm();
  const std::string pair = existing(folder + "/gen/" + name + "_A"),
                    single = existing(folder + "/sym/" + name);
  if (pair.empty() && single.empty()) return;
  const MatrixPtr A = ritz::readMatrix<double>(comm, pair.empty() ? single : pair);
  const MatrixPtr B =
      pair.empty() ? nullptr : ritz::readMatrix<double>(comm, existing(folder + "/gen/" + name + "_B"));
  const auto expected = reference.at("smallest").get<std::vector<double>>();
  double largest = 0.0;
  for (const char* end : {"smallest", "largest"})
    for (const auto& value : reference.at(end)) largest = std::max(largest, std::abs(value.get<double>()));
  const Answer ours = byRitz(A, B);
  const double zero = 1e-12 * largest;
  const double shift = expected.front() > zero ? 0.0 : expected.front() - 1e-8 * largest;
  std::string peer = "| fails | | |";
  try {
    const Answer theirs = bySlepc(A, B, shift);
    peer = fmt::format("| {} | {:.3f} | {:.1g} |", theirs.solves, theirs.seconds,
                       worst(theirs.values, expected, largest));
  } catch (const std::exception&) {
  }
  fmt::print("| {} | {} | {} + {} | {:.3f} | {:.1g} {}\n", name, reference.at("n").get<int>(), ours.solves,
             ours.factorizations, ours.seconds, worst(ours.values, expected, largest), peer);
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  if (argc < 2) {
    fmt::print(stderr, "inverse: give the folder of the collection, which has reference.json\n");
    return 2;
  }
  check(SlepcInitializeNoArguments());
  check(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
  const std::string folder = argv[1];
  const auto references = nlohmann::json::parse(std::ifstream(folder + "/reference.json"));
  fmt::print(
      "| matrix | n | Ritz: solves + factorisations | s | error | SLEPc: solves | s | error |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (const auto& [name, reference] : references.items())
    if (reference.is_object() && reference.contains("smallest") && reference.contains("largest") &&
        (argc < 3 || name == argv[2]))
      row(folder, name, reference);
  SlepcFinalize();
  return 0;
}
