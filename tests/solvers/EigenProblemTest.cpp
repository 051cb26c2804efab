#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/EigenProblem.hpp>

#include <string>

namespace {

using namespace ritz::test;
using Problem = ritz::EigenProblem<double>;

ritz::OperatorPtr<double> identity(const ritz::MapPtr& map) {
  return diagonalOperator(map, [](ritz::GlobalIndex) { return 1.0; });
}

std::string mismatch(const Problem& problem) {
  try {
    validate(problem);
  } catch (const ritz::SpaceMismatch& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST(EigenProblem, AcceptsOperatorsOnOneMap) {
  const auto map = ritz::makeMap(8);
  Problem problem{identity(map), identity(ritz::makeMap(8)), identity(map), identity(map)};

  EXPECT_NO_THROW(validate(problem));
  EXPECT_NO_THROW(validate(Problem{identity(map)}));
}

TEST(EigenProblem, RefusesToGoWithoutA) { EXPECT_THROW(validate(Problem{}), ritz::InvalidOption); }

TEST(EigenProblem, RefusesAnOperatorThatIsNotSquare) {
  const auto tall =
      ritz::makeOperator<double>(ritz::makeMap(4), ritz::makeMap(6), [](const Block&, Block&) {});

  const std::string text = mismatch({tall});

  EXPECT_NE(text.find("6 × 4"), std::string::npos) << text;
}

TEST(EigenProblem, NamesTheOperatorOfAnotherSize) {
  const auto A = identity(ritz::makeMap(8)), other = identity(ritz::makeMap(9));

  EXPECT_NE(mismatch({A, other}).find("mass operator B acts on 9 entries and A on 8"), std::string::npos);
  EXPECT_NE(mismatch({A, A, other}).find("inverse of B"), std::string::npos);
  EXPECT_NE(mismatch({A, A, A, other}).find("preconditioner"), std::string::npos);
}

TEST(EigenProblem, RefusesTheSameSizeSpreadDifferently) {
  const auto A = identity(ritz::makeMap(8)), other = identity(mapOnLastRank(8));
  if (ritz::worldComm()->getSize() == 1) GTEST_SKIP() << "needs several ranks";

  EXPECT_NE(mismatch({A, other}).find("spread differently"), std::string::npos);
}

TEST(EigenProblem, RefusesConstraintsThatAreNoneOrOverAnotherMap) {
  const auto map = ritz::makeMap(8);
  Problem constrained{identity(map)}, none{identity(map)};
  constrained.constraints = std::make_shared<Block>(ritz::makeMap(9), 1);
  none.constraints = std::make_shared<Block>(map, 0);

  EXPECT_THROW(validate(constrained), ritz::SpaceMismatch);
  EXPECT_THROW(validate(none), ritz::SpaceMismatch);
}
