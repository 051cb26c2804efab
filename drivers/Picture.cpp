#include <ritz/drivers/Picture.hpp>

#include <fmt/format.h>

namespace ritz {

PictureStyle printedStyle() {
  PictureStyle style;
  style.ink = "#444444", style.paper = "#ffffff", style.grid = "#dcdcdc";
  style.first = "#1f5fa8", style.second = "#c05a00", style.third = "#2e7d4f";
  return style;
}

PictureStyle pageStyle(bool dark, bool narrow) {
  PictureStyle style = printedStyle();
  style.paper.clear();
  style.titled = false;
  if (dark) {
    style.ink = "#c9ced6", style.grid = "#3a414d";
    style.first = "#7fb2f0", style.second = "#f0a050", style.third = "#7fd0a0";
  }
  if (narrow) style.width = 380, style.fontSize = 11;
  return style;
}

std::string gnuplotQuoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c == '\n' ? ' ' : c);
  return result + "'";
}

std::string gnuplotScript(const Picture& picture, const PictureStyle& style, const std::string& file) {
  const bool isPng = file.size() > 4 && file.compare(file.size() - 4, 4, ".png") == 0;
  const bool isNarrow = style.width < 500;
  const auto pixels = [&](double size) { return static_cast<int>(size * style.scale); };
  std::string script = "reset\n";
  for (const auto& [name, colour] :
       {std::pair{"ink", &style.ink}, std::pair{"grid", &style.grid}, std::pair{"first", &style.first},
        std::pair{"second", &style.second}, std::pair{"third", &style.third}})
    script += fmt::format("{} = '{}'\n", name, *colour);
  script += fmt::format(
      "narrow = {}\nset terminal {} size {},{} font '{},{}'{}{}\nset output {}\n", isNarrow ? 1 : 0,
      isPng ? "pngcairo" : "svg", pixels(style.width),
      pixels(style.width * picture.aspect * (isNarrow ? 1.35 : 1.0)), isPng ? "DejaVu Sans" : "sans-serif",
      style.fontSize, isPng ? fmt::format(" fontscale {:g} linewidth {:g}", style.scale, style.scale) : "",
      style.paper.empty() ? "" : fmt::format(" background rgb '{}'", style.paper), gnuplotQuoted(file));
  script +=
      "set border linecolor rgb ink\nset tics textcolor rgb ink\nset title textcolor rgb ink\n"
      "set xlabel textcolor rgb ink\nset ylabel textcolor rgb ink\nset key textcolor rgb ink\n"
      "set grid back xtics ytics linetype 1 linewidth 0.5 linecolor rgb grid\nset datafile missing 'NaN'\n";
  script += fmt::format("heading = {}\n", style.titled ? gnuplotQuoted(picture.title) : "''");
  if (style.titled)
    script +=
        fmt::format("set title {} noenhanced font ',{}'\n", gnuplotQuoted(picture.title), style.fontSize + 1);
  return script + picture.commands + "set output\n";
}

}  // namespace ritz
