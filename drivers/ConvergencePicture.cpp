#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

/// NaN where a logarithm has none.
double drawable(const Json& point) {
  const double residual = numberAt(point, "/max_residual");
  return residual > 0.0 ? residual : std::nan("");
}

std::string dataBlock(const Json& result) {
  std::string text = "$history << END\n";
  for (const Json& point : result["history"]) {
    const double residual = drawable(point);
    text += fmt::format("{} {} {}\n", point["applications"].get<long long>(), point["converged"].get<long>(),
                        std::isnan(residual) ? "NaN" : fmt::format("{:.6e}", residual));
  }
  const auto last = std::max(result["applications"]["A"]["columns"].get<long long>(),
                             result["history"].back()["applications"].get<long long>());
  return text + fmt::format("{} {} NaN\nEND\n", last, result["num_converged"].get<long>());
}

/// The lowest to be drawn, the tolerance included; 0 if there are none.
double lowestResidual(const Json& result, double tolerance) {
  double lowest = tolerance > 0.0 ? tolerance : HUGE_VAL;
  for (const Json& point : result["history"]) lowest = std::fmin(lowest, drawable(point));
  return std::isfinite(lowest) ? lowest : 0.0;
}

}  // namespace

std::optional<Picture> convergencePicture(const nlohmann::ordered_json& result) {
  if (result["history"].size() <= 1) return std::nullopt;
  const double tolerance = numberAt(result, "/tolerance"), lowest = lowestResidual(result, tolerance);
  if (lowest <= 0.0) return std::nullopt;
  const long pairs = std::max(1L, result["k"].get<long>());

  Picture picture;
  picture.name = "convergence";
  picture.heading = "Convergence";
  picture.title = headlineOf(result);
  const ResultWords words = wordsOf(result);
  picture.caption = fmt::format(
      "The worst relative residual (left axis) and the number of converged {}s (right axis) against the "
      "vectors that were multiplied by {}.",
      words.pair, words.products);
  picture.commands =
      dataBlock(result) +
      fmt::format("pairs = {}\nset y2tics {}\nset yrange [{:.3e}:*]\n", pairs, std::max(1L, (pairs + 9) / 10),
                  lowest / 3.0) +
      fmt::format(
          "set xlabel narrow ? 'applications of {0}' : 'applications of {0} (vectors)'\n"
          "set y2label 'converged {1}s' textcolor rgb second\n",
          words.products, words.pair) +
      "set ylabel 'worst relative residual' textcolor rgb first\n"
      "set logscale y\nset format y '10^{%T}'\nset ytics nomirror textcolor rgb first\n"
      "set y2tics nomirror textcolor rgb second\nset y2range [0:pairs*1.05]\nset xrange [0:*]\n"
      "set key outside above center horizontal\nset samples 2\n";
  picture.commands +=
      "plot $history using 1:2 axes x1y2 with steps linewidth 2 linecolor rgb second title 'converged', "
      "$history using 1:3 with lines linewidth 2 linecolor rgb first title 'worst residual'";
  if (tolerance > 0.0)
    picture.commands += fmt::format(
        ", {:.6e} with lines dashtype 2 linewidth 1.5 linecolor rgb ink title 'tolerance'", tolerance);
  picture.commands += "\n";
  return picture;
}

}  // namespace ritz
