#include "MatrixMarketTexts.hpp"

#include <gtest/gtest.h>
#include <TemporaryFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarketVectors.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

using namespace ritz;
using namespace ritz::test;

namespace {

/// Numbers of all sizes that need all 17 digits, by global index and column.
double sample(GlobalIndex i, std::size_t j) {
  return std::sin(static_cast<double>(i + 1)) * std::pow(10.0, static_cast<double>((i * 7) % 40 - 20)) /
         (3.0 + static_cast<double>(j));
}

MultiVector<double> samples(const MapPtr& map, std::size_t columns) {
  MultiVector<double> X(map, columns);
  for (std::size_t j = 0; j < columns; ++j) {
    const auto values = X.getDataNonConst(j);
    for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) values[i] = sample(map->getGlobalElement(i), j);
  }
  return X;
}

void expectSamples(const MultiVector<double>& X, std::size_t columns) {
  ASSERT_EQ(X.getNumVectors(), columns);
  for (std::size_t j = 0; j < columns; ++j) {
    const auto values = X.getData(j);
    for (LocalIndex i = 0; i <= X.getMap()->getMaxLocalIndex(); ++i)
      EXPECT_EQ(values[i], sample(X.getMap()->getGlobalElement(i), j));
  }
}

/// n entries dealt out to the ranks like cards.
MapPtr dealtMap(GlobalIndex n) {
  const auto comm = worldComm();
  std::vector<GlobalIndex> mine;
  for (GlobalIndex i = comm->getRank(); i < n; i += comm->getSize()) mine.push_back(i);
  return Teuchos::rcp(new Map(static_cast<Tpetra::global_size_t>(n), mine.data(),
                              static_cast<LocalIndex>(mine.size()), 0, comm));
}

void expectRefused(const std::string& content, const std::vector<std::string>& parts) {
  const TemporaryFolder folder;
  const auto path = folder.write("bad.mtx", content);
  const auto error = errorOf([&] { readVectors<double>(makeMap(2), path); });
  expectText(error, parts);
  expectText(error, {path});
}

}  // namespace

TEST(MatrixMarketVectors, ReadsBackWhatItWrote) {
  const TemporaryFolder folder;
  const auto map = makeMap(1000);
  writeVectors(folder.file("x.mtx"), samples(map, 3));
  EXPECT_EQ(folder.count(), 1);
  expectSamples(*readVectors<double>(map, folder.file("x.mtx")), 3);
}

TEST(MatrixMarketVectors, KeepsTheGlobalOrderOnAnyMap) {
  const TemporaryFolder folder;
  writeVectors(folder.file("x.mtx"), samples(dealtMap(20), 2));
  expectSamples(*readVectors<double>(makeMap(20), folder.file("x.mtx")), 2);
  expectSamples(*readVectors<double>(dealtMap(20), folder.file("x.mtx")), 2);
}

TEST(MatrixMarketVectors, WritesTheSameFileOnAnyMap) {
  const TemporaryFolder folder;
  writeVectors(folder.file("x.mtx"), samples(makeMap(20), 2));
  writeVectors(folder.file("dealt.mtx"), samples(dealtMap(20), 2));
  EXPECT_EQ(folder.read("x.mtx"), folder.read("dealt.mtx"));
}

TEST(MatrixMarketVectors, WritesAnArrayWithSeventeenDigits) {
  const TemporaryFolder folder;
  MultiVector<double> X(makeMap(2), 2);
  X.getVectorNonConst(0)->putScalar(0.1);
  X.getVectorNonConst(1)->putScalar(-2.0);
  writeVectors(folder.file("x.mtx"), X);
  EXPECT_EQ(folder.read("x.mtx"), Array +
                                      "2 2\n1.0000000000000001e-01\n1.0000000000000001e-01\n"
                                      "-2.0000000000000000e+00\n-2.0000000000000000e+00\n");
}

TEST(MatrixMarketVectors, WritesViewsOfSomeColumns) {
  const TemporaryFolder folder;
  const auto map = makeMap(10);
  const auto all = samples(map, 3);
  const std::size_t chosen[] = {2, 0};
  writeVectors(folder.file("x.mtx"), *all.subView(Teuchos::ArrayView<const std::size_t>(chosen, 2)));
  const auto X = readVectors<double>(map, folder.file("x.mtx"));
  for (LocalIndex i = 0; i <= map->getMaxLocalIndex(); ++i) {
    EXPECT_EQ(X->getData(0)[i], sample(map->getGlobalElement(i), 2));
    EXPECT_EQ(X->getData(1)[i], sample(map->getGlobalElement(i), 0));
  }
}

TEST(MatrixMarketVectors, HandlesEmptySpacesAndNoColumns) {
  const TemporaryFolder folder;
  writeVectors(folder.file("rows.mtx"), MultiVector<double>(makeMap(0), 2));
  EXPECT_EQ(readVectors<double>(makeMap(0), folder.file("rows.mtx"))->getNumVectors(), 2u);
  writeVectors(folder.file("columns.mtx"), MultiVector<double>(makeMap(5), 0));
  EXPECT_EQ(readVectors<double>(makeMap(5), folder.file("columns.mtx"))->getNumVectors(), 0u);
}

TEST(MatrixMarketVectors, RefusesAnotherNumberOfRows) {
  expectRefused(Array + "3 1\n1\n2\n3\n", {"line 2: found vectors of 3 entries", "expected 2"});
}

TEST(MatrixMarketVectors, RefusesWhatIsNoGeneralArray) {
  expectRefused("%%MatrixMarket matrix coordinate real general\n2 1 1\n1 1 1\n",
                {"line 1: found a coordinate matrix"});
  expectRefused("%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n",
                {"line 1: found a symmetric matrix"});
}

TEST(MatrixMarketVectors, RefusesTooFewTooManyAndBadNumbers) {
  expectRefused(Array + "2 2\n1\n2\n3\n", {"after line 5", "4 entries as announced; 3 are there"});
  expectRefused(Array + "2 1\n1\n2\n3\n", {"line 5: found \"3\"", "after the 2 entries announced"});
  expectRefused(Array + "2 0\n3\n", {"line 3: found \"3\"", "after the 0 entries announced"});
  expectRefused(Array + "2 1\n1\nnan\n", {"line 4: found \"nan\"", "a finite number"});
}

TEST(MatrixMarketVectors, RefusesMoreColumnsThanTheFileCanHold) {
  expectRefused(Array + "2 1000000000000\n1\n2\n", {"line 2: found 2000000000000 entries"});
}

TEST(MatrixMarketVectors, RefusesAMissingFile) {
  const auto error = errorOf([] { readVectors<double>(makeMap(2), "/missing/x.mtx"); });
  EXPECT_NE(error.find("/missing/x.mtx"), std::string::npos) << error;
}

TEST(MatrixMarketVectors, RefusesMapsWithGapsOrRepetitions) {
  const TemporaryFolder folder;
  const auto path = folder.file("x.mtx");
  const GlobalIndex here[] = {5 * worldComm()->getRank(), 5 * worldComm()->getRank() + 2};
  const MapPtr gaps = Teuchos::rcp(
      new Map(Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid(), here, 2, 0, worldComm()));
  EXPECT_THROW(writeVectors(path, MultiVector<double>(gaps, 1)), SpaceMismatch);
  EXPECT_THROW(readVectors<double>(gaps, path), SpaceMismatch);
}

TEST(MatrixMarketVectors, TellsEveryRankThatItCannotWrite) {
  const auto error = errorOf([] { writeVectors("/missing/x.mtx", samples(makeMap(4), 1)); });
  EXPECT_NE(error.find("/missing/x.mtx"), std::string::npos) << error;
}

TEST(MatrixMarketVectors, TellsEveryRankThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  for (const GlobalIndex n : {4, 100000}) {
    const auto error = errorOf([n] { writeVectors("/dev/full", samples(makeMap(n), 1)); });
    EXPECT_NE(error.find("/dev/full: asked to write this file"), std::string::npos) << error;
  }
}
