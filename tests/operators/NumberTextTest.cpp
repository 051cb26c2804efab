#include <gtest/gtest.h>
#include <ritz/operators/NumberText.hpp>

#include <cmath>
#include <limits>

using namespace ritz;

TEST(NumberText, ReadsIntegersWithSigns) {
  EXPECT_EQ(integerFrom("12"), 12);
  EXPECT_EQ(integerFrom("+12"), 12);
  EXPECT_EQ(integerFrom("-12"), -12);
  EXPECT_EQ(integerFrom("9223372036854775807"), std::numeric_limits<long long>::max());
}

TEST(NumberText, RefusesWhatIsNoInteger) {
  for (const char* text : {"", "+", "-", "+-1", "++1", "1.0", "1e3", "12x", "9223372036854775808", " 1"})
    EXPECT_FALSE(integerFrom(text)) << text;
}

TEST(NumberText, RoundsRealsToTheNearest) {
  EXPECT_EQ(realFrom("0.1"), 0.1);
  EXPECT_EQ(realFrom("+2.5E-3"), 2.5e-3);
  EXPECT_EQ(realFrom("-.5"), -0.5);
  EXPECT_EQ(realFrom("1.7976931348623157e308"), std::numeric_limits<double>::max());
}

TEST(NumberText, ReadsFortranExponents) {
  EXPECT_EQ(realFrom("1.0D+03"), 1000.0);
  EXPECT_EQ(realFrom("-2d-1"), -0.2);
}

TEST(NumberText, TellsTooSmallFromTooLarge) {
  EXPECT_EQ(realFrom("1e-400"), 0.0);
  EXPECT_EQ(realFrom("4.9e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(realFrom("1e-99999"), 0.0);
  EXPECT_TRUE(std::isinf(realFrom("1e400").value()));
  EXPECT_TRUE(std::isinf(realFrom("1e99999").value()));
  EXPECT_LT(realFrom("-1e400").value(), 0.0);
}

TEST(NumberText, RefusesWhatIsNoReal) {
  for (const char* text : {"", "+", "1.0.0", "0x10", "1e", "1,5", "1.0DD3", "three"})
    EXPECT_FALSE(realFrom(text)) << text;
}

TEST(NumberText, SplitsWordsAtBlanksAndTabs) {
  std::string_view rest = "  one\ttwo \r";
  EXPECT_EQ(nextWord(rest), "one");
  EXPECT_EQ(nextWord(rest), "two");
  EXPECT_EQ(nextWord(rest), "");
  EXPECT_EQ(nextWord(rest), "");
}

TEST(NumberText, QuotesWithoutControlCharactersAndNotTooLong) {
  EXPECT_EQ(quotedText("a\x1b[b"), "\"a?[b\"");
  EXPECT_LE(quotedText(std::string(1000, 'x')).size(), 70u);
}
