#pragma once

#include <ritz/drivers/DensityArguments.hpp>
#include <ritz/drivers/DensityCurve.hpp>
#include <ritz/drivers/Picture.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/spectralDensity.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// A density and its circumstances: what result.json, density.csv, the table and the picture are made of.
struct DensityReport {
  struct Trace {
    std::string name;
    Estimate estimate;
    std::string fault;  ///< why there is none, or empty
  };

  std::string source;  ///< where the problem came from
  bool isGeneralized = false;
  const DensityResult& result;
  const DensityArguments& arguments;
  std::uint64_t seed = 0;
  int ranks = 1;
  BuildInfo build;
  std::vector<std::string> words{};  ///< what was typed after `ritz`

  double width = 0.0;  ///< of the kernel
  std::vector<DensityPoint> curve{};
  std::vector<Trace> traces{};
  std::optional<Estimate> count{};

  /// Asks the density what `arguments` want to know. Local.
  void evaluate();

  /// What to say about the functions that have no trace, or nothing.
  std::string faults() const;
};

/// result.json. Numbers that are not finite become null.
nlohmann::ordered_json densityJson(const DensityReport& report);

/// The result for a person.
std::string densityTable(const DensityReport& report);

/// The curve with its error band, made of result.json and density.csv alone. Empty where the curve is.
std::optional<Picture> densityPicture(const nlohmann::ordered_json& result,
                                      const std::vector<DensityPoint>& curve);

}  // namespace ritz
