#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

/// pair, value, error bound, residual, the residual that counts as converged.
std::string dataBlock(const Json& result) {
  const double tolerance = numberAt(result, "/tolerance");
  const double normA = numberAt(result, "/norm_estimate/A"), normB = numberAt(result, "/norm_estimate/B");
  const bool isOfNorm = textAt(result, "/relative_to") != "value";
  std::string text = "$pairs << END\n";
  for (std::size_t j = 0; j < result["values"].size(); ++j) {
    const double value = numberAt(result["values"], "/" + std::to_string(j));
    const double goal =
        isOfNorm ? tolerance * (normA + (normB > 0.0 ? std::abs(value) * normB : 0.0)) : std::nan("");
    text += fmt::format("{} {} {} {} {}\n", j + 1, gnuplotNumber(result["values"][j]),
                        gnuplotNumber(result["error_bounds"][j]), gnuplotNumber(result["residuals"][j]),
                        std::isfinite(goal) ? fmt::format("{:.6g}", goal) : "NaN");
  }
  return text + "END\n";
}

/// Whether all values are positive and span more than a factor of 30.
bool suitsLogarithm(const Json& values) {
  double lowest = HUGE_VAL, highest = 0.0;
  for (const Json& value : values) {
    if (!value.is_number()) continue;
    lowest = std::min(lowest, value.get<double>());
    highest = std::max(highest, value.get<double>());
  }
  return lowest > 0.0 && highest > 30.0 * lowest;
}

bool hasNumbers(const Json& list, double above) {
  return std::any_of(list.begin(), list.end(),
                     [above](const Json& entry) { return entry.is_number() && entry.get<double>() > above; });
}

std::string axisOfPairs(const Json& result) {
  return fmt::format("set xlabel '{}'\nset xrange [0.5:{}.5]\nset xtics {}\n", wordsOf(result).pair,
                     result["values"].size(), std::max<std::size_t>(1, (result["values"].size() + 9) / 10));
}

}  // namespace

std::optional<Picture> spectrumPicture(const nlohmann::ordered_json& result) {
  if (!hasNumbers(result["values"], -HUGE_VAL)) return std::nullopt;
  Picture picture;
  picture.name = "spectrum";
  picture.heading = "Spectrum";
  picture.title = headlineOf(result);
  const std::string value = wordsOf(result).value;
  picture.caption = fmt::format(
      "The {}s in the order asked for; a bar covers each value's error bound (bars smaller than their caps "
      "are not seen).",
      value);
  picture.commands =
      dataBlock(result) + axisOfPairs(result) + fmt::format("set ylabel '{}'\nunset key\n", value);
  if (suitsLogarithm(result["values"]))
    picture.commands += "set logscale y\nset format y '%.0e'\n";
  else
    picture.commands += "set offsets graph 0, 0, 0.05, 0.02\n";
  picture.commands +=
      "plot $pairs using 1:2:3 with yerrorbars pointtype 7 pointsize 1.1 linewidth 1.5 linecolor rgb first, "
      "$pairs using 1:2 with points pointtype 7 pointsize 1.1 linecolor rgb first\n";
  return picture;
}

std::optional<Picture> accuracyPicture(const nlohmann::ordered_json& result) {
  if (!hasNumbers(result["residuals"], 0.0)) return std::nullopt;
  Picture picture;
  picture.name = "accuracy";
  picture.heading = "Accuracy";
  picture.title = headlineOf(result);
  picture.caption = fmt::format(
      "The recomputed residual of each {0}, the bound of its value's error, and the residual below which a "
      "{0} counts as converged.",
      wordsOf(result).pair);
  picture.commands =
      dataBlock(result) + axisOfPairs(result) +
      "set ylabel 'residual, error'\nset logscale y\nset format y '10^{%T}'\n"
      "set key outside above center horizontal\n"
      "plot $pairs using 1:5 with lines dashtype 2 linewidth 1.5 linecolor rgb ink title 'allowed', "
      "$pairs using 1:($4 > 0 ? $4 : NaN) with points pointtype 7 pointsize 1.1 linecolor rgb first title "
      "'residual', "
      "$pairs using 1:($3 > 0 ? $3 : NaN) with points pointtype 9 pointsize 1.2 linecolor rgb second title "
      "'error bound'\n";
  return picture;
}

}  // namespace ritz
