#include <ritz/drivers/RunReport.hpp>

#include <fmt/format.h>

namespace ritz {

std::string describe(const Which& which) {
  if (const auto* near = std::get_if<Nearest>(&which)) return fmt::format("nearest to {:g}", near->sigma);
  if (const auto* in = std::get_if<Interval>(&which)) return fmt::format("in [{:g}, {:g}]", in->a, in->b);
  return nameOf(which);
}

std::string residualDefinition(const EigenOptions& options) {
  return fmt::format("||A u - lambda B u||_2 / ||u||_2, recomputed from the vectors; converged: {}",
                     options.relativeTo == RelativeTo::Norm
                         ? fmt::format("<= {:g} (|A| + |lambda| |B|)", options.tolerance)
                         : fmt::format("<= {:g} |lambda| ||u||_B / ||u||_2", options.tolerance));
}

}  // namespace ritz
