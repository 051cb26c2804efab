#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace ritz {

/// A table of a report, in texts.
struct ReportTable {
  std::string heading, caption;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// What there is of: pairs or estimates, products, seconds, comparison, gradient.
std::vector<ReportTable> reportTables(const nlohmann::ordered_json& result);

/// The figures that stand at the top of a report, with their names.
std::vector<std::pair<std::string, std::string>> reportFacts(const nlohmann::ordered_json& result);

}  // namespace ritz
