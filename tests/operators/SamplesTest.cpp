#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Samples.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using ritz::test::TemporaryFolder;
using Samples = ritz::Samples<double>;

ritz::CsvTable tableOf(const TemporaryFolder& folder, const std::string& text) {
  return ritz::readCsv(ritz::worldComm(), folder.write("table.csv", text));
}

/// Column `sample` of all samples on every rank, from the matrix of this rank.
std::vector<double> sampleOf(const Samples& samples, const Samples::Matrix& matrix,
                             ritz::GlobalIndex sample) {
  const auto host = Kokkos::create_mirror_view(matrix);
  Kokkos::deep_copy(host, matrix);
  const auto local = samples.map()->getLocalElement(sample);
  std::vector<double> mine(matrix.extent(0), 0.0), all(mine.size());
  if (local != Teuchos::OrdinalTraits<ritz::LocalIndex>::invalid())
    for (std::size_t r = 0; r < mine.size(); ++r) mine[r] = host(r, static_cast<std::size_t>(local));
  Teuchos::reduceAll(*samples.map()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()),
                     mine.data(), all.data());
  return all;
}

using Numbers = std::vector<double>;

}  // namespace

TEST(Samples, TurnLabelsIntoClasses) {
  const TemporaryFolder folder;
  const auto table = tableOf(folder, "1,2,0\n3,4,2\n5,6,1\n7,8,2\n");

  const auto samples = ritz::classSamples<double>(table);

  EXPECT_EQ(samples->count(), 4);
  EXPECT_EQ(samples->features(), 2);
  EXPECT_EQ(samples->outputs(), 3);
  EXPECT_EQ(sampleOf(*samples, samples->inputs(), 1), (Numbers{3, 4, 1}));
  EXPECT_EQ(sampleOf(*samples, samples->targets(), 0), (Numbers{1, 0, 0}));
  EXPECT_EQ(sampleOf(*samples, samples->targets(), 3), (Numbers{0, 0, 1}));
  EXPECT_EQ(ritz::classSamples<double>(table, 5)->outputs(), 5);
}

TEST(Samples, TurnLabelsIntoTargets) {
  const TemporaryFolder folder;
  const auto samples = ritz::regressionSamples<double>(tableOf(folder, "1,0.5\n2,-1.5\n"));

  EXPECT_EQ(sampleOf(*samples, samples->targets(), 0), (Numbers{0.5}));
  EXPECT_EQ(sampleOf(*samples, samples->targets(), 1), (Numbers{-1.5}));
}

TEST(Samples, AreScaledAndStandardizedOverAllRanks) {
  const TemporaryFolder folder;
  const auto samples = ritz::classSamples<double>(tableOf(folder, "1,7,0\n2,7,0\n3,7,0\n6,7,1\n"));

  const auto scaled = samples->scaled(2.0), standard = samples->standardized();

  EXPECT_EQ(sampleOf(*scaled, scaled->inputs(), 3), (Numbers{3, 3.5, 1}));
  // Mean 3, variance (4 + 1 + 0 + 9)/4; the second feature is constant.
  const auto first = sampleOf(*standard, standard->inputs(), 0);
  EXPECT_NEAR(first[0], -2.0 / std::sqrt(3.5), 1e-15);
  EXPECT_EQ(first[1], 0.0);
  EXPECT_EQ(first[2], 1.0);
  EXPECT_EQ(sampleOf(*samples, samples->inputs(), 3), (Numbers{6, 7, 1}));
}

TEST(Samples, RefuseLabelsThatAreNoClasses) {
  const TemporaryFolder folder;
  EXPECT_THROW(ritz::classSamples<double>(tableOf(folder, "1,0\n2,0.5\n")), ritz::DataError);
  EXPECT_THROW(ritz::classSamples<double>(tableOf(folder, "1,0\n2,-1\n")), ritz::DataError);
  EXPECT_THROW(ritz::classSamples<double>(tableOf(folder, "1,0\n2,3\n"), 3), ritz::DataError);
  ritz::CsvOptions options;
  options.label.kind = ritz::LabelColumn::Kind::None;
  const auto table = ritz::readCsv(ritz::worldComm(), folder.write("none.csv", "1,2\n"), options);
  EXPECT_THROW(ritz::classSamples<double>(table), ritz::DataError);
  EXPECT_THROW(ritz::regressionSamples<double>(table), ritz::DataError);
}

TEST(Samples, SayWhichLabelIsWrong) {
  const TemporaryFolder folder;
  try {
    ritz::classSamples<double>(tableOf(folder, "1,0\n2,1\n3,1\n4,2.5\n"));
    FAIL() << "no error";
  } catch (const ritz::DataError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("table.csv"), std::string::npos) << text;
    EXPECT_NE(text.find("2.5 in row 4"), std::string::npos) << text;
  }
}

TEST(Samples, RefuseArraysThatDoNotFitOrAreNotFinite) {
  const auto map = ritz::makeMap(4);
  const auto mine = static_cast<std::size_t>(map->getComm()->getSize() == 1   ? 4
                                             : map->getComm()->getRank() == 0 ? 2
                                                                              : 1);
  const std::vector<double> two(2 * mine, 1.0), one(mine, 1.0);
  auto bad = two;
  if (map->getComm()->getRank() == map->getComm()->getSize() - 1)
    bad.back() = std::numeric_limits<double>::infinity();
  auto longer = one;
  if (map->getComm()->getRank() == 0) longer.push_back(1.0);

  EXPECT_NO_THROW(Samples(map, 2, two, 1, one));
  EXPECT_THROW(Samples(map, 2, bad, 1, one), ritz::DataError);
  EXPECT_THROW(Samples(map, 2, two, 1, longer), ritz::DataError);
  EXPECT_THROW(Samples(map, 0, {}, 1, one), ritz::DataError);
  EXPECT_THROW(Samples(ritz::makeMap(0), 2, {}, 1, {}), ritz::DataError);
  const Samples samples(map, 2, two, 1, one);
  EXPECT_THROW(samples.scaled(0.0), ritz::InvalidOption);
  EXPECT_THROW(samples.scaled(std::numeric_limits<double>::quiet_NaN()), ritz::InvalidOption);
}
