#include "Blocks.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>

#include <stdexcept>
#include <string>

namespace {

std::string textOfRaised(const std::string& asked) {
  try {
    ritz::raiseOperatorFailure(*ritz::worldComm(), asked);
  } catch (const ritz::OperatorFailure& failure) {
    return failure.what();
  }
  return "";
}

}  // namespace

TEST(Failure, RaisesNothingWhereNothingIsKept) {
  EXPECT_FALSE(ritz::hasOperatorFailure());
  EXPECT_NO_THROW(ritz::raiseOperatorFailure(*ritz::worldComm(), "test"));
}

TEST(Failure, KeepsTheFirstOnARank) {
  ritz::keepOperatorFailure(std::make_exception_ptr(std::runtime_error("the first")));
  ritz::keepOperatorFailure(std::make_exception_ptr(std::runtime_error("the second")));

  const std::string text = textOfRaised("test");

  EXPECT_NE(text.find("the first"), std::string::npos);
  EXPECT_EQ(text.find("the second"), std::string::npos);
}

TEST(Failure, TellsTheTextOfTheLowestRankOnAll) {
  const int last = ritz::worldComm()->getSize() - 1, rank = ritz::worldComm()->getRank();
  const int lowest = last > 0 ? 1 : 0;
  if (rank >= lowest)
    ritz::keepOperatorFailure(std::make_exception_ptr(std::runtime_error("from " + std::to_string(rank))));

  const std::string text = textOfRaised("asked to multiply");

  EXPECT_NE(text.find("asked to multiply"), std::string::npos);
  EXPECT_NE(text.find("from " + std::to_string(lowest)), std::string::npos);
}

TEST(Failure, IsForgottenOnceRaised) {
  ritz::keepOperatorFailure(std::make_exception_ptr(std::runtime_error("once")));
  EXPECT_NE(textOfRaised("test"), "");

  EXPECT_FALSE(ritz::hasOperatorFailure());
  EXPECT_EQ(textOfRaised("test"), "");
}

TEST(Failure, TakesWhatIsNoStandardException) {
  ritz::keepOperatorFailure(std::make_exception_ptr(42));

  EXPECT_NE(textOfRaised("test").find("no std::exception"), std::string::npos);
}

TEST(Failure, TakesAnEmptyText) {
  ritz::keepOperatorFailure(std::make_exception_ptr(std::runtime_error("")));

  EXPECT_NE(textOfRaised("test"), "");
}
