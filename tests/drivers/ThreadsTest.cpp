#include "Program.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

namespace ritz::test {
namespace {

/// Kokkos reads the number of threads when a program begins.
class Threads {
 public:
  explicit Threads(int count) { ::setenv(Name, std::to_string(count).c_str(), 1); }
  ~Threads() {
    if (known_)
      ::setenv(Name, before_.c_str(), 1);
    else
      ::unsetenv(Name);
  }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  static constexpr const char* Name = "OMP_NUM_THREADS";
  bool known_ = std::getenv(Name) != nullptr;
  std::string before_ = known_ ? std::getenv(Name) : "";
};

nlohmann::json solveOn(int threads, const std::string& method) {
  const Threads setting(threads);
  const TemporaryFolder folder;
  const Outcome outcome =
      runRitz({"eigs", "--operator", "laplacian3d", "--size", "12,11,10", "--weights", "1,1.17,1.39", "-k",
               "4", "--which", "smallest", "--method", method, "--output", folder.path("out")});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return readJson(folder.path("out/result.json"));
}

TEST(Threads, ChangeValuesByNoMoreThanTheirErrorBounds) {
  if (runRitz({"--version"}).out.find("back end Serial") != std::string::npos)
    GTEST_SKIP() << "this back end has one thread";
  for (const char* method : {"lanczos", "krylov-schur", "lobpcg"}) {
    const auto one = solveOn(1, method), two = solveOn(2, method);
    ASSERT_EQ(one["threads"], 1);
    ASSERT_EQ(two["threads"], 2);
    ASSERT_EQ(one["values"].size(), 4u);
    ASSERT_EQ(two["values"].size(), 4u);
    for (std::size_t j = 0; j < 4; ++j)
      EXPECT_LE(std::abs(one["values"][j].get<double>() - two["values"][j].get<double>()),
                one["error_bounds"][j].get<double>() + two["error_bounds"][j].get<double>())
          << method << ", value " << j;
  }
}

}  // namespace
}  // namespace ritz::test
