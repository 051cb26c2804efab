#include <ritz/benchmarks/Harness.hpp>
#include <ritz/benchmarks/Stream.hpp>
#include <ritz/operators/Runtime.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <string>

/// What peers.py calls: the same cases, the same counted products and the same judge as for C++. Blocks are
/// column after column. One case at a time.
namespace {

using namespace ritz::bench;

struct Session {
  std::unique_ptr<ritz::Runtime> runtime;
  std::unique_ptr<Case> current;
  std::string text;
};

Session& session() {
  static Session* const only = new Session;  // MPI must not end in a static destructor
  return *only;
}

const CountedOperator& operation(int which) {
  const Case& problem = *session().current;
  return which == 0 ? problem.A : *problem.mass;
}

}  // namespace

extern "C" {

/// Null, or what went wrong.
const char* ritzBenchOpen(const char* name, const char* data) {
  auto& state = session();
  try {
    static int argc = 0;
    static char** argv = nullptr;
    if (!state.runtime) state.runtime = std::make_unique<ritz::Runtime>(&argc, &argv);
    state.current = std::make_unique<Case>(makeCase(name, data));
    return nullptr;
  } catch (const std::exception& error) {
    state.text = error.what();
    return state.text.c_str();
  }
}

void ritzBenchClose() {
  session().current.reset();
  session().runtime.reset();
}

/// n, k, largest, basis, B ≠ I; then threshold, pairThreshold, ‖A‖.
void ritzBenchDescribe(long* integers, double* reals) {
  const Case& problem = *session().current;
  const long counts[] = {static_cast<long>(problem.n), problem.k, problem.largest, problem.basis,
                         problem.mass.has_value()};
  std::copy(std::begin(counts), std::end(counts), integers);
  reals[0] = problem.threshold;
  reals[1] = problem.threshold / std::sqrt(problem.massNorm);
  reals[2] = problem.norm;
}

void ritzBenchStart(long seed, int columns, double* out) {
  const Task task(*session().current, static_cast<std::uint64_t>(seed), 1.0);
  const auto values = task.start(columns);
  std::copy(values.begin(), values.end(), out);
}

/// which: 0 for A, 1 for B.
void ritzBenchApply(int which, const double* x, double* y, int columns) {
  const auto& product = operation(which);
  for (std::size_t j = 0; j < static_cast<std::size_t>(columns); ++j)
    product.apply(x + j * product.size(), y + j * product.size());
}

void ritzBenchReset(int which) { operation(which).reset(); }
long ritzBenchColumns(int which) { return operation(which).columns(); }
double ritzBenchSeconds(int which) { return operation(which).seconds(); }
double ritzBenchTriad() { return streamTriad(); }

/// The status as text; largest residual and error of a value in `reals`.
const char* ritzBenchJudge(int saysConverged, int count, const double* values, const double* vectors,
                           double* reals) {
  const Case& problem = *session().current;
  Answer answer;
  answer.saysConverged = saysConverged != 0;
  answer.values.assign(values, values + count);
  answer.vectors.assign(vectors, vectors + static_cast<std::size_t>(count) * problem.n);
  const Verdict verdict = judge(problem, std::move(answer));
  reals[0] = verdict.maxResidual;
  reals[1] = verdict.maxValueError;
  session().text = verdict.status;
  return session().text.c_str();
}
}
