#include "solvers/TripletSearch.hpp"

#include <ritz/solvers/MissedTriplets.hpp>

#include <algorithm>
#include <optional>

using namespace ritz;
using namespace ritz::test;

namespace {

/// 4 three times, then 3, 2.5, …
double triple(GlobalIndex i) { return i < 3 ? 4.0 : 9.0 / real(i); }
double single(GlobalIndex i) { return 4.0 / (1.0 + real(i)); }

/// What one Krylov space sees, verified.
struct Missed : TripletSearch {
  explicit Missed(const Entry& sigma, int count, const Budget& budget = {})
      : TripletSearch(operatorWith(80, 60, sigma), largestOf(count, std::max(30, count), 1e-7), budget),
        options(tripletsOf(count, 1e-6)) {
    finder.run(1.0);
    triplets.emplace(
        verify(pair, finder.left(0, count), finder.right(0, count), options.which, options.tolerance));
  }
  bool takeIn() { return takeInMissedTriplets(pair, options, supervisor, *triplets, finder, stop); }
  double value(std::size_t j) const { return triplets->values[j] / pair.scale(); }

  SvdOptions options;
  std::optional<VerifiedTriplets<double>> triplets;
  Status stop = Status::Converged;
};

TEST(MissedTriplets, AreCopiesOfAMultipleValue) {
  Missed missed(triple, 2);
  EXPECT_NEAR(missed.value(1), 3.0, 1e-9);  // one Krylov space sees 4 once, until rounding brings a copy
  ASSERT_TRUE(missed.takeIn());
  for (const std::size_t j : {0, 1}) EXPECT_NEAR(missed.value(j), 4.0, 1e-9);
  EXPECT_EQ(missed.triplets->numConverged(), 2);
  EXPECT_LE(distanceFromIdentity(missed.triplets->U, missed.triplets->U), 1e-12);
  EXPECT_LE(distanceFromIdentity(missed.triplets->V, missed.triplets->V), 1e-12);
}

TEST(MissedTriplets, AreNoneOfSimpleValuesAndThatIsCheap) {
  Missed missed(single, 3);
  const auto before = missed.triplets->values;
  const long products = missed.pair.columns();
  ASSERT_TRUE(missed.takeIn());
  EXPECT_EQ(missed.triplets->values, before);
  EXPECT_LT(missed.pair.columns() - products, products);
}

TEST(MissedTriplets, AreNotLookedForWhereNothingElseIsLeft) {
  Missed missed(single, 60);
  const long products = missed.pair.columns();
  ASSERT_TRUE(missed.takeIn());
  EXPECT_EQ(missed.pair.columns(), products);
}

TEST(MissedTriplets, EndAtALimit) {
  const long enough = [] {
    const Missed missed(triple, 2);
    return missed.pair.columns();
  }();
  Missed missed(triple, 2, productsUpTo(enough + 3));
  EXPECT_FALSE(missed.takeIn());
  EXPECT_EQ(nameOf(missed.stop), "application-limit");
}

}  // namespace
