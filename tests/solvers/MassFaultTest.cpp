#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/SingularMassEigen.hpp>

#include <string>

namespace {

using namespace ritz::test;

template <class Refuse>
std::string textOf(Refuse refuse) {
  try {
    refuse();
  } catch (const ritz::IndefiniteMass& error) {
    return error.what();
  }
  return "";
}

std::string adviceIn(const std::string& text) {
  const auto comma = text.find(", so it is not positive definite");
  return comma == std::string::npos ? "" : text.substr(comma);
}

ritz::OperatorPtr<double> massWith(double odd) {
  return diagonalOperator(ritz::makeMap(30), [odd](ritz::GlobalIndex g) { return g == 7 ? odd : 1.0; });
}

}  // namespace

TEST(MassFault, SaysWhatWasFoundAndWhatToDo) {
  const std::string text = textOf([] { ritz::throwIndefiniteMass("has the value -3"); });

  EXPECT_NE(text.find("the mass operator B has the value -3, so"), std::string::npos) << text;
  EXPECT_NE(text.find("ask for the smallest magnitudes"), std::string::npos) << text;
}

TEST(MassFault, SpeaksOfAVectorOnTheWayIfNothingElseIsKnown) {
  const std::string text = textOf([] { ritz::throwIndefiniteMass(); });

  EXPECT_NE(text.find("⟨x, B x⟩ < 0 for a vector met on the way"), std::string::npos) << text;
}

TEST(MassFault, IsRefusedInTheSameWordsWhereverItShows) {
  const auto A = massWith(1.0);
  const std::string probe = textOf([&] { ritz::Pencil<double>({A, massWith(-1e6)}, {}); });
  const std::string onTheWay = textOf([&] {
    const ritz::Pencil<double> pencil({A, massWith(-0.5)}, {});
    Column x = columnOf(pencil.map, [](ritz::GlobalIndex g) { return g == 7 ? 1.0 : 0.0; });
    ritz::makeOrthoManager(pencil, 0)->normalizeMat(x);
  });
  const std::string dense = textOf([] {
    ritz::Dense<double> I(2, 2), B(2, 2);
    I(0, 0) = I(1, 1) = B(0, 0) = 1.0;
    B(1, 1) = -2.0;
    ritz::singularMassEigen(I, B, ritz::Smallest{}, 1.0);
  });

  ASSERT_NE(adviceIn(probe), "") << probe;
  EXPECT_EQ(adviceIn(onTheWay), adviceIn(probe)) << onTheWay;
  EXPECT_EQ(adviceIn(dense), adviceIn(probe)) << dense;
  EXPECT_NE(dense.find("eigenvalue -2"), std::string::npos) << dense;
}
