#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ritz {

std::vector<std::pair<std::string, double>> secondsSpent(const nlohmann::ordered_json& result) {
  const double total = numberAt(result, "/seconds/total");
  std::vector<std::pair<std::string, double>> parts;
  if (!(total > 0.0)) return parts;
  double rest = total;
  const auto add = [&](const char* name, double seconds, bool always) {
    if (!(seconds > 0.0) && !always) return;
    parts.emplace_back(name, seconds > 0.0 ? seconds : 0.0);
    rest -= parts.back().second;
  };
  add("products with A", numberAt(result, "/applications/A/seconds"), true);
  add("products with A transposed", numberAt(result, "/applications/adjoint/seconds"), false);
  add("products with B", numberAt(result, "/applications/B/seconds"), false);
  add("preconditioner", numberAt(result, "/applications/preconditioner/seconds"), false);
  add("inverse of A - sigma B", numberAt(result, "/applications/inverse/seconds"), false);
  add("orthogonalization", numberAt(result, "/seconds/orthogonalization"), true);
  parts.emplace_back("all else", std::max(0.0, rest));
  return parts;
}

namespace {

/// The largest of 1, 2, 5 times a power of ten with at least `count` of them up to `end`.
double tickStep(double end, int count) {
  const double power = std::pow(10.0, std::floor(std::log10(end / count)));
  for (const double digit : {5.0, 2.0})
    if (digit * power * count <= end) return digit * power;
  return power;
}

}  // namespace

std::optional<Picture> secondsPicture(const nlohmann::ordered_json& result) {
  const auto parts = secondsSpent(result);
  if (parts.empty()) return std::nullopt;
  Picture picture;
  picture.name = "seconds";
  picture.heading = "Time";
  picture.title = headlineOf(result);
  picture.caption = fmt::format("Where the {:.3g} s of the solve went.", numberAt(result, "/seconds/total"));
  picture.aspect = 0.07 + 0.06 * static_cast<double>(parts.size());
  picture.commands = "$seconds << END\n";
  std::string labels;
  double longest = 0.0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    picture.commands += fmt::format("{} {:.6g}\n", i, parts[i].second);
    longest = std::max(longest, parts[i].second);
    labels += fmt::format("{}'{}' {}", i > 0 ? ", " : "", parts[i].first, i);
  }
  picture.commands += "END\n" + fmt::format("set ytics ({}) nomirror scale 0\nset yrange [{}.6:-0.6]\n",
                                            labels, parts.size() - 1);
  if (longest > 0.0)
    picture.commands +=
        fmt::format("set xtics narrow ? {:g} : {:g}\n", tickStep(longest, 2), tickStep(longest, 5));
  picture.commands +=
      "set xlabel 'seconds'\nset xrange [0:*]\nset grid noytics\nunset key\nset style fill solid 1.0 "
      "noborder\n"
      "plot $seconds using ($2/2):1:($2/2):(0.32) with boxxyerror linecolor rgb first\n";
  return picture;
}

}  // namespace ritz
