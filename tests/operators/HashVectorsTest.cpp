#include <gtest/gtest.h>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>

#include <Teuchos_Array.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <cmath>
#include <vector>

namespace {

using Block = ritz::MultiVector<double>;

/// The whole block on every rank, column by column, at the place of the global index.
std::vector<double> gather(const Block& X) {
  const auto n = X.getGlobalLength();
  std::vector<double> mine(n * X.getNumVectors(), 0.0), all(mine.size());
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
    const auto column = X.getData(j);
    for (std::size_t i = 0; i < X.getLocalLength(); ++i)
      mine[j * n + static_cast<std::size_t>(X.getMap()->getGlobalElement(static_cast<ritz::LocalIndex>(i)))] =
          column[static_cast<Teuchos_Ordinal>(i)];
  }
  Teuchos::reduceAll(*X.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()), mine.data(),
                     all.data());
  return all;
}

/// Splitmix64's step: its increment, then its finaliser.
std::uint64_t splitmix(std::uint64_t state) {
  state += 0x9e3779b97f4a7c15ULL;
  state ^= state >> 30;
  state *= 0xbf58476d1ce4e5b9ULL;
  state ^= state >> 27;
  state *= 0x94d049bb133111ebULL;
  state ^= state >> 31;
  return state;
}

/// The top 52 bits of the hash of (seed, index, column), as the middle of one of 2^52 cells of (−1, 1).
double entryByDefinition(std::uint64_t seed, std::uint64_t index, std::uint64_t column) {
  const std::uint64_t bits = splitmix(splitmix(splitmix(seed) + column) ^ splitmix(index));
  return std::ldexp(static_cast<double>(bits >> 12) + 0.5, -51) - 1.0;
}

}  // namespace

TEST(HashVectors, DependsOnSeedIndexAndColumnAlone) {
  Block X(ritz::makeMap(4), 2);

  ritz::fillHash(X, 7, 3);

  // Worked out independently from the definition of splitmix64's finaliser.
  const std::vector<double> expected{-0x1.a16efcd5feecap-1, 0x1.6216ee261b594p-2, -0x1.f7fe35307d1cap-1,
                                     0x1.2ac58e0c37daap-1,  0x1.31f3dd6d590a0p-5, 0x1.620ed7529d81ap-1,
                                     -0x1.86f2dcd98b474p-2, 0x1.5f0e535ac0f0ep-1};
  EXPECT_EQ(gather(X), expected);
}

TEST(HashVectors, FollowsItsDefinitionInEveryEntryWhateverTheThreads) {
  const std::size_t n = 100000;
  Block X(ritz::makeMap(static_cast<ritz::GlobalIndex>(n)), 2);

  ritz::fillHash(X, 11, 4);

  const auto found = gather(X);
  std::size_t wrong = 0;
  for (std::size_t j = 0; j < 2; ++j)
    for (std::size_t i = 0; i < n; ++i)
      if (found[j * n + i] != entryByDefinition(11, i, 4 + j)) ++wrong;
  EXPECT_EQ(wrong, 0u);
}

TEST(HashVectors, IsTheSameOnAnotherMap) {
  const auto natural = ritz::makeMap(20);
  Teuchos::Array<ritz::GlobalIndex> indices;
  for (ritz::GlobalIndex g = 19 - natural->getComm()->getRank(); g >= 0; g -= natural->getComm()->getSize())
    indices.push_back(g);
  const ritz::MapPtr scattered = Teuchos::rcp(new ritz::Map(20, indices(), 0, natural->getComm()));
  Block X(natural, 3), Y(scattered, 3);

  ritz::fillHash(X, 1);
  ritz::fillHash(Y, 1);

  EXPECT_EQ(gather(X), gather(Y));
}

TEST(HashVectors, MayBeMadeInPieces) {
  const auto map = ritz::makeMap(11);
  Block whole(map, 4), pieces(map, 4);

  ritz::fillHash(whole, 5);
  ritz::fillHash(*pieces.subViewNonConst(Teuchos::Range1D(0, 1)), 5, 0);
  ritz::fillHash(*pieces.subViewNonConst(Teuchos::Range1D(2, 3)), 5, 2);

  EXPECT_EQ(gather(whole), gather(pieces));
}

TEST(HashVectors, FillsOnlyTheColumnsOfANoncontiguousView) {
  const auto map = ritz::makeMap(6);
  Block X(map, 3), direct(map, 2);
  X.putScalar(9.0);
  const std::vector<std::size_t> columns{0, 2};

  ritz::fillHash(*X.subViewNonConst(Teuchos::ArrayView<const std::size_t>(columns)), 2);
  ritz::fillHash(direct, 2);

  const auto all = gather(X), wanted = gather(direct);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(all[i], wanted[i]);
    EXPECT_EQ(all[6 + i], 9.0);
    EXPECT_EQ(all[12 + i], wanted[6 + i]);
  }
}

TEST(HashVectors, LooksUniformAndUncorrelated) {
  const std::size_t n = 4000, m = 8;
  Block X(ritz::makeMap(static_cast<ritz::GlobalIndex>(n)), m);

  ritz::fillHash(X, 0);

  // Means of n uniform values have the deviation 1/√(3n), their products 1/(3√n), squares √(4/45)/√n; 5σ
  // each.
  const auto all = gather(X);
  const double root = std::sqrt(static_cast<double>(n));
  for (std::size_t a = 0; a < m; ++a) {
    double mean = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_LT(std::abs(all[a * n + i]), 1.0);
      mean += all[a * n + i] / static_cast<double>(n);
    }
    EXPECT_LT(std::abs(mean), 5.0 / std::sqrt(3.0) / root);
    for (std::size_t b = 0; b <= a; ++b) {
      double product = 0.0;
      for (std::size_t i = 0; i < n; ++i) product += all[a * n + i] * all[b * n + i] / static_cast<double>(n);
      EXPECT_NEAR(product, a == b ? 1.0 / 3.0 : 0.0,
                  5.0 * (a == b ? std::sqrt(4.0 / 45.0) : 1.0 / 3.0) / root);
    }
  }
}

TEST(HashVectors, DiffersBetweenSeeds) {
  const auto map = ritz::makeMap(50);
  Block X(map, 1), Y(map, 1);

  ritz::fillHash(X, 0);
  ritz::fillHash(Y, 1);

  const auto x = gather(X), y = gather(Y);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NE(x[i], y[i]);
}
