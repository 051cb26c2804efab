#include <gtest/gtest.h>
#include <ritz/solvers/EigenResult.hpp>

#include <string>

namespace {

ritz::EigenResult<double> halfDone() {
  ritz::EigenResult<double> result;
  result.status = ritz::Status::TimeLimit;
  result.reason = "the limit of 3 seconds was reached";
  result.values = {4.0, 3.0};
  result.converged = {true, false};
  result.options.numPairs = 2;
  return result;
}

}  // namespace

TEST(EigenResult, NamesEveryStatus) {
  EXPECT_EQ(nameOf(ritz::Status::Converged), "converged");
  EXPECT_EQ(nameOf(ritz::Status::IterationLimit), "iteration-limit");
  EXPECT_EQ(nameOf(ritz::Status::ApplicationLimit), "application-limit");
  EXPECT_EQ(nameOf(ritz::Status::TimeLimit), "time-limit");
  EXPECT_EQ(nameOf(ritz::Status::Stopped), "stopped");
  EXPECT_EQ(nameOf(ritz::Status::Breakdown), "breakdown");
}

TEST(EigenResult, CountsConvergedPairs) {
  EXPECT_EQ(halfDone().numConverged(), 1);
  EXPECT_EQ(ritz::EigenResult<double>().numConverged(), 0);
}

TEST(EigenResult, ThrowsWithThePartialResultsInside) {
  const auto result = halfDone();

  try {
    result.requireConverged();
    FAIL() << "nothing was thrown";
  } catch (const ritz::NotConvergedWith<double>& error) {
    const std::string text = error.what();
    EXPECT_EQ(error.result().values, result.values);
    EXPECT_NE(text.find("asked for 2 pairs"), std::string::npos) << text;
    EXPECT_NE(text.find("1 of them converged"), std::string::npos) << text;
    EXPECT_NE(text.find("time-limit: the limit of 3 seconds was reached"), std::string::npos) << text;
  }
  EXPECT_THROW(result.requireConverged(), ritz::NotConverged);
}

TEST(EigenResult, LetsAConvergedOnePass) {
  auto result = halfDone();
  result.status = ritz::Status::Converged;

  EXPECT_NO_THROW(result.requireConverged());
  EXPECT_TRUE(result.allConverged());
}
