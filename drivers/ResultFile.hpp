#pragma once

#include <ritz/drivers/RunReport.hpp>

#include <nlohmann/json.hpp>

#include <string>

namespace ritz {

/// result.json, key by key as scripts expect them. Numbers that are not finite become null.
nlohmann::ordered_json resultJson(const RunReport& report);

/// Pieces of it: null for what is not finite; what begins it, up to the words typed; ranks, threads and back
/// end; a product's columns, calls and seconds; those of all operators; where the time went.
nlohmann::ordered_json jsonNumber(double value);
nlohmann::ordered_json numbersJson(const std::vector<double>& values);
nlohmann::ordered_json headJson(const BuildInfo& build, const std::string& command,
                                const std::vector<std::string>& words);
void addCircumstances(nlohmann::ordered_json& json, int ranks, const BuildInfo& build);
nlohmann::ordered_json methodJson(const MethodReport& method);
nlohmann::ordered_json historyJson(const std::vector<HistoryPoint>& history);
nlohmann::ordered_json countJson(const ApplyCount& count);
nlohmann::ordered_json applicationsJson(const Applications& applications);
nlohmann::ordered_json secondsJson(const Timing& seconds);

/// Writes it, one key to a line, whole or not at all. Not collective. Throws DataError if that fails.
void writeResultFile(const std::string& path, const RunReport& report);
void writeResultFile(const std::string& path, const nlohmann::ordered_json& json);

}  // namespace ritz
