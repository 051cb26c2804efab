#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

/// One block of pixels, row after row from the top; scaled to [-1, 1].
std::string dataBlock(const Json& pixels, std::size_t columns, std::size_t index) {
  double largest = 0.0;
  for (const Json& pixel : pixels) largest = std::max(largest, std::abs(pixel.get<double>()));
  std::string text = fmt::format("$direction{} << END\n", index);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    text += fmt::format("{:.4f}{}", largest > 0.0 ? pixels[i].get<double>() / largest : 0.0,
                        (i + 1) % columns == 0 ? "\n" : " ");
  return text + "END\n";
}

}  // namespace

std::optional<Picture> directionsPicture(const nlohmann::ordered_json& result) {
  if (!result.contains("directions") || result["directions"]["pixels"].empty()) return std::nullopt;
  const Json& directions = result["directions"];
  const auto columns = directions["image"][1].get<std::size_t>();
  const std::size_t count = directions["pixels"].size(), across = std::min<std::size_t>(count, 5);
  const std::size_t down = (count + across - 1) / across;

  Picture picture;
  picture.name = "directions";
  picture.heading = "Leading directions";
  picture.title = headlineOf(result);
  picture.caption = fmt::format(
      "The {} leading directions as images of the input: of the part of each vector that belongs to the "
      "input's "
      "weights, the leading singular vector over the pixels (blue: negative, orange: positive; signs of "
      "eigenvectors are arbitrary). Below each, its eigenvalue.",
      count);
  picture.aspect = 0.10 + 0.235 * static_cast<double>(down);
  for (std::size_t j = 0; j < count; ++j) picture.commands += dataBlock(directions["pixels"][j], columns, j);
  picture.commands +=
      "unset key\nunset tics\nunset grid\nunset colorbox\nset size ratio -1\nset yrange [*:*] reverse\n"
      "set cbrange [-1:1]\nset palette defined (-1 '#1f5fa8', 0 '#f4f1ea', 1 '#c05a00')\nset autoscale fix\n"
      "set lmargin 0.5\nset rmargin 0.5\nset tmargin 0.3\nset bmargin 1.8\n";
  picture.commands += fmt::format(
      "set multiplot layout {},{} title heading noenhanced textcolor rgb ink\nunset title\nset border "
      "linecolor rgb grid\n",
      down, across);
  for (std::size_t j = 0; j < count; ++j)
    picture.commands +=
        fmt::format("set xlabel '{}: {:.3g}' offset 0,0.5\nplot $direction{} matrix with image pixels\n",
                    j + 1, numberAt(result["values"], "/" + std::to_string(j)), j);
  picture.commands += "unset multiplot\n";
  return picture;
}

}  // namespace ritz
