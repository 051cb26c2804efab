#pragma once

#include <ritz/drivers/RunReport.hpp>

#include <nlohmann/json.hpp>

#include <string>

namespace ritz {

/// result.json, key by key as scripts expect them. Numbers that are not finite become null.
nlohmann::ordered_json resultJson(const RunReport& report);

/// A product's counts: columns, calls, seconds.
nlohmann::ordered_json countJson(const ApplyCount& count);

/// Writes it, one key to a line, whole or not at all. Not collective. Throws DataError if that fails.
void writeResultFile(const std::string& path, const RunReport& report);
void writeResultFile(const std::string& path, const nlohmann::ordered_json& json);

}  // namespace ritz
