#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

#include "solvers/SampledDensity.hpp"
#include "solvers/Traps.hpp"

#include <Teuchos_DefaultMpiComm.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace ritz::test;

std::vector<double> laplacianValues() { return ritz::laplacianSmallest(Size, Weights, 720); }

double countIn(const std::vector<double>& values, double a, double b) {
  return static_cast<double>(
      std::count_if(values.begin(), values.end(), [=](double v) { return a <= v && v <= b; }));
}

TEST(SpectralDensity, TakesFewerStepsWhereTheMemoryHoldsNoMore) {
  const auto A = laplacian();
  const auto ranks = A->getDomainMap()->getComm()->getSize();
  auto options = sampled(4, 60);
  options.memory = 8.0 * ((720 + ranks - 1) / ranks) * 23;
  const auto result = ritz::spectralDensity<double>({A}, options);
  EXPECT_EQ(result.steps, 20);
  EXPECT_EQ(result.applications.A.columns, 2 + 4 * 20);
  EXPECT_NE(result.reason.find("with 20 steps each"), std::string::npos) << result.reason;
  options.memory = 8.0 * 100;
  EXPECT_THROW(ritz::spectralDensity<double>({A}, options), ritz::InvalidOption);
  options.memory = -1;
  EXPECT_THROW(ritz::spectralDensity<double>({A}, options), ritz::InvalidOption);
}

TEST(SpectralDensity, HasErrorBarsThatCoverTheTruth) {
  const auto A = laplacian();
  const auto values = laplacianValues();
  double trace = 0.0;
  for (const double value : values) trace += std::exp(-value);
  const double count = countIn(values, 4.0, 6.5);
  int tracesWithinTwo = 0, tracesWithinOne = 0, countsWithinTwo = 0;
  for (int seed = 0; seed < 40; ++seed) {
    const auto result = ritz::spectralDensity<double>({A}, sampled(8, 16, static_cast<std::uint64_t>(seed)));
    const auto traceFound = result.density.trace([](double x) { return std::exp(-x); });
    const double off = std::abs(traceFound.value - trace);
    EXPECT_LE(traceFound.quadratureError, 1e-3 * traceFound.standardError);  // exp is smooth
    tracesWithinTwo += off <= 2 * traceFound.standardError;
    tracesWithinOne += off <= traceFound.standardError;
    const auto found = result.density.count(4.0, 6.5);
    countsWithinTwo += std::abs(found.value - count) <= 2 * found.standardError + found.quadratureError;
  }
  // Student's t of 7 degrees of freedom: 91 % and 65 % of 40, less three standard deviations of such a count.
  EXPECT_GE(tracesWithinTwo, 31);
  EXPECT_GE(countsWithinTwo, 31);
  EXPECT_GE(tracesWithinOne, 17);
  EXPECT_LE(tracesWithinOne, 35);
}

TEST(SpectralDensity, FollowsTheDensityOfTheLaplacian) {
  const auto result = ritz::spectralDensity<double>({laplacian()}, sampled(20, 40));
  const auto exact = ritz::DensityEstimate::exact(laplacianValues(), 40);
  const double width = 2 * result.density.width();
  for (int i = 1; i < 10; ++i) {
    const double t = exact.low() + (exact.high() - exact.low()) * i / 10;
    const auto found = result.density.density(t, width);
    EXPECT_NEAR(found.value, exact.density(t, width).value, 4 * found.error()) << t;
    EXPECT_LE(found.error(), 0.2 * found.value) << t;
  }
  EXPECT_NEAR(result.density.count(-Infinity, Infinity).value, 720.0, 1e-9);
}

TEST(SpectralDensity, FindsTheLogarithmOfADeterminant) {
  // det of the tridiagonal matrix with 2c on the diagonal and −1 beside it is sinh((n + 1)φ)/sinh φ, c = cosh
  // φ.
  const int n = 2000;
  const double w = 0.05, phi = std::acosh(1 + w);
  const double exact =
      (n + 1) * phi + std::log1p(-std::exp(-2 * (n + 1) * phi)) - std::log(2 * std::sinh(phi));
  const auto result = ritz::spectralDensity<double>({line(n, w)}, sampled(20, 60));
  const auto found = result.density.logDeterminant();
  EXPECT_NEAR(found.value, exact, 4 * found.error());
  // Random signs: variance 2 Σ_{i≠j} (log A)ᵢⱼ², here 2 Σ (log λ − mean)², as the diagonal is nearly
  // constant; from 20 vectors it is known to a sixth.
  double squares = 0.0;
  for (int i = 1; i <= n; ++i)
    squares += std::pow(std::log(2 + 2 * w - 2 * std::cos(std::acos(-1.0) * i / (n + 1))) - exact / n, 2);
  EXPECT_NEAR(found.standardError / std::sqrt(2 * squares / 20), 1.0, 0.5);
  EXPECT_LE(found.quadratureError, 0.1 * found.standardError);
}

TEST(SpectralDensity, IsExactWhereTheKrylovSpacesAreExhausted) {
  const auto map = ritz::makeMap(5000);
  const auto A = traps::diagonal(map, [](auto g) { return double(g % 5); });
  const auto result = ritz::spectralDensity<double>({A}, sampled(3, 50));
  EXPECT_EQ(result.applications.A.columns, 2 + 3 * 5);
  const auto found = result.density.count(0.5, 2.5);
  EXPECT_NEAR(found.value, 2000.0, 1e-8);
  EXPECT_LE(found.error(), 1e-8);
}

TEST(SpectralDensity, ComputesAllValuesWhereThatIsCheaper) {
  const auto A = std::make_shared<ritz::CountingOperator<double>>(laplacian());
  const auto result = ritz::spectralDensity<double>({A});  // 20 vectors of 80 steps
  EXPECT_TRUE(result.density.isExact());
  EXPECT_EQ(result.applications.A.columns, 720 + 2);
  EXPECT_EQ(result.applications.A.columns, A->count().columns);
  const auto values = laplacianValues();
  EXPECT_EQ(result.density.count(4.0, 6.5).value, countIn(values, 4.0, 6.5));
  for (std::size_t j = 0; j < values.size(); ++j)
    EXPECT_NEAR(result.density.probes()[0].full.nodes[j], values[j], 1e-12);
}

TEST(SpectralDensity, CountsItsProducts) {
  const auto A = std::make_shared<ritz::CountingOperator<double>>(laplacian());
  const auto result = ritz::spectralDensity<double>({A}, sampled(4, 30));
  EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
  EXPECT_EQ(result.applications.A.columns, 2 + 4 * 30);
  EXPECT_EQ(result.applications.A.columns, A->count().columns);
  EXPECT_EQ(result.applications.A.calls, A->count().calls);
}

TEST(SpectralDensity, AgreesOnOneTwoAndThreeRanks) {
  const auto world = ritz::worldComm();
  double reference = 0.0;
  for (int ranks = 1; ranks <= world->getSize(); ++ranks) {
    std::vector<int> members;
    for (int r = 0; r < ranks; ++r) members.push_back(r);
    const ritz::CommPtr comm = world->createSubcommunicator(members);
    double trace = 0.0;
    if (!comm.is_null())
      trace = ritz::spectralDensity<double>({laplacian(comm)}, sampled(3, 30)).density.logDeterminant().value;
    Teuchos::broadcast(*world, 0, 1, &trace);
    if (ranks == 1) reference = trace;
    EXPECT_NEAR(trace, reference, 1e-9 * std::abs(reference)) << ranks << " ranks";
  }
}

class StopAt : public ritz::Monitor {
 public:
  explicit StopAt(long applications) : most_(applications) {}
  bool onProgress(const ritz::Progress& progress) override { return progress.applications < most_; }

 private:
  long most_;
};

TEST(SpectralDensity, EndsWithTheVectorsThatAreDone) {
  StopAt monitor(2 + 3 * 20 + 10);
  const auto told = ritz::spectralDensity<double>({laplacian()}, sampled(8, 20), &monitor);
  EXPECT_EQ(nameOf(told.status), "stopped");
  EXPECT_EQ(told.density.probes().size(), 3u);
  EXPECT_TRUE(std::isfinite(told.density.logDeterminant().error()));

  auto options = sampled(8, 20);
  options.budget.maxApplications = 12;
  const auto limited = ritz::spectralDensity<double>({laplacian()}, options);
  EXPECT_EQ(nameOf(limited.status), "application-limit");
  EXPECT_EQ(limited.density.probes().size(), 1u);
  EXPECT_EQ(limited.density.logDeterminant().standardError, Infinity);
}

TEST(SpectralDensity, RefusesOptionsOutOfRange) {
  const auto A = laplacian();
  EXPECT_THROW(ritz::spectralDensity<double>({A}, sampled(0, 20)), ritz::InvalidOption);
  EXPECT_THROW(ritz::spectralDensity<double>({A}, sampled(2, 0)), ritz::InvalidOption);
  EXPECT_THROW(ritz::spectralDensity<double>({}), ritz::InvalidOption);
}

TEST(SpectralDensity, ReportsFailuresAndSingularMass) {
  const auto A = laplacian();
  const auto nan = traps::failing(ritz::makeMap(200), 5, [](double& entry) { entry = std::nan(""); });
  EXPECT_THROW(ritz::spectralDensity<double>({nan}, sampled(2, 20)), ritz::OperatorFailure);
  const auto B = traps::diagonal(A->getDomainMap(), [](auto g) { return g == 3 ? 0.0 : 1.0; });
  EXPECT_THROW(ritz::spectralDensity<double>({A, B}, sampled(2, 20)), ritz::IndefiniteMass);
  EXPECT_THROW(ritz::spectralDensity<double>({A, B}), ritz::IndefiniteMass);
}

}  // namespace
