#include <ritz/drivers/ResultReader.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <vector>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Expected {
  const char* pointer;
  const char* type;
  bool (Json::*is)() const noexcept;
};

const std::vector<Expected> ofAll{{"/ritz", "a text", &Json::is_string},
                                  {"/command", "a text", &Json::is_string},
                                  {"/status", "a text", &Json::is_string},
                                  {"/problem/n", "a number", &Json::is_number},
                                  {"/problem/source", "a text", &Json::is_string},
                                  {"/method/name", "a text", &Json::is_string},
                                  {"/applications/A/columns", "a number", &Json::is_number},
                                  {"/seconds", "an object", &Json::is_object},
                                  {"/ranks", "a number", &Json::is_number}};
const std::vector<Expected> ofPairs{
    {"/k", "a number", &Json::is_number},         {"/num_converged", "a number", &Json::is_number},
    {"/values", "a list", &Json::is_array},       {"/residuals", "a list", &Json::is_array},
    {"/error_bounds", "a list", &Json::is_array}, {"/history", "a list", &Json::is_array}};
const std::vector<Expected> ofDensities{{"/width", "a number", &Json::is_number},
                                        {"/problem/generalized", "true or false", &Json::is_boolean},
                                        {"/traces", "a list", &Json::is_array}};

[[noreturn]] void refuse(const std::string& file, const std::string& found) {
  throw DataError(
      fmt::format("{}: {}; give the folder that a run of ritz has written (--output), with its result.json "
                  "unchanged",
                  file, found));
}

void expectNumbers(const std::string& file, const Json& result, const char* key) {
  for (const Json& entry : result[key])
    if (!entry.is_number() && !entry.is_null())
      refuse(file, fmt::format("'{}' has an entry {} that is no number", key, entry.dump().substr(0, 40)));
  if (result[key].size() != result["values"].size())
    refuse(file, fmt::format("'{}' has {} entries, 'values' has {}", key, result[key].size(),
                             result["values"].size()));
}

void expectKeys(const std::string& file, const Json& result, const std::vector<Expected>& keys) {
  for (const auto& [pointer, type, is] : keys) {
    const Json::json_pointer at(pointer);
    if (!result.contains(at)) refuse(file, fmt::format("the key {} is missing", pointer));
    if (!(result.at(at).*is)()) refuse(file, fmt::format("{} is not {}", pointer, type));
  }
}

void expectPairs(const std::string& file, const Json& result) {
  expectKeys(file, result, ofPairs);
  for (const char* key : {"values", "residuals", "error_bounds"}) expectNumbers(file, result, key);
  for (const Json& point : result["history"])
    for (const char* key : {"applications", "converged"})
      if (!point.is_object() || !point.contains(key) || !point[key].is_number())
        refuse(file, fmt::format("a point of 'history' has no number '{}'", key));
}

void validate(const std::string& file, const Json& result) {
  if (!result.is_object()) refuse(file, "it holds no JSON object");
  expectKeys(file, result, ofAll);
  if (isDensity(result))
    expectKeys(file, result, ofDensities);
  else
    expectPairs(file, result);
}

}  // namespace

nlohmann::ordered_json readResult(const std::string& folder) {
  const std::string file = (fs::path(folder) / "result.json").string();
  std::error_code error;
  if (!fs::is_directory(folder, error)) refuse(folder.empty() ? "\"\"" : folder, "there is no such folder");
  std::ifstream stream(file);
  if (!stream || fs::is_directory(file, error)) refuse(file, "there is no such file, or it cannot be read");
  Json result;
  try {
    result = Json::parse(stream);
  } catch (const nlohmann::json::exception& found) {
    refuse(file, fmt::format("this is not JSON: {}", found.what()));
  }
  validate(file, result);
  return result;
}

bool isDensity(const nlohmann::ordered_json& result) { return textAt(result, "/command") == "density"; }

double numberAt(const nlohmann::ordered_json& result, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  const bool isThere = result.contains(at) && result.at(at).is_number();
  return isThere ? result.at(at).get<double>() : std::numeric_limits<double>::quiet_NaN();
}

std::string textAt(const nlohmann::ordered_json& result, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  return result.contains(at) && result.at(at).is_string() ? result.at(at).get<std::string>() : "";
}

std::string gnuplotNumber(const nlohmann::ordered_json& number) {
  return number.is_number() ? fmt::format("{:.12g}", number.get<double>()) : "NaN";
}

}  // namespace ritz
