#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace ritz {

/// DIR/result.json, with all keys that the reports need and their types as documented. Not collective. Throws
/// DataError for a folder or file that is missing, no JSON, or no result of Ritz.
nlohmann::ordered_json readResult(const std::string& folder);

/// Whether it is of `ritz density`, which has a curve in place of pairs.
bool isDensity(const nlohmann::ordered_json& result);

/// The number at `pointer` ("/seconds/total"); NaN where it is missing or null.
double numberAt(const nlohmann::ordered_json& result, const std::string& pointer);

/// The text there, or "" where there is none.
std::string textAt(const nlohmann::ordered_json& result, const std::string& pointer);

/// An entry of a list of numbers as gnuplot reads it: "NaN" for null.
std::string gnuplotNumber(const nlohmann::ordered_json& number);

}  // namespace ritz
