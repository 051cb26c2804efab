#include <ritz/adjoint/AdjointOptions.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>

namespace ritz {

void validate(const AdjointOptions& options) {
  const auto inside = [](double x) { return x > 0 && x < 1; };
  if (!inside(options.gradientTolerance))
    throw InvalidOption(
        fmt::format("AdjointOptions: gradientTolerance is {}; it must be in (0, 1), such as 1e-6",
                    options.gradientTolerance));
  if (!inside(options.correctionTolerance))
    throw InvalidOption(
        fmt::format("AdjointOptions: correctionTolerance is {}; it must be in (0, 1), such as 0.1",
                    options.correctionTolerance));
  if (!(options.solveTolerance >= 0 && options.solveTolerance < 1))
    throw InvalidOption(fmt::format(
        "AdjointOptions: solveTolerance is {}; it must be 0 (derived) or in (0, 1)", options.solveTolerance));
  if (!(options.clusterFactor >= 0 && options.clusterFactor < 1) || !inside(options.gaugeTolerance))
    throw InvalidOption(
        fmt::format("AdjointOptions: clusterFactor is {} and gaugeTolerance {}; they must be in [0, 1) "
                    "and (0, 1)",
                    options.clusterFactor, options.gaugeTolerance));
}

}  // namespace ritz
