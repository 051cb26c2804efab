#pragma once

#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/SvdResult.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace ritz {

/// Singular triplets and their circumstances: what result.json and the table are made of.
struct SvdReport {
  std::string source;  ///< the file
  const SvdResult<double>& result;
  int ranks = 1;
  BuildInfo build;
  std::vector<std::string> words{};  ///< what was typed after `ritz`
};

/// result.json, with the keys of `ritz eigs` where they mean the same. Numbers that are not finite become
/// null.
nlohmann::ordered_json svdJson(const SvdReport& report);

/// The result for a person.
std::string svdTable(const SvdReport& report);

}  // namespace ritz
