#pragma once

#include <ritz/drivers/RunReport.hpp>

#include <string>

namespace ritz {

/// The result for a person: what was solved and how, a line for each pair, counts and seconds. About 90
/// columns.
std::string resultTable(const RunReport& report);

}  // namespace ritz
