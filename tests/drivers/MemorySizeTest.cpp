#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ritz/drivers/MemorySize.hpp>
#include <ritz/operators/Error.hpp>

namespace ritz {
namespace {

TEST(MemorySize, IsANumberOfBytesWithOrWithoutAUnit) {
  EXPECT_EQ(memorySize("--memory", "4096"), 4096.0);
  EXPECT_EQ(memorySize("--memory", "12B"), 12.0);
  EXPECT_EQ(memorySize("--memory", "2GB"), 2e9);
  EXPECT_EQ(memorySize("--memory", "1.5 gib"), 1.5 * 1024 * 1024 * 1024);
  EXPECT_EQ(memorySize("--memory", "3kB"), 3000.0);
  EXPECT_EQ(memorySize("--memory", "1TiB"), 1099511627776.0);
}

TEST(MemorySize, OfAnythingElseIsRefusedWithAnExample) {
  for (const char* text : {"", "much", "-1GB", "0", "2 potatoes", "2GX", "inf", "nan"}) {
    try {
      memorySize("--memory", text);
      ADD_FAILURE() << text;
    } catch (const InvalidOption& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("for example --memory 2GB")) << text;
    }
  }
}

}  // namespace
}  // namespace ritz
