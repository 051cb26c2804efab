#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/solvers/InteriorLanczosFinder.hpp>

#include <random>

#include "TemporaryFolder.hpp"
#include "solvers/NearestValues.hpp"

namespace {

using traps::expectNearest;

constexpr double Infinity = std::numeric_limits<double>::infinity();

std::shared_ptr<const ritz::LinearOperator<double>> laplacian(ritz::GlobalIndex size,
                                                              std::array<double, 3> weights) {
  return std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{size, size, size}, weights);
}

std::vector<double> spectrum(ritz::GlobalIndex size, std::array<double, 3> weights) {
  return ritz::laplacianSmallest({size, size, size}, weights, static_cast<int>(size * size * size));
}

std::vector<double> inside(const std::vector<double>& all, double a, double b) {
  std::vector<double> values;
  for (const double value : all)
    if (a <= value && value <= b) values.push_back(value);
  std::sort(values.begin(), values.end());
  return values;
}

ritz::EigenResult<double> solve(const ritz::EigenProblem<double>& problem, const ritz::Which& which, int k,
                                std::uint64_t seed = 0) {
  auto options = traps::optionsFor(ritz::Lanczos{}, k, which);
  options.seed = seed;
  return ritz::eigsolve<double>(problem, options);
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::array<double, 3> Even{1, 1, 1}, Uneven{1, 1.17, 1.39};

TEST(InteriorLanczos, FindsAllCopiesInTheMiddleOfACube) {
  const auto all = spectrum(10, Even);
  const auto exact = inside(all, 4.95, 5.2);
  ASSERT_GT(exact.size(), 15u);
  for (const std::uint64_t seed : {0, 1, 2}) {
    SCOPED_TRACE(seed);
    const auto result = solve({laplacian(10, Even)}, ritz::Interval{4.95, 5.2}, 60, seed);
    traps::expectValues(result, exact);
    traps::expectOrthonormal(result, 1e-10);
    EXPECT_TRUE(
        says(result.reason, std::to_string(exact.size()) + " eigenvalues lie in the interval, no more"))
        << result.reason;
    EXPECT_GT(result.method.filterDegree, 10);
    EXPECT_EQ(result.method.name, "lanczos");
  }
}

/// Every value has a partner on the other side of 6, at the same distance and so with the same p.
TEST(InteriorLanczos, FindsTheNearestInASpectrumThatIsSymmetricAboutSigma) {
  const auto all = spectrum(8, Even);
  for (const int k : {1, 5, 13}) expectNearest(solve({laplacian(8, Even)}, ritz::Nearest{6.0}, k), all, 6.0);
}

TEST(InteriorLanczos, FindsTheNearestWhereverSigmaIs) {
  const auto all = spectrum(9, Uneven);
  const double exactly = all[300];
  for (const double sigma : {exactly, 2.5, 0.3, all.back() - 0.05, -3.0, 40.0}) {
    SCOPED_TRACE(sigma);
    expectNearest(solve({laplacian(9, Uneven)}, ritz::Nearest{sigma}, 6), all, sigma);
  }
}

TEST(InteriorLanczos, TakesTheSmallestMagnitudesForTheNearestToZero) {
  const auto map = ritz::makeMap(700);
  const auto value = [](ritz::GlobalIndex g) { return 0.013 * (static_cast<double>(g) - 311.3); };
  std::vector<double> all;
  for (int g = 0; g < 700; ++g) all.push_back(value(g));
  expectNearest(solve({traps::diagonal(map, value)}, ritz::SmallestMagnitude{}, 7), all, 0.0);
}

TEST(InteriorLanczos, SaysThatAnIntervalIsEmpty) {
  const auto map = ritz::makeMap(500);
  const auto A = traps::diagonal(map, [](auto g) { return double(g) + (g < 250 ? 0.0 : 40.0); });
  for (const auto& which : {ritz::Interval{260.0, 280.0}, ritz::Interval{100.25, 100.75},
                            ritz::Interval{-20.0, -10.0}, ritz::Interval{1e4, Infinity}}) {
    SCOPED_TRACE(which.a);
    const auto result = solve({A}, which, 5);
    EXPECT_EQ(nameOf(result.status), "converged");
    EXPECT_TRUE(result.values.empty());
    EXPECT_TRUE(says(result.reason, "no eigenvalue lies in the interval")) << result.reason;
  }
}

TEST(InteriorLanczos, GivesTheFirstOfMoreAndSaysSo) {
  const auto all = spectrum(9, Uneven);
  for (const auto& which : {ritz::Interval{3.0, 9.0}, ritz::Interval{3.0, Infinity}}) {
    const auto result = solve({laplacian(9, Uneven)}, which, 12);
    auto exact = inside(all, which.a, which.b);
    exact.resize(12);
    traps::expectValues(result, exact);
    EXPECT_TRUE(says(result.reason, "these are the first 12")) << result.reason;
  }
}

TEST(InteriorLanczos, CountsExactlyAsManyAsAreAskedFor) {
  const auto map = ritz::makeMap(600);
  const auto A = traps::diagonal(map, [](auto g) { return double(g); });
  const auto exact = solve({A}, ritz::Interval{300.0, 309.0}, 10),
             more = solve({A}, ritz::Interval{300.0, 310.0}, 10);
  traps::expectValues(exact, {300, 301, 302, 303, 304, 305, 306, 307, 308, 309});
  EXPECT_TRUE(says(exact.reason, "10 eigenvalues lie in the interval, no more")) << exact.reason;
  traps::expectValues(more, {300, 301, 302, 303, 304, 305, 306, 307, 308, 309});
  EXPECT_TRUE(says(more.reason, "these are the first 10")) << more.reason;
}

TEST(InteriorLanczos, TakesIntervalsThatReachBeyondAnEnd) {
  const auto all = spectrum(9, Uneven);
  const double low = all[7] + 1e-3, high = all[all.size() - 6] - 1e-3;
  traps::expectValues(solve({laplacian(9, Uneven)}, ritz::Interval{-Infinity, low}, 20),
                      inside(all, -Infinity, low));
  traps::expectValues(solve({laplacian(9, Uneven)}, ritz::Interval{high, 1e6}, 20), inside(all, high, 1e6));
}

TEST(InteriorLanczos, SolvesPencils) {
  const auto map = ritz::makeMap(500);
  const auto mass = [](ritz::GlobalIndex g) { return 1.0 + 0.5 * std::sin(double(g)); };
  const auto A = traps::diagonal(map, [&](auto g) { return mass(g) * double(g + 1); });
  const auto B = traps::diagonal(map, mass),
             inverse = traps::diagonal(map, [&](auto g) { return 1 / mass(g); });
  for (const auto& given : {inverse, decltype(inverse)()}) {
    const auto result = solve({A, B, given}, ritz::Interval{250.0, 256.5}, 20);
    traps::expectValues(result, {250, 251, 252, 253, 254, 255, 256});
    traps::expectOrthonormal(result, 1e-10);
  }
}

/// Most values are copies of a few, more of each than the basis has vectors.
TEST(InteriorLanczos, LivesWithHugeMultiplicities) {
  const auto map = ritz::makeMap(600);
  const auto A = traps::diagonal(map, [](auto g) { return g < 4 ? 2.0 + 0.1 * double(g) : double(g % 3); });
  traps::expectValues(solve({A}, ritz::Nearest{1.0}, 5), {1, 1, 1, 1, 1});
  traps::expectValues(solve({A}, ritz::Interval{2.05, 2.5}, 5), {2.1, 2.2, 2.3});
  traps::expectValues(solve({A}, ritz::Interval{0.5, 1.5}, 3), {1, 1, 1});
}

TEST(InteriorLanczos, LivesWithTrivialOperators) {
  const auto map = ritz::makeMap(300);
  traps::expectValues(solve({traps::diagonal(map, [](auto) { return 1.0; })}, ritz::Nearest{0.0}, 2), {1, 1});
  traps::expectValues(solve({traps::diagonal(map, [](auto) { return 0.0; })}, ritz::Nearest{0.0}, 2), {0, 0});
  traps::expectValues(
      solve({traps::diagonal(map, [](auto g) { return g == 7 ? 1.0 : 0.0; })}, ritz::Interval{0.5, 2.0}, 2),
      {1});
}

/// One value far outside, which random vectors hardly have: the filter, made for a narrower spectrum,
/// amplifies it.
TEST(InteriorLanczos, RepairsAFilterThatAmplifiesWhatLiesBeyondAnEnd) {
  const auto map = ritz::makeMap(2000);
  const auto A = traps::diagonal(map, [](auto g) { return g == 0 ? 1001.5 : 0.5 * double(g % 2000); });
  traps::expectValues(solve({A}, ritz::Nearest{500.1}, 4), {500, 500.5, 499.5, 501});
}

TEST(InteriorLanczos, LowersADegreeThatIsTooHigh) {
  const auto all = spectrum(9, Uneven);
  for (const int degree : {25, 5000}) {
    SCOPED_TRACE(degree);
    const auto result = ritz::eigsolve<double>(
        {laplacian(9, Uneven)}, traps::optionsFor(ritz::Lanczos{0, degree}, 5, ritz::Nearest{2.5}));
    expectNearest(result, all, 2.5);
    EXPECT_LE(result.method.filterDegree, degree);
  }
}

TEST(InteriorLanczos, StopsAtALimitAndGoesOnFromWhatItHad) {
  const auto all = spectrum(9, Uneven);
  auto options = traps::optionsFor(ritz::Lanczos{}, 6, ritz::Nearest{2.5});
  options.budget.maxApplications = 100;
  const auto none = ritz::eigsolve<double>({laplacian(9, Uneven)}, options);
  EXPECT_EQ(nameOf(none.status), "application-limit");
  options.budget.maxApplications = 1500;
  const auto some = ritz::eigsolve<double>({laplacian(9, Uneven)}, options);
  EXPECT_EQ(nameOf(some.status), "application-limit");
  EXPECT_LE(some.applications.A.columns, 1500 + some.method.filterDegree + 20);
  options.budget.maxApplications = 0;
  const auto whole = ritz::eigsolve<double>({laplacian(9, Uneven)}, options);
  expectNearest(whole, all, 2.5);
  ritz::Start<double> start;
  start.previous = &whole;
  const auto again = ritz::eigsolve<double>({laplacian(9, Uneven)}, options, start);
  expectNearest(again, all, 2.5);
  EXPECT_LT(again.applications.A.columns, whole.applications.A.columns);
}

TEST(InteriorLanczos, GoesOnFromACheckpoint) {
  const ritz::test::TemporaryFolder folder;
  const auto all = spectrum(9, Uneven);
  auto options = traps::optionsFor(ritz::Lanczos{}, 12, ritz::Nearest{2.5});
  options.checkpoint.file = folder.file("interior.h5");
  options.budget.maxApplications = 1500;
  const auto some = ritz::eigsolve<double>({laplacian(9, Uneven)}, options);
  EXPECT_EQ(nameOf(some.status), "application-limit");
  options.budget.maxApplications = 0;
  ritz::Start<double> start;
  start.resume = options.checkpoint.file;
  const auto result = ritz::eigsolve<double>({laplacian(9, Uneven)}, options, start);
  expectNearest(result, all, 2.5);
  EXPECT_GT(result.applications.A.columns, some.applications.A.columns);
}

/// Never a wrong word: intervals anywhere, copies, clusters.
TEST(InteriorLanczos, FindsWhatIsThereInRandomSpectra) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const auto uniform = [&](double low, double high) {
      return std::uniform_real_distribution<double>(low, high)(random);
    };
    const int n = 150 + static_cast<int>(uniform(0, 250)), k = 1 + static_cast<int>(uniform(0, 20));
    const int distinct = uniform(0, 1) < 0.4 ? 10 + static_cast<int>(uniform(0, 40)) : n;
    std::vector<double> all;
    for (int g = 0; g < n; ++g)
      all.push_back(g < distinct ? std::pow(uniform(-1, 1), 3) : all[std::size_t(g % distinct)]);
    const auto A = traps::diagonal(ritz::makeMap(n), [&](auto g) { return all[std::size_t(g)]; });
    if (seed % 2 == 0) {
      const double sigma = uniform(-1, 1);
      expectNearest(solve({A}, ritz::Nearest{sigma}, k, seed), all, sigma);
    } else {
      const double a = uniform(-1, 0.9), b = a + uniform(0.01, 0.4);
      auto exact = inside(all, a, b);
      if (static_cast<int>(exact.size()) > k) exact.resize(std::size_t(k));
      traps::expectValues(solve({A}, ritz::Interval{a, b}, k, seed), exact);
    }
  }
}

TEST(InteriorLanczos, TellsEveryRankOfNansAndExceptions) {
  const auto map = ritz::makeMap(200);
  for (const int calls : {3, 100, 500}) {
    const auto nan =
        traps::failing(map, calls, [](double& entry) { entry = std::numeric_limits<double>::quiet_NaN(); });
    EXPECT_THROW(solve({nan}, ritz::Nearest{90.2}, 3), ritz::OperatorFailure) << calls;
    const auto throwing =
        traps::failing(map, calls, [](double&) { throw std::runtime_error("the pump is out of oil"); });
    EXPECT_THROW(solve({throwing}, ritz::Nearest{90.2}, 3), ritz::OperatorFailure) << calls;
  }
}

}  // namespace
