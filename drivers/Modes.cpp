#include <ritz/drivers/GatheredVector.hpp>
#include <ritz/drivers/Modes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t MostModes = 6, MostPoints = 2000;

double rounded(double value) { return std::stod(fmt::format("{:.5g}", value)); }

Json columnsJson(const MultiVector<double>& X, std::size_t count) {
  const std::size_t n = X.getGlobalLength(), stride = (n + MostPoints - 1) / MostPoints;
  Json lists = Json::array();
  for (std::size_t j = 0; j < count; ++j) {
    const std::vector<double> entries = gathered(X, j);
    Json list = Json::array();
    for (std::size_t i = 0; i < n; i += stride) list.push_back(rounded(entries[i]));
    lists.push_back(std::move(list));
  }
  return lists;
}

}  // namespace

nlohmann::ordered_json modesJson(const MultiVector<double>& points, const MultiVector<double>& vectors) {
  return {{"points", columnsJson(points, points.getNumVectors())},
          {"entries", columnsJson(vectors, std::min(MostModes, vectors.getNumVectors()))}};
}

}  // namespace ritz
