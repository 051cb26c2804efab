#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/MissedCopies.hpp>
#include <ritz/solvers/PencilPairs.hpp>

#include <optional>
#include <vector>

#include "solvers/Traps.hpp"

namespace {

/// diag(9, 9, 9, 1, 1/2, …) with the pairs of one 9 and of 1, as a Krylov space from one vector would find
/// them.
class MissedCopies : public testing::Test {
 protected:
  MissedCopies()
      : map(ritz::makeMap(80)),
        problem{traps::diagonal(map, [](auto g) { return g < 3 ? 9.0 : 1.0 / double(g - 2); })},
        options(traps::optionsFor(ritz::KrylovSchur{}, 2, ritz::Largest{})),
        pencil(problem, options),
        supervisor(map->getComm(), {}, 80, nullptr) {}

  ritz::VerifiedPairs<double> unitPairs(ritz::GlobalIndex first, ritz::GlobalIndex second) {
    ritz::MultiVector<double> E(map, 2);
    if (map->isNodeGlobalElement(first)) E.replaceGlobalValue(first, 0, 1.0);
    if (map->isNodeGlobalElement(second)) E.replaceGlobalValue(second, 1, 1.0);
    return verify(pencil, E, options.which);
  }

  ritz::RitzPairs<double> nothingKnown() const {
    return {{}, ritz::MultiVector<double>(map, 0), std::nullopt};
  }

  /// The unit vectors `first`, …, `first` + count − 1, turned a little towards the last entry.
  ritz::RitzPairs<double> nearlyUnitPairs(ritz::GlobalIndex first, int count, double residual) const {
    ritz::RitzPairs<double> next{{}, ritz::MultiVector<double>(map, std::size_t(count)), std::nullopt};
    for (int j = 0; j < count; ++j) {
      const auto g = first + j;
      if (map->isNodeGlobalElement(g)) next.vectors.replaceGlobalValue(g, std::size_t(j), 1.0);
      next.values.push_back(1.0 / double(g - 2) / pencil.valueScale());
      next.residuals.push_back(residual);
    }
    return next;
  }

  ritz::Status takeIn(ritz::VerifiedPairs<double>& pairs, ritz::RitzPairs<double> next) {
    return takeInMissedCopies(ritz::pencilMap(pencil), options, supervisor, pairs, next);
  }

  ritz::MapPtr map;
  ritz::EigenProblem<double> problem;
  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  ritz::Supervisor supervisor;
};

TEST_F(MissedCopies, TakesInACopyThatIsBetterThanTheWorstPair) {
  auto pairs = unitPairs(0, 3);
  EXPECT_EQ(takeIn(pairs, nothingKnown()), ritz::Status::Converged);
  EXPECT_NEAR(pairs.values[0] * pencil.valueScale(), 9.0, 1e-7);
  EXPECT_NEAR(pairs.values[1] * pencil.valueScale(), 9.0, 1e-7);
}

TEST_F(MissedCopies, LeavesCompletePairsAlone) {
  auto pairs = unitPairs(0, 2);
  const long before = pencil.A->count().columns;
  EXPECT_EQ(takeIn(pairs, nothingKnown()), ritz::Status::Converged);
  EXPECT_NEAR(pairs.values[1] * pencil.valueScale(), 9.0, 1e-12);
  EXPECT_LE(pencil.A->count().columns - before, 80);
}

TEST_F(MissedCopies, AreFoundBehindDeflatedPairs) {
  auto pairs = unitPairs(0, 3);  // two copies of 9 are missed
  EXPECT_EQ(takeIn(pairs, nearlyUnitPairs(4, 20, 1e-4)), ritz::Status::Converged);
  EXPECT_NEAR(pairs.values[1] * pencil.valueScale(), 9.0, 1e-7);
}

/// A start vector may have little of a copy; a search that ends early misses one of these.
TEST(MissedCopiesOfACube, AreFoundWhateverTheSeed) {
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), std::array<ritz::GlobalIndex, 3>{8, 8, 8}, std::array<double, 3>{1, 1, 1});
  const auto exact = ritz::laplacianLargest({8, 8, 8}, {1, 1, 1}, 10);
  auto options = traps::optionsFor(ritz::Lanczos{}, 10, ritz::Largest{});
  for (options.seed = 0; options.seed < 100; ++options.seed) {
    SCOPED_TRACE(options.seed);
    traps::expectValues(ritz::eigsolve<double>({A}, options), exact);
  }
}

TEST_F(MissedCopies, StopsAtALimit) {
  ritz::Budget budget;
  budget.maxIterations = 1;
  ritz::Supervisor strict(map->getComm(), budget, 80, nullptr);
  auto pairs = unitPairs(0, 3);
  auto nothing = nothingKnown();
  EXPECT_EQ(takeInMissedCopies(ritz::pencilMap(pencil), options, strict, pairs, nothing),
            ritz::Status::IterationLimit);
}

/// diag(9, 9, 1/2, 1/3, …): the bar of the second pair is far from all the rest.
class MissedCopiesFarFromTheRest : public testing::Test {
 protected:
  /// Products of the search beside e_0 and e_`second`; `values` receives what it ends with.
  long cost(ritz::GlobalIndex second, std::optional<double> farEnd, std::vector<double>* values = nullptr) {
    ritz::MultiVector<double> E(map, 2);
    if (map->isNodeGlobalElement(0)) E.replaceGlobalValue(0, 0, 1.0);
    if (map->isNodeGlobalElement(second)) E.replaceGlobalValue(second, 1, 1.0);
    const ritz::Pencil<double> pencil(
        {traps::diagonal(map, [](auto g) { return g < 2 ? 9.0 : 1.0 / double(g); })}, options);
    ritz::Supervisor supervisor(map->getComm(), {}, 80, nullptr);
    auto pairs = verify(pencil, E, options.which);
    ritz::RitzPairs<double> nothing{{}, ritz::MultiVector<double>(map, 0), std::nullopt};
    const long before = pencil.A->count().columns;
    EXPECT_EQ(takeInMissedCopies(ritz::pencilMap(pencil), options, supervisor, pairs, nothing, farEnd),
              ritz::Status::Converged);
    if (values)
      for (const double value : pairs.values) values->push_back(value * pencil.valueScale());
    return pencil.A->count().columns - before;
  }

  ritz::MapPtr map = ritz::makeMap(80);
  ritz::EigenOptions options = traps::optionsFor(ritz::Lanczos{}, 2, ritz::Largest{});
};

TEST_F(MissedCopiesFarFromTheRest, AreLookedForInFewSteps) {
  // γ ≥ 16: three steps amplify by e¹², and 2e3 √80 < e¹⁰; one more where the best value shows late.
  EXPECT_LE(cost(1, std::nullopt), 4);
  EXPECT_LE(cost(1, 0.0), 4);
}

TEST_F(MissedCopiesFarFromTheRest, AreFoundWhateverTheSeedWhereTheFarEndIsKnown) {
  for (options.seed = 0; options.seed < 200; ++options.seed) {
    SCOPED_TRACE(options.seed);
    std::vector<double> values;
    cost(2, 0.0, &values);
    EXPECT_NEAR(values[1], 9.0, 1e-7);
  }
}

/// diag(400, 399, …, 1) with the first two pairs: the gap to the third grows from 1 to 41 with forty more
/// deflated.
TEST(MissedCopiesOfManyPairs, AreLookedForLessLongWithTheNextOnesKnown) {
  const auto map = ritz::makeMap(400);
  const auto options = traps::optionsFor(ritz::Lanczos{}, 2, ritz::Largest{});
  const ritz::Pencil<double> pencil({traps::diagonal(map, [](auto g) { return 400.0 - double(g); })},
                                    options);
  const auto unitVectors = [&](ritz::GlobalIndex first, int count) {
    ritz::MultiVector<double> E(map, std::size_t(count));
    for (int j = 0; j < count; ++j)
      if (map->isNodeGlobalElement(first + j)) E.replaceGlobalValue(first + j, std::size_t(j), 1.0);
    return E;
  };
  const auto cost = [&](int known) {
    ritz::RitzPairs<double> next{{}, unitVectors(2, known), std::nullopt};
    for (int j = 0; j < known; ++j) next.values.push_back((398.0 - j) / pencil.valueScale());
    next.residuals.assign(std::size_t(known), 1e-6);
    ritz::Supervisor supervisor(map->getComm(), {}, 400, nullptr);
    auto pairs = verify(pencil, unitVectors(0, 2), options.which);
    const long before = pencil.A->count().columns;
    EXPECT_EQ(takeInMissedCopies(ritz::pencilMap(pencil), options, supervisor, pairs, next),
              ritz::Status::Converged);
    EXPECT_NEAR(pairs.values[1] * pencil.valueScale(), 399.0, 1e-9);
    return pencil.A->count().columns - before;
  };
  EXPECT_LT(cost(40), cost(0) / 2);
}

/// diag(60, 60, 59, 59, …) with one vector of each of the first four: two copies are missing.
class CopiesOfSeveralValues : public testing::Test {
 protected:
  void takeIn() {
    ritz::MultiVector<double> E(map, 4);
    for (int j = 0; j < 4; ++j)
      if (map->isNodeGlobalElement(2 * j)) E.replaceGlobalValue(2 * j, std::size_t(j), 1.0);
    pairs.emplace(verify(pencil, E, options.which));
    before = pencil.A->count().columns;
    EXPECT_EQ(takeInMissedCopies(ritz::pencilMap(pencil), options, supervisor, *pairs, next),
              ritz::Status::Converged);
  }
  double value(double theta) const { return theta * pencil.valueScale(); }

  ritz::MapPtr map = ritz::makeMap(120);
  ritz::EigenOptions options = traps::optionsFor(ritz::Lanczos{}, 4, ritz::Largest{});
  ritz::Pencil<double> pencil{{traps::diagonal(map, [](auto g) { return 60.0 - double(g / 2); })}, options};
  ritz::Supervisor supervisor{map->getComm(), {}, 120, nullptr};
  std::optional<ritz::VerifiedPairs<double>> pairs;
  ritz::RitzPairs<double> next{{}, ritz::MultiVector<double>(map, 0), std::nullopt};
  long before = 0;
};

TEST_F(CopiesOfSeveralValues, AreFoundByOneSearch) {
  takeIn();
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(value(pairs->values[j]), 60.0 - double(j / 2), 1e-6);
  // A search for either copy takes 30 steps or more, one that proves that no other is left nearly as many.
  EXPECT_LE(pencil.A->count().columns - before, 90);
}

TEST_F(CopiesOfSeveralValues, LeaveWhatTheyDroveOutAndWhatWasSeenBehindThemAsGuards) {
  takeIn();
  ASSERT_GE(next.values.size(), 3u);
  ASSERT_TRUE(next.images);
  for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(value(next.values[j]), 58.0, 0.1);
  EXPECT_NEAR(value(next.values[2]), 57.0, 0.1);
  const auto across = ritz::gram(pairs->U, next.vectors);
  for (int j = 0; j < across.cols(); ++j)
    for (int i = 0; i < across.rows(); ++i) EXPECT_NEAR(across(i, j), 0.0, 1e-12);
}

TEST_F(CopiesOfSeveralValues, LeaveGuardsWithTheirOwnImagesWhereRoughOnesWereDeflated) {
  ritz::MultiVector<double> rough(map, 4);
  for (int j = 0; j < 4; ++j) {
    if (map->isNodeGlobalElement(8 + j)) rough.replaceGlobalValue(8 + j, std::size_t(j), 1.0);
    if (map->isNodeGlobalElement(30 + j)) rough.replaceGlobalValue(30 + j, std::size_t(j), 0.03);
  }
  next = pencilPairs(pencil, std::move(rough), options.which);

  takeIn();

  ASSERT_TRUE(next.images);
  ritz::MultiVector<double> image(next.vectors, Teuchos::Copy);
  pencil.A->apply(next.vectors, image);
  image.update(-1.0, *next.images, 1.0);
  for (const double norm : ritz::columnNorms(image)) EXPECT_LT(norm, 1e-10 * pencil.normA());
}

}  // namespace
