#include <ritz/drivers/DensityReport.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

std::string gnuplotNumber(double value) {
  return std::isfinite(value) ? fmt::format("{:.8g}", value) : "NaN";
}

/// lambda, density, the lower and upper end of its band.
std::string dataBlock(const std::vector<DensityPoint>& curve) {
  std::string text = "$density << END\n";
  for (const auto& [lambda, density, below] : curve) {
    const double band = 2 * density.standardError + density.quadratureError;
    text +=
        fmt::format("{:.10g} {} {} {}\n", lambda, gnuplotNumber(density.value),
                    gnuplotNumber(std::max(0.0, density.value - band)), gnuplotNumber(density.value + band));
  }
  return text + "END\n";
}

/// Vertical lines at the finite ends of --count.
std::string countMarks(const nlohmann::ordered_json& result, const std::vector<DensityPoint>& curve) {
  std::string text;
  for (const char* key : {"/count/from", "/count/to"})
    if (const double end = numberAt(result, key); end > curve.front().lambda && end < curve.back().lambda)
      text += fmt::format(
          "set arrow from first {0:.10g}, graph 0 to first {0:.10g}, graph 1 nohead dashtype 2 linewidth 1.5 "
          "linecolor rgb second\n",
          end);
  return text;
}

std::string plotOf(bool isExact, bool counts) {
  std::string text = "plot ";
  if (!isExact)
    text +=
        "$density using 1:3:4 with filledcurves linecolor rgb first fillstyle transparent solid 0.3 noborder "
        "title '2 standard errors', ";
  text += "$density using 1:2 with lines linewidth 2 linecolor rgb first title 'density of states'";
  if (counts)
    text += ", NaN with lines dashtype 2 linewidth 1.5 linecolor rgb second title 'interval counted'";
  return text + "\n";
}

}  // namespace

std::optional<Picture> densityPicture(const nlohmann::ordered_json& result,
                                      const std::vector<DensityPoint>& curve) {
  if (curve.empty()) return std::nullopt;
  const bool isExact = textAt(result, "/method/name") == "dense";
  const double width = numberAt(result, "/width");
  Picture picture;
  picture.name = "density";
  picture.heading = "Density of states";
  picture.title = fmt::format(
      "{}: n = {:.0f}, {}", textAt(result, "/problem/source"), numberAt(result, "/problem/n"),
      isExact ? "all eigenvalues"
              : fmt::format("{:.0f} vectors x {:.0f} steps", numberAt(result, "/method/probes_taken"),
                            numberAt(result, "/method/steps")));
  picture.caption = fmt::format(
      "How many eigenvalues there are per unit, each smoothed to a Gaussian of standard deviation {:.4g}{}",
      width, isExact ? "." : "; the band is two standard errors and the quadrature's error wide.");
  picture.commands =
      dataBlock(curve) + countMarks(result, curve) +
      fmt::format("set xlabel 'eigenvalue (unit of A{}), smoothed over {:.3g}'\n",
                  result["problem"]["generalized"] == true ? "/B" : "", width) +
      "set ylabel 'eigenvalues per unit'\nset yrange [0:*]\nset offsets 0, 0, graph 0.05, 0\n"
      "set key outside above center horizontal\n" +
      fmt::format("set xrange [{:.10g}:{:.10g}]\n", curve.front().lambda, curve.back().lambda) +
      plotOf(isExact, result.contains("count"));
  return picture;
}

}  // namespace ritz
