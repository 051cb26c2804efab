#include <ritz/operators/CountingOperator.hpp>
#include <ritz/operators/JacobiPreconditioner.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/DavidsonFinder.hpp>

#include "solvers/Problems.hpp"
#include "solvers/Traps.hpp"

namespace {

using ritz::Davidson;
using ritz::Smallest;
using ritz::test::columnOf;
using ritz::test::real;
using Problem = ritz::EigenProblem<double>;

/// 1, 2, …, 5000 on the diagonal and 1 beside it, at 1e-6 of its norm in PRIMME's measure: α is about 2900.
Problem tridiagonal5000() { return {std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 5000)}; }

ritz::EigenOptions tenSmallest(const Davidson& method) {
  ritz::EigenOptions options = traps::optionsFor(method, 10, Smallest{});
  options.tolerance = 1e-6;
  return options;
}

long steps(const ritz::EigenResult<double>& result) {
  return result.applications.A.columns - result.applications.verificationColumns;
}

Problem laplacian(ritz::GlobalIndex nx, ritz::GlobalIndex ny, ritz::GlobalIndex nz) {
  return {std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{nx, ny, nz}, std::array<double, 3>{1, 1, 1})};
}

TEST(Davidson, SurvivesWhatBreaksIt) {
  traps::survivesAll(Davidson{});
  traps::survivesAll(Davidson{0, 2});
  traps::survivesAll(Davidson{0, 1, true});
}

TEST(Davidson, TellsEveryRankOfNansAndExceptions) { traps::reportsFailures(Davidson{}); }

TEST(Davidson, TellsEveryRankOfAPreconditionerThatFails) {
  Problem problem = laplacian(7, 6, 5);
  for (const int calls : {0, 1, 6, 30}) {
    SCOPED_TRACE(calls);
    problem.preconditioner =
        traps::failing(problem.A->getDomainMap(), calls, [](double& entry) { entry = ritz::test::Infinity; });
    EXPECT_THROW(ritz::eigsolve<double>(problem, traps::optionsFor(Davidson{}, 6, Smallest{})),
                 ritz::OperatorFailure);
  }
}

/// Values from 1e-9 to 1 in a geometric progression, each `copies` times, with a preconditioner that knows
/// those above 1e-6.
Problem smallBesideTheNorm(int copies = 1) {
  const ritz::GlobalIndex n = 120;
  const auto map = ritz::makeMap(n);
  const auto value = [=](auto g) {
    return std::pow(10.0, 9 * (real(g - g % copies + copies) - real(n)) / real(n));
  };
  Problem problem{ritz::test::rotatedOperator(map, value)};
  problem.preconditioner =
      ritz::test::rotatedOperator(map, [value](auto g) { return 1 / (value(g) + 1e-6); });
  return problem;
}

TEST(Davidson, GoesOnForDigitsAndStaysConvergedWhereALimitEndsThat) {
  auto options = traps::optionsFor(Davidson{}, 4, Smallest{});
  options.tolerance = 1e-6;
  const auto whole = ritz::eigsolve<double>(smallBesideTheNorm(), options);
  ASSERT_TRUE(whole.allConverged()) << whole.reason;
  EXPECT_NE(whole.reason.find("went on until no error bound"), std::string::npos) << whole.reason;
  for (std::size_t j = 0; j < 4; ++j) EXPECT_LE(whole.errorBounds[j], 0.05 * whole.values[j]);

  std::size_t beyond = 0;  // where residuals are below what was asked for
  while (beyond + 1 < whole.history.size() && whole.history[beyond].maxResidual > 5e-7) ++beyond;
  ASSERT_LT(beyond + 3, whole.history.size());
  options.budget.maxApplications = whole.history[beyond].applications;
  const auto limited = ritz::eigsolve<double>(smallBesideTheNorm(), options);

  EXPECT_TRUE(limited.allConverged()) << limited.reason;
  EXPECT_NE(limited.reason.find("error bounds larger than a twentieth"), std::string::npos) << limited.reason;
  EXPECT_NE(limited.reason.find("applications of A was reached"), std::string::npos) << limited.reason;
  EXPECT_LT(limited.applications.A.columns, whole.applications.A.columns);
  for (std::size_t j = 0; j < 4; ++j) EXPECT_LE(limited.residuals[j], 1e-6 * limited.normA);
}

TEST(Davidson, GoesOnForDigitsOfCopies) {
  auto options = traps::optionsFor(Davidson{}, 4, Smallest{});
  options.tolerance = 1e-6;

  const auto result = ritz::eigsolve<double>(smallBesideTheNorm(2), options);

  ASSERT_TRUE(result.allConverged()) << result.reason;
  for (std::size_t j = 0; j < 4; ++j) {
    const double exact = std::pow(10.0, 9 * (2 * static_cast<double>(j / 2 + 1) - 120) / 120);
    EXPECT_NEAR(result.values[j], exact, 0.05 * exact) << result.reason;
  }
}

TEST(Davidson, NeedsAQuarterOfLobpcgsProductsWithJacobi) {
  Problem problem = tridiagonal5000();
  const auto diagonal = columnOf(problem.A->getDomainMap(), [](auto g) { return real(g) + 1; });
  problem.preconditioner = ritz::DiagonalOperator<double>(diagonal).inverse();
  const auto plain = ritz::eigsolve<double>(problem, tenSmallest(Davidson{}));
  EXPECT_EQ(nameOf(plain.status), "converged");
  EXPECT_LE(steps(plain), 25);
  EXPECT_LE(plain.applications.A.columns, 60);

  problem.preconditioner = std::make_shared<ritz::JacobiPreconditioner<double>>(diagonal);
  const auto shifted = ritz::eigsolve<double>(problem, tenSmallest(Davidson{}));
  EXPECT_EQ(nameOf(shifted.status), "converged");
  EXPECT_LE(steps(shifted), 22);
  EXPECT_LE(shifted.applications.A.columns, 60);
}

TEST(Davidson, CountsEveryProduct) {
  Problem problem = tridiagonal5000();
  const auto A = std::make_shared<ritz::CountingOperator<double>>(problem.A);
  const auto K = std::make_shared<ritz::CountingOperator<double>>(
      traps::diagonal(A->getDomainMap(), [](auto g) { return 1.0 / (real(g) + 1); }));
  problem.A = A;
  problem.preconditioner = K;
  const auto result = ritz::eigsolve<double>(problem, tenSmallest(Davidson{0, 3}));
  EXPECT_EQ(result.applications.A.columns, A->count().columns);
  EXPECT_EQ(result.applications.A.calls, A->count().calls);
  EXPECT_EQ(result.applications.preconditioner.columns, K->count().columns);
}

TEST(Davidson, RestartsAlmostForNothing) {
  const Problem problem{std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 500)};
  ritz::EigenOptions options = traps::optionsFor(Davidson{200}, 3, Smallest{});
  const auto whole = ritz::eigsolve<double>(problem, options);
  options.method = Davidson{20};
  const auto restarted = ritz::eigsolve<double>(problem, options);
  EXPECT_EQ(nameOf(restarted.status), "converged");
  EXPECT_LE(static_cast<double>(steps(restarted)), 1.5 * static_cast<double>(steps(whole)));
}

TEST(Davidson, FindsAllCopiesWithSmallBasesAndLocking) {
  const Problem problem = laplacian(8, 8, 8);
  const auto exact = ritz::laplacianSmallest({8, 8, 8}, {1, 1, 1}, 20);
  for (const Davidson& method : {Davidson{}, Davidson{0, 4}, Davidson{12, 1, true}, Davidson{14, 4, true}}) {
    const auto result = ritz::eigsolve<double>(problem, traps::optionsFor(method, 20, Smallest{}));
    traps::expectValues(result, exact);
    traps::expectOrthonormal(result);
  }
}

/// Two chains that know nothing of each other, the second one stiff and badly preconditioned: as the modes of
/// a beam in bending and in extension.
TEST(Davidson, FindsValuesThatThePreconditionerHides) {
  const auto map = ritz::makeMap(240);
  std::vector<ritz::MatrixEntry<double>> entries;
  const auto stiffness = [](ritz::GlobalIndex g) { return g < 120 ? 1.0 : 1e4; };
  for (ritz::GlobalIndex i = 0; i < 240; ++i) {
    entries.push_back({i, i, 2.0 * stiffness(i)});
    if (i % 120 > 0) entries.push_back({i, i - 1, -stiffness(i)});
    if (i % 120 < 119) entries.push_back({i, i + 1, -stiffness(i)});
  }
  Problem problem{ritz::test::matrixOf(map, entries)};
  ritz::EigenOptions options = traps::optionsFor(Davidson{}, 70, Smallest{});
  options.method = ritz::Lapack{};
  const auto exact = ritz::eigsolve<double>(problem, options);
  options.method = Davidson{};
  problem.preconditioner = traps::diagonal(map, [&](auto g) { return 0.5 / stiffness(g); });
  traps::expectValues(ritz::eigsolve<double>(problem, options), exact.values);
}

TEST(Davidson, SolvesGeneralizedProblemsWithoutTheInverseOfB) {
  const auto map = ritz::makeMap(300);
  const auto A = ritz::test::toeplitzMatrix(map, 2.0, -1.0), B = ritz::test::toeplitzMatrix(map, 4.0, 1.0);
  ritz::EigenOptions options = traps::optionsFor(ritz::Lapack{}, 6, Smallest{});
  options.tolerance = 1e-10;
  Problem problem{A, B};
  const auto exact = ritz::eigsolve<double>(problem, options);
  constexpr auto Always = ritz::InnerSolves::Always;
  for (const Davidson& method :
       {Davidson{}, Davidson{0, 3}, Davidson{10, 1, true}, Davidson{0, 1, false, Always},
        Davidson{0, 3, false, Always}, Davidson{10, 1, true, Always}}) {
    options.method = method;
    problem.preconditioner = ritz::DiagonalOperator<double>(*A->diagonal()).inverse();
    const auto result = ritz::eigsolve<double>(problem, options);
    traps::expectValues(result, exact.values);
    traps::expectOrthonormal(result);
    EXPECT_EQ(result.applications.massInverse.columns, 0);
    EXPECT_GT(result.applications.mass.columns, 0);
  }
}

TEST(Davidson, SaysWhatIsWrongWithThePreconditioner) {
  Problem problem = laplacian(7, 6, 5);
  const auto map = problem.A->getDomainMap();
  const auto exact = ritz::laplacianSmallest({7, 6, 5}, {1, 1, 1}, 4);
  const auto options = traps::optionsFor(Davidson{}, 4, Smallest{});
  problem.preconditioner = traps::diagonal(map, [](auto g) { return g % 2 ? 1.0 : -0.5; });
  const auto indefinite = ritz::eigsolve<double>(problem, options);
  traps::expectValues(indefinite, exact);
  EXPECT_NE(indefinite.method.why.find("not positive definite"), std::string::npos) << indefinite.method.why;

  problem.preconditioner = ritz::makeOperator<double>(map, [](const auto& X, auto& Y) {
    Tpetra::deep_copy(Y, X);
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = X.getData(j);
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i + 1 < y.size(); ++i) y[i] += 0.5 * x[i + 1];
    }
  });
  const auto nonsymmetric = ritz::eigsolve<double>(problem, options);
  traps::expectValues(nonsymmetric, exact);
  EXPECT_NE(nonsymmetric.method.why.find("not symmetric"), std::string::npos) << nonsymmetric.method.why;
}

TEST(Davidson, StartsFromAllVectorsThatAreGiven) {
  const Problem problem = laplacian(7, 6, 5);
  const auto options = traps::optionsFor(Davidson{}, 5, Smallest{});
  const auto cold = ritz::eigsolve<double>(problem, options);
  ritz::Start<double> start;
  ritz::MultiVector<double> near = ritz::test::hashBlock(problem.A->getDomainMap(), 5, 3);
  near.update(1.0, *cold.vectors, 1e-7);
  start.vectors = std::make_shared<const ritz::MultiVector<double>>(near, Teuchos::Copy);
  const auto warm = ritz::eigsolve<double>(problem, options, start);
  traps::expectValues(warm, ritz::laplacianSmallest({7, 6, 5}, {1, 1, 1}, 5));
  EXPECT_LT(2 * steps(warm), steps(cold));
}

TEST(Davidson, EndsAtALimitWithTheBestPairsSoFar) {
  ritz::EigenOptions options = tenSmallest(Davidson{});
  options.budget.maxApplications = 40;
  const auto result = ritz::eigsolve<double>(tridiagonal5000(), options);
  EXPECT_EQ(nameOf(result.status), "application-limit");
  EXPECT_EQ(result.values.size(), 10u);
}

Davidson solving(ritz::InnerSolves inner = ritz::InnerSolves::Always) { return {0, 1, false, inner}; }

/// A grid that Jacobi hardly helps with: weights 1, 1.17, 1.39.
Problem stiffProblem() {
  Problem problem{std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{20, 20, 20}, std::array<double, 3>{1, 1.17, 1.39})};
  problem.preconditioner = traps::diagonal(problem.A->getDomainMap(), [](auto) { return 1 / 7.12; });
  return problem;
}

TEST(DavidsonInnerSolves, SurviveWhatBreaksThem) {
  traps::survivesAll(solving());
  traps::survivesAll(Davidson{0, 2, true, ritz::InnerSolves::Always});
}

TEST(DavidsonInnerSolves, TellEveryRankOfNansAndExceptions) { traps::reportsFailures(solving()); }

TEST(DavidsonInnerSolves, TellEveryRankOfAPreconditionerThatFails) {
  Problem problem = laplacian(7, 6, 5);
  for (const int calls : {0, 6, 7, 8, 30}) {
    SCOPED_TRACE(calls);
    problem.preconditioner =
        traps::failing(problem.A->getDomainMap(), calls, [](double& entry) { entry = ritz::test::Infinity; });
    EXPECT_THROW(ritz::eigsolve<double>(problem, traps::optionsFor(solving(), 6, Smallest{})),
                 ritz::OperatorFailure);
  }
}

TEST(DavidsonInnerSolves, TradeStepsForProducts) {
  const Problem problem = stiffProblem();
  const auto exact = ritz::laplacianSmallest({20, 20, 20}, {1, 1.17, 1.39}, 6);
  const auto plain = ritz::eigsolve<double>(problem, traps::optionsFor(Davidson{}, 6, Smallest{}));
  const auto solved = ritz::eigsolve<double>(problem, traps::optionsFor(solving(), 6, Smallest{}));
  traps::expectValues(solved, exact);
  traps::expectOrthonormal(solved);
  EXPECT_LE(static_cast<double>(steps(solved)), 1.8 * static_cast<double>(steps(plain)));
  EXPECT_LE(2 * solved.iterations, plain.iterations) << "with those of the search for copies in both";
  EXPECT_NE(solved.method.why.find("inner steps for"), std::string::npos) << solved.method.why;
}

TEST(DavidsonInnerSolves, AreLeftOutWhereAProductIsDear) {
  const Problem problem = stiffProblem();
  auto options = traps::optionsFor(solving(ritz::InnerSolves::Automatic), 6, Smallest{});
  options.costs = {1.0, 1e-6};
  const auto dear = ritz::eigsolve<double>(problem, options);
  options.method = Davidson{};
  EXPECT_EQ(steps(dear), steps(ritz::eigsolve<double>(problem, options)));
}

TEST(DavidsonInnerSolves, AreChosenWhereAProductIsCheap) {
  auto options = traps::optionsFor(ritz::Auto{}, 6, Smallest{});
  options.costs = {1e-7, 1e-6};
  const auto result = ritz::eigsolve<double>(stiffProblem(), options);
  traps::expectValues(result, ritz::laplacianSmallest({20, 20, 20}, {1, 1.17, 1.39}, 6));
  EXPECT_EQ(result.method.name, "davidson");
  EXPECT_NE(result.method.why.find("inner solves from step 31 on"), std::string::npos) << result.method.why;
}

TEST(DavidsonInnerSolves, LeaveQuickSolvesAlone) {
  Problem problem = tridiagonal5000();
  const auto diagonal = columnOf(problem.A->getDomainMap(), [](auto g) { return real(g) + 1; });
  problem.preconditioner = std::make_shared<ritz::JacobiPreconditioner<double>>(diagonal);
  ritz::EigenOptions options = tenSmallest(solving(ritz::InnerSolves::Automatic));
  options.costs = {1e-7, 1e-6};
  EXPECT_LE(steps(ritz::eigsolve<double>(problem, options)), 22);
}

TEST(DavidsonInnerSolves, FindTheUpperEndToo) {
  const Problem problem = laplacian(9, 8, 7);
  traps::expectValues(ritz::eigsolve<double>(problem, traps::optionsFor(solving(), 6, ritz::Largest{})),
                      ritz::laplacianLargest({9, 8, 7}, {1, 1, 1}, 6));
}

TEST(DavidsonInnerSolves, EndWithAPreconditionerThatIsNotDefinite) {
  Problem problem = laplacian(7, 6, 5);
  problem.preconditioner =
      traps::diagonal(problem.A->getDomainMap(), [](auto g) { return g % 2 ? 1.0 : -0.5; });
  const auto result = ritz::eigsolve<double>(problem, traps::optionsFor(solving(), 4, Smallest{}));
  traps::expectValues(result, ritz::laplacianSmallest({7, 6, 5}, {1, 1, 1}, 4));
  EXPECT_NE(result.method.why.find("not positive definite"), std::string::npos) << result.method.why;
}

TEST(DavidsonInnerSolves, KeepToTheLimitOfApplications) {
  auto options = traps::optionsFor(solving(), 6, Smallest{});
  options.budget.maxApplications = 90;
  const auto result = ritz::eigsolve<double>(stiffProblem(), options);
  EXPECT_EQ(nameOf(result.status), "application-limit");
  EXPECT_LE(result.applications.A.columns - result.applications.verificationColumns, 92);
}

TEST(Davidson, ChoosesABasisThatFits) {
  EXPECT_EQ(ritz::davidsonBasis({}, 5, 1000), 40);
  EXPECT_EQ(ritz::davidsonBasis({}, 20, 1000), 80);
  EXPECT_EQ(ritz::davidsonBasis({}, 20, 30), 30);
  EXPECT_EQ(ritz::davidsonBasis({0, 30}, 5, 1000), 66);
  EXPECT_EQ(ritz::davidsonBasis({0, 1, true}, 200, 1000), 40);
  EXPECT_EQ(ritz::davidsonBasis({25}, 5, 1000), 25);
}

}  // namespace
