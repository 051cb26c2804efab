#include <gtest/gtest.h>
#include <ritz/operators/Dense.hpp>
#include <ritz/ritz.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "solvers/Traps.hpp"

namespace {

using ritz::Dense;

/// A problem whose eigenvalues are known by construction, the same on every rank.
struct RandomProblem {
  int n = 0, k = 0;
  Dense<double> A, B, inverse;  ///< of B
  std::vector<double> values;   ///< all of them, ascending
  bool generalized = false, givesInverse = false;
  ritz::EigenOptions options;
  int preconditioning = 0;  ///< 1: a good one, 2: a definite one that is bad, 3: indefinite
  std::string text;
};

Dense<double> product(const Dense<double>& X, const Dense<double>& Y, bool transposeY) {
  const int inner = X.cols(), cols = transposeY ? Y.rows() : Y.cols();
  Dense<double> Z(X.rows(), cols);
  for (int j = 0; j < cols; ++j)
    for (int l = 0; l < inner; ++l) {
      const double y = transposeY ? Y(j, l) : Y(l, j);
      for (int i = 0; i < X.rows(); ++i) Z(i, j) += X(i, l) * y;
    }
  return Z;
}

/// A product of random reflections.
Dense<double> randomOrthogonal(int n, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  Dense<double> Q(n, n);
  for (int i = 0; i < n; ++i) Q(i, i) = 1.0;
  for (int r = 0; r < std::min(n, 6); ++r) {
    std::vector<double> v(static_cast<std::size_t>(n));
    double length = 0.0;
    for (double& x : v) {
      x = normal(random);
      length += x * x;
    }
    for (int j = 0; j < n; ++j) {
      double overlap = 0.0;
      for (int i = 0; i < n; ++i) overlap += v[static_cast<std::size_t>(i)] * Q(i, j);
      for (int i = 0; i < n; ++i) Q(i, j) -= 2.0 * overlap / length * v[static_cast<std::size_t>(i)];
    }
  }
  return Q;
}

RandomProblem makeProblem(unsigned seed, int leastSize = 1, int largestSize = 60) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  RandomProblem p;
  p.n = pick(leastSize, largestSize);
  p.k = pick(1, p.n);
  const int rank = pick(0, 2) == 0 ? pick(0, p.n) : p.n, clusters = pick(0, 3) == 0 ? pick(1, 5) : 0;
  const double scale = pick(0, 2) == 0 ? std::pow(10.0, uniform(-150, 150)) : 1.0;
  p.generalized = pick(0, 2) == 0;
  std::vector<double> centres;
  for (int c = 0; c < clusters; ++c) centres.push_back(uniform(-1, 1));
  for (int i = 0; i < p.n; ++i)
    p.values.push_back(i >= rank      ? 0.0
                       : clusters > 0 ? centres[static_cast<std::size_t>(i % clusters)]
                                      : uniform(-1, 1));
  Dense<double> Q = randomOrthogonal(p.n, random), D = Q;
  for (int j = 0; j < p.n; ++j)
    for (int i = 0; i < p.n; ++i) D(i, j) *= p.values[static_cast<std::size_t>(j)] * scale;
  p.A = product(D, Q, true);
  double condition = 1.0;
  if (p.generalized) {  // B = L Lᵀ and A = L (Q D Qᵀ) Lᵀ with a diagonal-times-orthogonal L
    condition = std::pow(10.0, uniform(0, 4));
    Dense<double> L = randomOrthogonal(p.n, random), transposedInverse = L;
    for (int j = 0; j < p.n; ++j)
      for (int i = 0; i < p.n; ++i) {
        L(i, j) *= std::pow(condition, -0.5 * j / p.n);
        transposedInverse(i, j) *= std::pow(condition, 0.5 * j / p.n);
      }
    p.inverse = product(transposedInverse, transposedInverse, true);
    p.A = product(product(L, p.A, false), L, true);
    p.B = product(L, L, true);
  }
  for (double& value : p.values) value *= scale;
  std::sort(p.values.begin(), p.values.end());
  p.options.numPairs = p.k;
  p.options.seed = seed;
  const int end = pick(0, 2);
  if (end == 0) p.options.which = ritz::Smallest{};
  if (end == 2) p.options.which = ritz::LargestMagnitude{};
  const int method = pick(0, 3);
  if (method == 0) {
    p.options.method = ritz::Lobpcg{};
    if (end == 2) p.options.which = ritz::Largest{};  // not of both ends at once
  }
  if (method == 1) p.options.method = ritz::KrylovSchur{0, pick(0, 3) == 0 ? pick(1, 4) : 1};
  if (method == 2) p.options.method = ritz::Lanczos{0, end < 2 && pick(0, 1) == 0 ? pick(2, 25) : 0};
  if (method == 3) {
    const int block = pick(0, 2) == 0 && p.n > 3 ? pick(2, 3) : 1;
    p.options.method = ritz::Davidson{0, block, pick(0, 2) == 0};
    if (end == 2) p.options.which = ritz::Largest{};
    p.preconditioning = pick(0, 3);
  }
  p.text = "seed " + std::to_string(seed) + ": n " + std::to_string(p.n) + " k " + std::to_string(p.k) +
           " rank " + std::to_string(rank) + " clusters " + std::to_string(clusters) + " scale " +
           std::to_string(std::log10(scale)) + (p.generalized ? " B cond " + std::to_string(condition) : "") +
           " " + nameOf(p.options.which) + " " + nameOf(p.options.method);
  return p;
}

/// With inner values asked for; an interval ends in gaps, so that it is clear what is inside.
RandomProblem makeInnerProblem(unsigned seed) {
  RandomProblem p = makeProblem(seed, 110, 180);
  std::mt19937_64 random(seed);
  const double largest = std::max(std::abs(p.values.front()), std::abs(p.values.back()));
  p.k = p.options.numPairs = std::min(p.k, p.n / 5);
  p.options.method = ritz::Lanczos{};
  p.givesInverse = true;  // conjugate gradients in thousands of products would take their time
  p.options.which = ritz::Nearest{std::uniform_real_distribution<double>(-1.2, 1.2)(random) * largest};
  std::vector<double> gaps;
  for (std::size_t j = 1; j < p.values.size(); ++j)
    if (p.values[j] - p.values[j - 1] > 1e-2 * largest) gaps.push_back((p.values[j] + p.values[j - 1]) / 2);
  if (seed % 2 == 0 && gaps.size() > 1) {
    std::shuffle(gaps.begin(), gaps.end(), random);
    p.options.which = ritz::Interval{std::min(gaps[0], gaps[1]), std::max(gaps[0], gaps[1])};
  }
  p.text += ", inner: " + nameOf(p.options.which);
  return p;
}

std::shared_ptr<const ritz::LinearOperator<double>> asOperator(const ritz::MapPtr& map,
                                                               const Dense<double>& M) {
  return ritz::makeOperator<double>(map, [M](const auto& X, auto& Y) {
    // Gathers X on every rank: small and slow, which is all right here.
    const int n = M.rows();
    const auto first = X.getMap()->getMinGlobalIndex();
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      std::vector<double> mine(static_cast<std::size_t>(n), 0.0), all(static_cast<std::size_t>(n), 0.0);
      const auto x = X.getData(j);
      for (int i = 0; i < x.size(); ++i) mine[static_cast<std::size_t>(first + i)] = x[i];
      Teuchos::reduceAll(*X.getMap()->getComm(), Teuchos::REDUCE_SUM, n, mine.data(), all.data());
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i < y.size(); ++i) {
        double sum = 0.0;
        for (int l = 0; l < n; ++l)
          sum += M(static_cast<int>(first) + i, l) * all[static_cast<std::size_t>(l)];
        y[i] = sum;
      }
    }
  });
}

/// Diagonals: near 1/diag A, or anything.
ritz::OperatorPtr<double> preconditionerOf(const ritz::MapPtr& map, const RandomProblem& p) {
  std::mt19937_64 random(p.options.seed);
  std::normal_distribution<double> normal;
  std::vector<double> entries;
  double largest = 1e-300;
  for (int i = 0; i < p.n; ++i) largest = std::max(largest, std::abs(p.A(i, i)));
  for (int i = 0; i < p.n; ++i) {
    const double noise = normal(random);
    entries.push_back(p.preconditioning == 1   ? 1.0 / (std::abs(p.A(i, i)) / largest + 0.01)
                      : p.preconditioning == 2 ? std::exp(4.0 * noise)
                                               : noise);
  }
  return traps::diagonal(map, [=](auto g) { return entries[static_cast<std::size_t>(g)]; });
}

/// The exact values in the order of `which`.
std::vector<double> expected(const RandomProblem& p) {
  std::vector<double> values = p.values;
  if (std::holds_alternative<ritz::Largest>(p.options.which)) std::reverse(values.begin(), values.end());
  if (std::holds_alternative<ritz::LargestMagnitude>(p.options.which))
    std::stable_sort(values.begin(), values.end(),
                     [](double a, double b) { return std::abs(a) > std::abs(b); });
  if (const auto* near = std::get_if<ritz::Nearest>(&p.options.which))
    std::sort(values.begin(), values.end(),
              [near](double a, double b) { return std::abs(a - near->sigma) < std::abs(b - near->sigma); });
  if (const auto* in = std::get_if<ritz::Interval>(&p.options.which)) {
    const auto isOutside = [in](double value) { return value < in->a || value > in->b; };
    values.erase(std::remove_if(values.begin(), values.end(), isOutside), values.end());
  }
  values.resize(std::min(values.size(), static_cast<std::size_t>(p.k)));
  return values;
}

double sortKey(const RandomProblem& p, double value) {
  if (const auto* near = std::get_if<ritz::Nearest>(&p.options.which)) return std::abs(value - near->sigma);
  return std::holds_alternative<ritz::LargestMagnitude>(p.options.which) ? std::abs(value) : value;
}

/// Solves it and compares, where it says "converged". Returns whether it does.
bool isRightOrSaysSo(const RandomProblem& p) {
  SCOPED_TRACE(p.text);
  const auto map = ritz::makeMap(p.n);
  ritz::EigenProblem<double> problem{asOperator(map, p.A)};
  if (p.generalized) problem.mass = asOperator(map, p.B);
  if (p.generalized && p.givesInverse) problem.massInverse = asOperator(map, p.inverse);
  if (p.preconditioning > 0) problem.preconditioner = preconditionerOf(map, p);
  ritz::EigenResult<double> result;
  EXPECT_NO_THROW(result = ritz::eigsolve<double>(problem, p.options));
  if (!result.allConverged()) {
    if (std::getenv("RITZ_SWEEP_VERBOSE") && map->getComm()->getRank() == 0)
      std::printf("%s: %s, %s\n", p.text.c_str(), nameOf(result.status).c_str(), result.reason.c_str());
    return false;
  }
  const double largest = std::max(std::abs(p.values.front()), std::abs(p.values.back()));
  const double rounding =
      1e3 * p.n * std::numeric_limits<double>::epsilon() * largest * (p.generalized ? 10 : 1);
  const std::vector<double> exact = expected(p);
  EXPECT_EQ(result.values.size(), exact.size());
  // The residual may be tolerance·(α + |θ|β), and a missed copy is looked for to twice the tolerance; in
  // the B⁻¹ norm that grows by the condition of B, 1e4 at most.
  const double slack = 4 * p.options.tolerance * largest * (p.generalized ? 1e4 : 1);
  for (std::size_t j = 0; j < std::min(exact.size(), result.values.size()); ++j) {
    EXPECT_NEAR(sortKey(p, result.values[j]), sortKey(p, exact[j]), slack + rounding) << "pair " << j;
    double nearest = std::numeric_limits<double>::infinity();
    for (const double value : p.values) nearest = std::min(nearest, std::abs(value - result.values[j]));
    EXPECT_LE(nearest, result.errorBounds[j] + rounding) << "pair " << j;
  }
  return true;
}

void sweep(RandomProblem (*make)(unsigned seed), int standard) {
  const char* count = std::getenv("RITZ_SWEEP");
  const int problems = count ? std::atoi(count) : standard;
  const char* from = std::getenv("RITZ_SWEEP_FROM");
  int unconverged = 0;
  for (int i = 0; i < problems; ++i)
    if (!isRightOrSaysSo(make(static_cast<unsigned>(i + (from ? std::atoi(from) : 0))))) ++unconverged;
  EXPECT_LE(unconverged, problems / 20);
  testing::Test::RecordProperty("unconverged", unconverged);
}

TEST(Robustness, RandomSmallProblemsAreRightOrSayThatTheyAreNot) {
  sweep([](unsigned seed) { return makeProblem(seed); }, 200);
}

TEST(Robustness, InnerValuesOfRandomProblemsAreRightOrSaySo) { sweep(makeInnerProblem, 16); }

}  // namespace
