#pragma once

#include <ritz/drivers/RunReport.hpp>

#include <string>

namespace ritz {

/// The result for a person: what was solved and how, a line for each pair, counts and seconds. About 90
/// columns.
std::string resultTable(const RunReport& report);

/// What it cost: counts of products, a line for each operator that was applied, and seconds.
std::string costTable(const Applications& counts, const Timing& seconds, int ranks, const BuildInfo& build);

}  // namespace ritz
