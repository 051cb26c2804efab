#include <ritz/benchmarks/ReferenceCase.hpp>
#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

namespace ritz::bench {

namespace {

constexpr std::size_t NumPairs = 10;
const std::string Grid = "laplacian-";

std::string existing(const std::string& path) {
  for (const char* end : {".mtx", ".mtx.gz"})
    if (std::filesystem::exists(path + end)) return path + end;
  return "";
}

nlohmann::json references(const std::string& folder) {
  std::ifstream file(folder + "/reference.json");
  auto all = nlohmann::json::parse(file, nullptr, false);
  if (all.is_discarded())
    throw DataError(fmt::format(
        "benchmarks: asked for {}/reference.json; found none; give the folder of the matrices by --data",
        folder));
  return all;
}

ReferenceCase gridCase(const std::string& name) {
  const int size = std::stoi(name.substr(Grid.size()));
  const std::array<GlobalIndex, 3> sizes{size, size, size};
  constexpr double Weights[3] = {1.0, 1.17, 1.39};
  const std::array<double, 3> weights{Weights[0], Weights[1], Weights[2]};
  ReferenceCase result;
  result.name = name;
  result.A = std::make_shared<Laplacian3d<double>>(worldComm(), sizes, weights);
  result.matrix = assembledMatrix<double>(result.A);
  result.product = laplacian(static_cast<std::size_t>(size), Weights);
  result.smallest = laplacianSmallest(sizes, weights, NumPairs);
  result.norm = laplacianLargest(sizes, weights, 1).front();
  return result;
}

}  // namespace

double ReferenceCase::worstError(const std::vector<double>& found) const {
  if (found.size() < smallest.size()) return std::numeric_limits<double>::infinity();
  const double rounding = 10 * std::numeric_limits<double>::epsilon() * norm, zero = 1e-12 * norm;
  double result = 0;
  for (std::size_t j = 0; j < smallest.size(); ++j) {
    const double size = std::abs(smallest[j]);
    const double allowed = size < zero ? zero : std::max(1e-6 * size, rounding);
    result = std::max(result, std::abs(found[j] - smallest[j]) / allowed);
  }
  return result;
}

std::vector<std::string> referenceCases(const std::string& folder) {
  std::vector<std::string> result;
  const auto all = references(folder);
  for (const auto& [name, values] : all.items()) {
    const bool isSymmetric = values.is_object() && values.contains("smallest") && values.contains("largest");
    if (isSymmetric &&
        !(existing(folder + "/gen/" + name + "_A") + existing(folder + "/sym/" + name)).empty())
      result.push_back(name);
  }
  return result;
}

ReferenceCase makeReferenceCase(const std::string& name, const std::string& folder) {
  if (name.rfind(Grid, 0) == 0) return gridCase(name);
  const auto values = references(folder).value(name, nlohmann::json::object());
  const std::string pair = existing(folder + "/gen/" + name + "_A"),
                    file = pair.empty() ? existing(folder + "/sym/" + name) : pair;
  if (file.empty() || !values.contains("smallest") || !values.contains("largest"))
    throw InvalidOption(
        fmt::format("benchmarks: asked for the case '{}'; --list names those in {}", name, folder));
  ReferenceCase result;
  result.name = name;
  const auto A = readMatrix<double>(worldComm(), file);
  result.A = A;
  result.matrix = A->matrix();
  if (!pair.empty()) {
    const auto B = readMatrix<double>(worldComm(), existing(folder + "/gen/" + name + "_B"));
    result.B = B;
    result.mass = B->matrix();
  }
  result.smallest = values["smallest"].get<std::vector<double>>();
  result.smallest.resize(std::min(result.smallest.size(), NumPairs));
  for (const char* end : {"smallest", "largest"})
    for (const auto& value : values[end]) result.norm = std::max(result.norm, std::abs(value.get<double>()));
  return result;
}

}  // namespace ritz::bench
