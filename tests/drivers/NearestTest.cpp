#include <gtest/gtest.h>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/operators/Error.hpp>

namespace ritz {
namespace {

TEST(Nearest, CountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(editDistance("", "abc"), 3);
  EXPECT_EQ(editDistance("abc", "abc"), 0);
  EXPECT_EQ(editDistance("matrix", "matrx"), 1);
  EXPECT_EQ(editDistance("kitten", "sitting"), 3);
}

TEST(Nearest, FindsAMisspeltWord) {
  EXPECT_EQ(nearest("tolerence", {"basis", "tolerance", "block"}), "tolerance");
}

TEST(Nearest, FindsAWordFromItsBeginning) {
  EXPECT_EQ(nearest("krylov", {"dense", "krylov-schur"}), "krylov-schur");
}

TEST(Nearest, FindsNothingFarAway) {
  EXPECT_EQ(nearest("banana", {"basis", "tolerance"}), "");
  EXPECT_EQ(didYouMean("banana", {"basis", "tolerance"}), "");
}

TEST(Nearest, RefusesAWordOutsideOfTheList) {
  EXPECT_EQ(oneOf("--which", "largest", {"largest", "smallest"}), "largest");
  EXPECT_THROW(oneOf("--which", "biggest", {"largest", "smallest"}), InvalidOption);
}

}  // namespace
}  // namespace ritz
