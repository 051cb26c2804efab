#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>

#include "solvers/Traps.hpp"

#include <Teuchos_DefaultMpiComm.hpp>

#include <cmath>

namespace {

const std::array<ritz::GlobalIndex, 3> Size{6, 7, 8};
const std::array<double, 3> Weights{1, 1.17, 1.39};

std::shared_ptr<ritz::Laplacian3d<double>> laplacian(const ritz::CommPtr& comm = ritz::worldComm()) {
  return std::make_shared<ritz::Laplacian3d<double>>(comm, Size, Weights);
}

class EveryMethod : public testing::TestWithParam<ritz::Method> {};

TEST_P(EveryMethod, FindsBothEndsOfTheLaplacian) {
  const auto A = laplacian();
  const auto top = ritz::eigsolve<double>({A}, traps::optionsFor(GetParam(), 6, ritz::Largest{}));
  traps::expectValues(top, ritz::laplacianLargest(Size, Weights, 6));
  const auto bottom = ritz::eigsolve<double>({A}, traps::optionsFor(GetParam(), 6, ritz::Smallest{}));
  traps::expectValues(bottom, ritz::laplacianSmallest(Size, Weights, 6));
  traps::expectOrthonormal(bottom);
}

TEST_P(EveryMethod, CountsWhatTheOperatorsCount) {
  const auto A = std::make_shared<ritz::CountingOperator<double>>(laplacian());
  const auto B = std::make_shared<ritz::CountingOperator<double>>(
      traps::diagonal(A->getDomainMap(), [](auto g) { return 1.0 + 0.5 * double(g % 3); }));
  const auto result = ritz::eigsolve<double>({A, B}, traps::optionsFor(GetParam(), 4, ritz::Largest{}));
  EXPECT_EQ(result.applications.A.columns, A->count().columns);
  EXPECT_EQ(result.applications.A.calls, A->count().calls);
  EXPECT_EQ(result.applications.mass.columns, B->count().columns);
  EXPECT_EQ(result.applications.mass.calls, B->count().calls);
  EXPECT_GE(result.applications.verificationColumns, 4);
}

TEST_P(EveryMethod, SolvesGeneralizedProblemsInTheMassInnerProduct) {
  // A = D·L·D and B = D² have the values of L.
  const auto L = laplacian();
  const auto weight = [](ritz::GlobalIndex g) { return 1.0 + 0.25 * double(g % 5); };
  const auto D = traps::diagonal(L->getDomainMap(), weight);
  const auto A = ritz::makeOperator<double>(L->getDomainMap(), [=](const auto& X, auto& Y) {
    ritz::MultiVector<double> DX(X, Teuchos::Copy), LDX(X, Teuchos::Copy);
    D->apply(X, DX);
    L->apply(DX, LDX);
    D->apply(LDX, Y);
  });
  const auto B = traps::diagonal(L->getDomainMap(), [=](auto g) { return weight(g) * weight(g); });
  for (const bool plain :
       {false, true}) {  // a DiagonalOperator is inverted as such, a function by conjugate gradients
    const ritz::OperatorPtr<double> mass =
        plain ? ritz::makeOperator<double>(L->getDomainMap(), [=](const auto& X, auto& Y) { B->apply(X, Y); })
              : B;
    const auto result = ritz::eigsolve<double>({A, mass}, traps::optionsFor(GetParam(), 5, ritz::Smallest{}));
    EXPECT_EQ(nameOf(result.status), "converged") << result.reason;
    traps::expectOrthonormal(result);
    const auto exact = ritz::laplacianSmallest(Size, Weights, 5);
    for (std::size_t j = 0; j < 5; ++j)
      EXPECT_LE(std::abs(result.values[j] - exact[j]), result.errorBounds[j] + 1e-13);
  }
}

TEST_P(EveryMethod, ReportsResidualsOfTheVectorsItReturns) {
  const auto A = laplacian();
  const auto result = ritz::eigsolve<double>({A}, traps::optionsFor(GetParam(), 4, ritz::Largest{}));
  ritz::MultiVector<double> R(*result.vectors, Teuchos::Copy);
  A->apply(*result.vectors, R);
  for (std::size_t j = 0; j < 4; ++j) {
    R.getVectorNonConst(j)->update(-result.values[j], *result.vectors->getVector(j), 1.0);
    EXPECT_NEAR(R.getVector(j)->norm2(), result.residuals[j], 1e-13 * result.normA);
    EXPECT_LE(result.residuals[j], result.options.tolerance * (result.normA + std::abs(result.values[j])));
  }
}

TEST_P(EveryMethod, FixesThePhaseOfTheVectors) {
  const auto A = laplacian();
  const ritz::EigenOptions options = traps::optionsFor(GetParam(), 2, ritz::Smallest{});
  const auto first = ritz::eigsolve<double>({A}, options);
  ritz::Start<double> start;  // another way to the same vectors
  const auto flipped = std::make_shared<ritz::MultiVector<double>>(*first.vectors, Teuchos::Copy);
  flipped->scale(-1.0);
  start.vectors = flipped;
  const auto second = ritz::eigsolve<double>({A}, options, start);
  for (std::size_t j = 0; j < 2; ++j)
    EXPECT_GT(first.vectors->getVector(j)->dot(*second.vectors->getVector(j)), 0.9);
}

TEST_P(EveryMethod, AgreesOnOneTwoAndThreeRanks) {
  const auto world = ritz::worldComm();
  std::vector<double> reference, referenceBounds;
  for (int ranks = 1; ranks <= world->getSize(); ++ranks) {
    std::vector<int> members;
    for (int r = 0; r < ranks; ++r) members.push_back(r);
    const ritz::CommPtr comm = world->createSubcommunicator(members);
    std::vector<double> values(6), bounds(6);
    if (!comm.is_null()) {
      const auto result =
          ritz::eigsolve<double>({laplacian(comm)}, traps::optionsFor(GetParam(), 6, ritz::Largest{}));
      values = result.values;
      bounds = result.errorBounds;
    }
    Teuchos::broadcast(*world, 0, 6, values.data());
    Teuchos::broadcast(*world, 0, 6, bounds.data());
    if (ranks == 1) reference = values, referenceBounds = bounds;
    for (std::size_t j = 0; j < 6; ++j)
      EXPECT_LE(std::abs(values[j] - reference[j]), bounds[j] + referenceBounds[j])
          << ranks << " ranks, pair " << j;
  }
}

INSTANTIATE_TEST_SUITE_P(Eigsolve, EveryMethod,
                         testing::Values(ritz::Method(ritz::Lapack{}), ritz::Method(ritz::Lanczos{}),
                                         ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Lobpcg{}),
                                         ritz::Method(ritz::Davidson{}), ritz::Method(ritz::Auto{})),
                         [](const auto& method) {
                           std::string name = nameOf(method.param);
                           name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
                           return name;
                         });

TEST(Eigsolve, GivesTheBestPairsSoFarAtALimit) {
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 2000);
  for (const ritz::Method& method : {ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Lobpcg{})}) {
    ritz::EigenOptions options = traps::optionsFor(method, 5, ritz::Largest{});
    options.budget.maxApplications = 60;
    const auto result = ritz::eigsolve<double>({A}, options);
    EXPECT_EQ(nameOf(result.status), "application-limit");
    ASSERT_EQ(result.values.size(), 5u);
    EXPECT_GT(result.values[0], 1500.0);
    EXPECT_LT(result.numConverged(), 5);
    try {
      result.requireConverged();
      ADD_FAILURE() << "requireConverged() let an unconverged result pass";
    } catch (const ritz::NotConvergedWith<double>& error) {
      EXPECT_EQ(error.result().values, result.values);
    }
  }
}

TEST(Eigsolve, ObeysTheIterationAndTimeLimits) {
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 2000);
  ritz::EigenOptions options = traps::optionsFor(ritz::KrylovSchur{}, 5, ritz::Largest{});
  options.budget.maxIterations = 7;
  EXPECT_EQ(ritz::eigsolve<double>({A}, options).iterations, 7);
  options.budget = {};
  options.budget.seconds = 1e-9;
  EXPECT_EQ(nameOf(ritz::eigsolve<double>({A}, options).status), "time-limit");
}

class StopAfter : public ritz::Monitor {
 public:
  StopAfter(int steps, bool mayStop) : left_(steps), mayStop_(mayStop) {}
  bool onProgress(const ritz::Progress& progress) override {
    EXPECT_EQ(progress.iteration, ++seen_);
    return !mayStop_ || --left_ > 0;
  }
  int seen() const { return seen_; }

 private:
  int left_, seen_ = 0;
  bool mayStop_;
};

TEST(Eigsolve, StopsOnEveryRankWhenOneMonitorAsks) {
  const auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 2000);
  StopAfter monitor(5, A->getDomainMap()->getComm()->getRank() == 0);
  const auto result =
      ritz::eigsolve<double>({A}, traps::optionsFor(ritz::KrylovSchur{}, 5, ritz::Largest{}), {}, &monitor);
  EXPECT_EQ(nameOf(result.status), "stopped");
  EXPECT_EQ(monitor.seen(), 5);
  EXPECT_EQ(result.history.size(), 6u);  // each step, and the end after verification
}

TEST(Eigsolve, SolvesASingularMassAtTheSmallestEndAndRefusesItAtTheOther) {
  // λ = a/b on the entries with b > 0; the others have none.
  const auto map = ritz::makeMap(60);
  const auto A = traps::diagonal(map, [](auto g) { return 1.0 + double(g); });
  const auto B = traps::diagonal(map, [](auto g) { return g % 3 == 0 ? 0.0 : 2.0; });
  for (const ritz::Method& method : {ritz::Method(ritz::Lapack{}), ritz::Method(ritz::Lanczos{}),
                                     ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Lobpcg{})}) {
    SCOPED_TRACE(nameOf(method));
    const auto result = ritz::eigsolve<double>({A, B}, traps::optionsFor(method, 4, ritz::Smallest{}));
    EXPECT_EQ(nameOf(result.status), "converged");
    const double exact[] = {1.0, 1.5, 2.5, 3.0};
    for (std::size_t j = 0; j < 4; ++j)
      EXPECT_LE(std::abs(result.values[j] - exact[j]), result.errorBounds[j] + 1e-12);
    traps::expectOrthonormal(result);
    EXPECT_THROW(ritz::eigsolve<double>({A, B}, traps::optionsFor(method, 4, ritz::Largest{})),
                 ritz::IndefiniteMass);
  }
}

TEST(Eigsolve, SaysHowManyValuesASingularMassLeaves) {
  const auto map = ritz::makeMap(150);
  const auto A = traps::diagonal(map, [](auto g) { return 1.0 + double(g); });
  const auto B = traps::diagonal(map, [](auto g) { return g < 3 ? 1.0 : 0.0; });
  try {
    ritz::eigsolve<double>({A, B}, traps::optionsFor(ritz::KrylovSchur{}, 5, ritz::Smallest{}));
    ADD_FAILURE() << "five values were found where there are three";
  } catch (const ritz::IndefiniteMass& error) {
    EXPECT_NE(std::string(error.what()).find("at most 3"), std::string::npos) << error.what();
  }
}

TEST(Eigsolve, RefusesAnIndefiniteMassWithTheAdviceToSwap) {
  const auto map = ritz::makeMap(60);
  const auto A = traps::diagonal(map, [](auto g) { return 1.0 + double(g); });
  const auto B = traps::diagonal(map, [](auto g) { return g % 2 ? 1.0 : -1.0; });
  for (const ritz::Method& method : {ritz::Method(ritz::Lapack{}), ritz::Method(ritz::Lanczos{}),
                                     ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Lobpcg{})}) {
    SCOPED_TRACE(nameOf(method));
    try {
      ritz::eigsolve<double>({A, B}, traps::optionsFor(method, 4, ritz::Smallest{}));
      ADD_FAILURE() << "an indefinite B was taken";
    } catch (const ritz::IndefiniteMass& error) {
      EXPECT_NE(std::string(error.what()).find("swap"), std::string::npos) << error.what();
    }
  }
}

TEST(Eigsolve, RefusesANonsymmetricOperator) {
  const auto map = ritz::makeMap(50);
  const auto shift = ritz::makeOperator<double>(map, [](const auto& X, auto& Y) {
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = X.getData(j);
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i < y.size(); ++i) y[i] = i + 1 < y.size() ? 3.0 * x[i + 1] : x[i];
    }
  });
  EXPECT_THROW(ritz::eigsolve<double>({shift}, traps::optionsFor(ritz::KrylovSchur{}, 2, ritz::Largest{})),
               ritz::NotSymmetric);
}

TEST(Eigsolve, RefusesBadOptionsBeforeAnyProduct) {
  const auto A = std::make_shared<ritz::CountingOperator<double>>(laplacian());
  ritz::EigenOptions none = traps::optionsFor(ritz::Auto{}, 0, ritz::Largest{});
  EXPECT_THROW(ritz::eigsolve<double>({A}, none), ritz::InvalidOption);
  EXPECT_THROW(ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Auto{}, 337, ritz::Largest{})),
               ritz::InvalidOption);
  EXPECT_THROW(ritz::eigsolve<double>({A}, traps::optionsFor(ritz::Lobpcg{}, 3, ritz::Nearest{1.0})),
               ritz::NotSupported);
  EXPECT_EQ(A->count().calls, 0);
}

}  // namespace
