#include <ritz/benchmarks/Harness.hpp>
#include <ritz/operators/Runtime.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

extern "C" {
void dstemr_(const char* jobz, const char* range, const int* n, double* d, double* e, const double* vl,
             const double* vu, const int* il, const int* iu, int* m, double* w, double* z, const int* ldz,
             const int* nzc, int* isuppz, int* tryrac, double* work, const int* lwork, int* iwork,
             const int* liwork, int* info);
void dgemv_(const char* trans, const int* m, const int* n, const double* alpha, const double* a,
            const int* lda, const double* x, const int* incx, const double* beta, double* y, const int* incy);
}

using namespace ritz::bench;

namespace {

/// k eigenpairs of the tridiagonal matrix at one end, vectors as columns.
struct RitzPairs {
  std::vector<double> values, vectors;
};

RitzPairs ends(std::vector<double> d, std::vector<double> e, int k, bool largest) {
  const int n = static_cast<int>(d.size());
  const int from = largest ? n - k + 1 : 1, to = largest ? n : k, lwork = 18 * n, liwork = 10 * n;
  e.resize(d.size());
  RitzPairs pairs{std::vector<double>(d.size()), std::vector<double>(d.size() * static_cast<std::size_t>(k))};
  std::vector<double> work(static_cast<std::size_t>(lwork));
  std::vector<int> iwork(static_cast<std::size_t>(liwork)), support(2 * static_cast<std::size_t>(k));
  int found = 0, tryrac = 1, info = 0;
  const double unused = 0;
  dstemr_("V", "I", &n, d.data(), e.data(), &unused, &unused, &from, &to, &found, pairs.values.data(),
          pairs.vectors.data(), &n, &k, support.data(), &tryrac, work.data(), &lwork, iwork.data(), &liwork,
          &info);
  if (info != 0 || found < k) throw std::runtime_error("dstemr failed");
  pairs.values.resize(static_cast<std::size_t>(k));
  return pairs;
}

/// Lanczos that keeps every vector, orthogonal to all before: what no Krylov method from one vector can beat.
class Unrestarted {
 public:
  explicit Unrestarted(const Task& task) : task_(task), n_(task.problem.n), basis_(task.start(1)), next_(n_) {
    scale(basis_.data(), 1 / norm(basis_));
  }

  Answer run() {
    const int k = task_.problem.k;
    for (int steps = 1; static_cast<std::size_t>(steps) < n_; ++steps) {
      extend();
      // In steps of half a percent, since the small problem costs more than the step where it is large.
      if (steps < k + 1 || steps % std::max(1, steps / 200) != 0) continue;
      const RitzPairs pairs = ends(diagonal_, beside_, k, task_.problem.largest);
      if (converged(pairs)) return answer(pairs);
    }
    return {};
  }

 private:
  static double norm(const std::vector<double>& x) {
    double sum = 0;
    for (const double entry : x) sum += entry * entry;
    return std::sqrt(sum);
  }

  void scale(double* x, double factor) const {
    std::for_each(x, x + n_, [=](double& entry) { entry *= factor; });
  }

  /// next ← next − V (Vᵀ next).
  void project() {
    const int rows = static_cast<int>(n_), columns = static_cast<int>(diagonal_.size()), one = 1;
    const double plus = 1, minus = -1, zero = 0;
    coefficients_.resize(diagonal_.size());
    dgemv_("T", &rows, &columns, &plus, basis_.data(), &rows, next_.data(), &one, &zero, coefficients_.data(),
           &one);
    dgemv_("N", &rows, &columns, &minus, basis_.data(), &rows, coefficients_.data(), &one, &plus,
           next_.data(), &one);
  }

  void extend() {
    const std::size_t j = diagonal_.size();
    const double* const last = basis_.data() + j * n_;
    task_.problem.A.apply(last, next_.data());
    double alpha = 0;
    for (std::size_t i = 0; i < n_; ++i) alpha += last[i] * next_[i];
    for (std::size_t i = 0; i < n_; ++i)
      next_[i] -= alpha * last[i] + (j > 0 ? beside_.back() * basis_[(j - 1) * n_ + i] : 0.0);
    diagonal_.push_back(alpha);
    const double before = norm(next_);
    project();
    if (norm(next_) < 0.7 * before) project();
    beside_.push_back(norm(next_));
    scale(next_.data(), 1 / beside_.back());
    basis_.insert(basis_.end(), next_.begin(), next_.end());
  }

  /// ‖A V s − θ V s‖ = β |last entry of s|.
  bool converged(const RitzPairs& pairs) const {
    const std::size_t m = diagonal_.size();
    for (std::size_t j = 0; j < pairs.values.size(); ++j)
      if (beside_.back() * std::abs(pairs.vectors[j * m + m - 1]) > task_.threshold) return false;
    return true;
  }

  Answer answer(const RitzPairs& pairs) const {
    const int rows = static_cast<int>(n_), columns = static_cast<int>(diagonal_.size()), one = 1;
    const double plus = 1, zero = 0;
    Answer result;
    result.saysConverged = true;
    result.values = pairs.values;
    result.vectors.resize(n_ * pairs.values.size());
    for (std::size_t j = 0; j < pairs.values.size(); ++j)
      dgemv_("N", &rows, &columns, &plus, basis_.data(), &rows, pairs.vectors.data() + j * diagonal_.size(),
             &one, &zero, result.vectors.data() + j * n_, &one);
    return result;
  }

  const Task& task_;
  std::size_t n_;
  std::vector<double> basis_, next_, diagonal_, beside_, coefficients_;
};

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  return benchmark(argc, argv, "floor", "Lanczos without restarts",
                   {{"lanczos", [](const Task& task) { return Unrestarted(task).run(); }, Criterion::Absolute,
                     false, "all"}});
}
