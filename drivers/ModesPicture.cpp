#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

/// Coordinates and the entry, scaled to [-1, 1], a line for each point.
std::string dataBlock(const Json& points, const Json& entries, std::size_t index) {
  double largest = 0.0;
  for (const Json& entry : entries) largest = std::max(largest, std::abs(entry.get<double>()));
  std::string text = fmt::format("$mode{} << END\n", index);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const Json& coordinate : points) text += fmt::format("{} ", coordinate[i].get<double>());
    text += fmt::format("{:.4f}\n", largest > 0.0 ? entries[i].get<double>() / largest : 0.0);
  }
  return text + "END\n";
}

/// Marks that touch where the points fill their part of the picture evenly.
std::string marks(std::size_t points, std::size_t dimension) {
  const double along = std::pow(static_cast<double>(points), 1.0 / static_cast<double>(dimension));
  return fmt::format("with points pointtype {} pointsize (narrow ? 0.55 : 1)*{:.3f} linecolor palette",
                     dimension == 2 ? 5 : 7, std::clamp((dimension == 2 ? 26.0 : 15.0) / along, 0.25, 4.0));
}

std::string plotOf(const Json& modes, std::size_t index) {
  const std::size_t dimension = modes["points"].size();
  if (dimension == 1)
    return fmt::format(
        "plot 0 with lines linewidth 1 linecolor rgb grid, $mode{} using 1:2 with lines "
        "linewidth 1.5 linecolor rgb first\n",
        index);
  return fmt::format("{} $mode{} using {} {}\n", dimension == 2 ? "plot" : "splot", index,
                     dimension == 2 ? "1:2:3" : "1:2:3:4", marks(modes["entries"][0].size(), dimension));
}

std::string settings(std::size_t dimension) {
  std::string text = "unset key\nunset tics\nunset grid\nunset colorbox\n";
  if (dimension == 1) return text + "set yrange [-1.1:1.1]\nset autoscale xfix\n";
  text += "set cbrange [-1:1]\nset palette defined (-1 '#1f5fa8', 0 '#f4f1ea', 1 '#c05a00')\n";
  if (dimension == 2) return text + "set size ratio -1\nset offsets graph 0.05, 0.05, 0.05, 0.05\n";
  return text + "set view equal xyz\nset view 65, 30, 0.95\nset xyplane 0\n";
}

}  // namespace

std::optional<Picture> modesPicture(const nlohmann::ordered_json& result) {
  if (!result.contains("modes") || result["modes"]["entries"].empty()) return std::nullopt;
  const Json& modes = result["modes"];
  const std::size_t dimension = modes["points"].size(), count = modes["entries"].size();
  const std::size_t across = std::min<std::size_t>(count, 3), down = (count + across - 1) / across;

  Picture picture;
  picture.name = "modes";
  picture.heading = "Modes";
  picture.title = headlineOf(result);
  picture.caption = fmt::format(
      "The first {} eigenvectors at the coordinates of their unknowns{}, each divided by its largest entry "
      "(signs are arbitrary). Above each, its eigenvalue.",
      count, dimension == 1 ? "" : " (blue: negative, orange: positive)");
  picture.aspect = 0.10 + 0.30 * static_cast<double>(down);
  for (std::size_t j = 0; j < count; ++j)
    picture.commands += dataBlock(modes["points"], modes["entries"][j], j);
  picture.commands += settings(dimension) + "set lmargin 1\nset rmargin 1\nset tmargin 2\nset bmargin 0.5\n";
  picture.commands += fmt::format(
      "set multiplot layout {},{} title heading noenhanced textcolor rgb ink\nset border "
      "linecolor rgb grid\n",
      down, across);
  for (std::size_t j = 0; j < count; ++j)
    picture.commands +=
        fmt::format("set title '{}: {:.5g}' offset 0,{}\n", j + 1,
                    numberAt(result["values"], "/" + std::to_string(j)), dimension == 3 ? 0.0 : -0.6) +
        plotOf(modes, j);
  picture.commands += "unset multiplot\n";
  return picture;
}

}  // namespace ritz
