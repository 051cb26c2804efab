#include <ritz/benchmarks/Harness.hpp>
#include <ritz/benchmarks/MassSolve.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

extern "C" {
void dsaupd_(int* ido, const char* bmat, const int* n, const char* which, const int* nev, const double* tol,
             double* resid, const int* ncv, double* v, const int* ldv, int* iparam, int* ipntr, double* workd,
             double* workl, const int* lworkl, int* info);
void dseupd_(const int* rvec, const char* howmny, const int* select, double* d, double* z, const int* ldz,
             const double* sigma, const char* bmat, const int* n, const char* which, const int* nev,
             const double* tol, double* resid, const int* ncv, double* v, const int* ldv, int* iparam,
             int* ipntr, double* workd, double* workl, const int* lworkl, int* info);
}

using namespace ritz::bench;

namespace {

/// Implicitly restarted Lanczos; ARPACK's arrays, for one problem.
class Arpack {
 public:
  Arpack(const Task& task, int basis)
      : task_(task), n_(static_cast<int>(task.problem.n)), ncv_(basis), lworkl_(basis * (basis + 8)) {
    const auto n = task.problem.n, columns = static_cast<std::size_t>(basis);
    residual_ = task.start(1);
    basis_.resize(n * columns);
    workd_.resize(3 * n);
    workl_.resize(static_cast<std::size_t>(lworkl_));
    which_ = task.problem.largest ? "LA" : "SA";
    if (task.problem.mass) massSolve_ = std::make_unique<MassSolve>(task.problem);
  }

  Answer solve() {
    iparam_[0] = 1;        // exact shifts
    iparam_[2] = 1000000;  // restarts
    iparam_[6] = massSolve_ ? 2 : 1;
    int ido = 0, info = 1;
    do {
      dsaupd_(&ido, kind(), &n_, which_, &task_.problem.k, &task_.relative, residual_.data(), &ncv_,
              basis_.data(), &n_, iparam_, ipntr_, workd_.data(), workl_.data(), &lworkl_, &info);
      step(ido);
    } while (ido != 99);
    return extract(info);
  }

 private:
  const char* kind() const { return massSolve_ ? "G" : "I"; }

  void step(int ido) {
    double* const x = workd_.data() + ipntr_[0] - 1;
    double* const y = workd_.data() + ipntr_[1] - 1;
    if (ido == 2) task_.problem.mass->apply(x, y);
    if (ido != 1 && ido != -1) return;
    task_.problem.A.apply(x, y);
    if (!massSolve_) return;
    std::copy(y, y + n_, x);  // mode 2 wants A x in the place of x
    massSolve_->apply(x, y);
  }

  Answer extract(int info) {
    Answer answer;
    answer.note = info == 0 ? "" : fmt::format("dsaupd: info {}", info);
    answer.values.resize(static_cast<std::size_t>(task_.problem.k));
    answer.vectors.resize(answer.values.size() * task_.problem.n);
    std::vector<int> select(static_cast<std::size_t>(ncv_));
    const int vectors = 1;
    const double sigma = 0;
    int outcome = 0;
    dseupd_(&vectors, "A", select.data(), answer.values.data(), answer.vectors.data(), &n_, &sigma, kind(),
            &n_, which_, &task_.problem.k, &task_.relative, residual_.data(), &ncv_, basis_.data(), &n_,
            iparam_, ipntr_, workd_.data(), workl_.data(), &lworkl_, &outcome);
    answer.saysConverged = info == 0 && outcome == 0 && iparam_[4] >= task_.problem.k;
    return answer;
  }

  const Task& task_;
  int n_, ncv_, lworkl_;
  const char* which_;
  std::vector<double> residual_, basis_, workd_, workl_;
  int iparam_[11] = {}, ipntr_[11] = {};
  std::unique_ptr<MassSolve> massSolve_;
};

std::vector<Solver> solvers() {
  return {
      {"lanczos-20", [](const Task& task) { return Arpack(task, std::max(2 * task.problem.k, 20)).solve(); },
       Criterion::Relative, true, "max(2k, 20)"},
      {"lanczos", [](const Task& task) { return Arpack(task, task.problem.basis).solve(); },
       Criterion::Relative, true, "basis"}};
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  return benchmark(argc, argv, "arpack", ARPACK_VERSION, solvers());
}
