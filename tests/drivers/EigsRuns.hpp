#pragma once

#include "Program.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ritz::test {

/// `ritz eigs` into a folder of its own.
class EigsRuns {
 protected:
  Outcome run(std::vector<std::string> arguments, int ranks = 1) {
    arguments.insert(arguments.begin(), "eigs");
    arguments.insert(arguments.end(), {"--output", folder.path("out")});
    return runRitz(arguments, ranks);
  }
  nlohmann::json result() const { return readJson(folder.path("out/result.json")); }

  TemporaryFolder folder;
};

/// The same on as many ranks as the parameter says.
class EigsOnRanks : public EigsRuns, public testing::TestWithParam<int> {
 protected:
  Outcome run(const std::vector<std::string>& arguments) { return EigsRuns::run(arguments, GetParam()); }
};

/// |θ − λ| ≤ ‖r‖ for some λ, and ‖r‖ ≤ tolerance·(α + |θ|) ≤ 2·tolerance·‖A‖ for a standard problem.
inline double tolerated(double tolerance, double normA) { return 2.0 * tolerance * normA; }

}  // namespace ritz::test
