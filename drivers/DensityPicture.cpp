#include <ritz/drivers/DensityReport.hpp>

#include <fmt/format.h>

#include <cmath>

namespace ritz {

namespace {

std::string gnuplotNumber(double value) {
  return std::isfinite(value) ? fmt::format("{:.8g}", value) : "NaN";
}

/// lambda, density, the lower and upper end of its band.
std::string dataBlock(const DensityReport& report) {
  std::string text = "$density << END\n";
  for (const auto& [lambda, density, below] : report.curve) {
    const double band = 2 * density.standardError + density.quadratureError;
    text +=
        fmt::format("{:.10g} {} {} {}\n", lambda, gnuplotNumber(density.value),
                    gnuplotNumber(std::max(0.0, density.value - band)), gnuplotNumber(density.value + band));
  }
  return text + "END\n";
}

/// Vertical lines at the finite ends of --count.
std::string countMarks(const DensityReport& report) {
  std::string text;
  for (const double end : report.arguments.count)
    if (end > report.curve.front().lambda && end < report.curve.back().lambda)
      text += fmt::format(
          "set arrow from first {0:.10g}, graph 0 to first {0:.10g}, graph 1 nohead dashtype 2 linewidth 1.5 "
          "linecolor rgb second\n",
          end);
  return text;
}

}  // namespace

std::optional<Picture> densityPicture(const DensityReport& report) {
  if (report.curve.empty()) return std::nullopt;
  const bool isExact = report.result.density.isExact();
  Picture picture;
  picture.name = "density";
  picture.heading = "Density of states";
  picture.title = fmt::format(
      "{}: n = {}, {}", report.source, report.result.n,
      isExact
          ? "all eigenvalues"
          : fmt::format("{} vectors x {} steps", report.result.density.probes().size(), report.result.steps));
  picture.caption = fmt::format(
      "How many eigenvalues there are per unit, each smoothed to a Gaussian of standard deviation {:.4g}{}",
      report.width, isExact ? "." : "; the band is two standard errors and the quadrature's error wide.");
  picture.commands = dataBlock(report) + countMarks(report) +
                     fmt::format("set xlabel 'eigenvalue (unit of A{}), smoothed over {:.3g}'\n",
                                 report.isGeneralized ? "/B" : "", report.width) +
                     "set ylabel 'eigenvalues per unit'\nset yrange [0:*]\nset offsets 0, 0, graph 0.05, 0\n"
                     "set key outside above center horizontal\n" +
                     fmt::format("set xrange [{:.10g}:{:.10g}]\nplot ", report.curve.front().lambda,
                                 report.curve.back().lambda);
  if (!isExact)
    picture.commands +=
        "$density using 1:3:4 with filledcurves linecolor rgb first fillstyle transparent solid 0.3 noborder "
        "title '2 standard errors', ";
  picture.commands +=
      "$density using 1:2 with lines linewidth 2 linecolor rgb first title 'density of states'";
  if (!report.arguments.count.empty())
    picture.commands +=
        ", NaN with lines dashtype 2 linewidth 1.5 linecolor rgb second title 'interval counted'";
  picture.commands += "\n";
  return picture;
}

}  // namespace ritz
