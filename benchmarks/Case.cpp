#include <ritz/benchmarks/Case.hpp>
#include <ritz/benchmarks/NetworkCase.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/LaplacianSpectrum.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>

namespace ritz::bench {

namespace {

constexpr double LaplacianWeights[3] = {1.0, 1.17, 1.39};

struct Frame {
  std::string name, title;
  int k = 0, basis = 0;
  bool largest = true;
};

Case standard(const Frame& frame, std::size_t n, Product product, std::vector<double> exact, double norm,
              double threshold) {
  Case result{frame.name, frame.title, n,   frame.k, frame.largest, frame.basis,
              threshold,  norm,        1.0, {},      0.0,           CountedOperator(n, std::move(product))};
  result.exact = std::move(exact);
  result.valueTolerance = threshold + 1e-13 * norm;
  return result;
}

Case tridiagonalCase(const Frame& frame, std::size_t n, double tolerance) {
  auto exact = tridiagonalLargest(n, frame.k);
  const double norm = exact.front();
  return standard(frame, n, tridiagonal(n), std::move(exact), norm, tolerance * norm);
}

/// The other end of the same, with its diagonal as a preconditioner.
Case jacobiCase(const Frame& frame, std::size_t n, double tolerance) {
  auto exact = tridiagonalLargest(n, frame.k);  // of T; n + 1 − T is T in the opposite order but for signs
  const double norm = exact.front();
  for (double& value : exact) value = static_cast<double>(n + 1) - value;
  Case result = standard(frame, n, tridiagonal(n), std::move(exact), norm, tolerance * norm);
  result.preconditioner.emplace(n, [n](const double* x, double* y) {
    for (std::size_t i = 0; i < n; ++i) y[i] = x[i] / static_cast<double>(i + 1);
  });
  return result;
}

Case decayingCase(const Frame& frame, std::size_t n, double tolerance) {
  std::vector<double> exact;
  for (int i = 1; i <= frame.k; ++i) exact.push_back(1e4 / (static_cast<double>(i) * i) + 1.0);
  return standard(frame, n, decaying(n), std::move(exact), 10001.0, tolerance * 10001.0);
}

Case laplacianCase(const Frame& frame, GlobalIndex size) {
  const std::array<GlobalIndex, 3> sizes{size, size, size};
  const std::array<double, 3> weights{LaplacianWeights[0], LaplacianWeights[1], LaplacianWeights[2]};
  const auto k = static_cast<std::size_t>(frame.k);
  auto exact = frame.largest ? laplacianLargest(sizes, weights, k) : laplacianSmallest(sizes, weights, k);
  const double norm = laplacianLargest(sizes, weights, 1).front();
  const double threshold = 1e-8 * std::min(exact.front(), exact.back());
  const auto points = static_cast<std::size_t>(size * size * size);
  return standard(frame, points, laplacian(static_cast<std::size_t>(size), LaplacianWeights),
                  std::move(exact), norm, threshold);
}

nlohmann::json reference(const std::string& data, const std::string& name) {
  std::ifstream file(data + "/reference.json");
  const auto all = nlohmann::json::parse(file, nullptr, false);
  if (all.is_discarded() || !all.contains(name))
    throw DataError(fmt::format(
        "benchmarks: asked for the reference values of {} in {}/reference.json; found none; give the folder "
        "of the matrices by --data",
        name, data));
  return all[name];
}

/// The best of a matrix: of the data's own reference, and where more are asked for of
/// benchmarks/largest.json.
std::vector<double> known(const Frame& frame, const std::string& data, const std::string& matrix) {
  auto values = reference(data, matrix)[frame.largest ? "largest" : "smallest"].get<std::vector<double>>();
  if (values.size() < static_cast<std::size_t>(frame.k))
    values = nlohmann::json::parse(std::ifstream(RITZ_BENCHMARK_VALUES))[matrix].get<std::vector<double>>();
  values.resize(std::min(values.size(), static_cast<std::size_t>(frame.k)));
  return values;
}

Case matrixCase(const Frame& frame, const std::string& data, const std::string& matrix,
                const std::string& file) {
  const auto exact = known(frame, data, matrix);
  const double norm = reference(data, matrix)["largest"].front();
  const auto rows = readRows(data + "/" + file);
  return standard(frame, rows->size(), sparse(rows), exact, norm, 1e-8 * norm);
}

Case networkCase(const Frame& frame, const std::string& data, double tolerance) {
  const NetworkMatrix network = networkMatrix(data, frame.k);
  const double norm = network.largest.front();
  return standard(frame, network.n, network.product, network.largest, norm, tolerance * norm);
}

Case pairCase(const Frame& frame, const std::string& data, const std::string& pair) {
  const auto known = reference(data, pair);
  const auto A = readRows(data + "/gen/" + pair + "_A.mtx.gz"),
             B = readRows(data + "/gen/" + pair + "_B.mtx.gz");
  const auto exact = known[frame.largest ? "largest" : "smallest"].get<std::vector<double>>();
  Case result = standard(frame, A->size(), sparse(A), exact, A->norm(), 1e-8 * A->norm());
  result.massNorm = B->norm();
  result.mass.emplace(B->size(), sparse(B));
  result.valueTolerance = 1e-6 * result.largestWanted();
  return result;
}

struct Entry {
  Frame frame;
  bool isLong;
  std::function<Case(const Frame&, const std::string& data)> make;
};

const std::vector<Entry>& catalogue() {
  const auto tridiagonals = [](std::size_t n, double tolerance) {
    return [=](const Frame& frame, const std::string&) { return tridiagonalCase(frame, n, tolerance); };
  };
  const auto hessian = [](const Frame& frame, const std::string&) {
    return decayingCase(frame, 20000, 1e-8);
  };
  const auto grid = [](GlobalIndex size) {
    return [=](const Frame& frame, const std::string&) { return laplacianCase(frame, size); };
  };
  const auto matrix = [](const std::string& name, const std::string& file) {
    return [=](const Frame& frame, const std::string& data) { return matrixCase(frame, data, name, file); };
  };
  const auto network = [](double tolerance) {
    return [=](const Frame& frame, const std::string& data) { return networkCase(frame, data, tolerance); };
  };
  const auto pair = [](const Frame& frame, const std::string& data) {
    return pairCase(frame, data, "evsl5795");
  };
  static const std::vector<Entry> entries{
      {{"t5000-30", "diag(1…5000) + ones, largest 10, 1e-6·‖A‖", 10, 30}, false, tridiagonals(5000, 1e-6)},
      {{"t5000-60", "the same with 60 vectors", 10, 60}, false, tridiagonals(5000, 1e-6)},
      {{"t5000-jacobi", "the other end, smallest 10, with its diagonal as a preconditioner", 10, 40, false},
       true,
       [](const Frame& frame, const std::string&) { return jacobiCase(frame, 5000, 1e-6); }},
      {{"tridiagonal-12000", "diag(1…12000) + ones, largest 2, 1e-5·‖A‖", 2, 20},
       false,
       tridiagonals(12000, 1e-5)},
      {{"tridiagonal-50000", "diag(1…50000) + ones, largest 40, 1e-10·‖A‖", 40, 80},
       false,
       tridiagonals(50000, 1e-10)},
      {{"hessian", "diag(1e4/i² + 1), n = 20000, largest 20, 1e-8·‖A‖", 20, 60}, false, hessian},
      {{"laplacian-48-largest", "7 points on 48³, largest 10, 1e-8·λ", 10, 40}, false, grid(48)},
      {{"laplacian-48-smallest", "7 points on 48³, smallest 10, 1e-8·λ", 10, 40, false}, false, grid(48)},
      {{"laplacian-100-largest", "7 points on 100³, largest 10, 1e-8·λ", 10, 40}, true, grid(100)},
      {{"laplacian-100-smallest", "7 points on 100³, smallest 10, 1e-8·λ", 10, 40, false}, true, grid(100)},
      {{"bcsstk16", "dam, largest 10, 1e-8·‖A‖", 10, 30}, false, matrix("bcsstk16", "sym/bcsstk16.mtx.gz")},
      {{"4elt", "graph Laplacian 4elt, largest 10, 1e-8·‖A‖", 10, 30},
       false,
       matrix("4elt_lap", "sym/4elt_lap.mtx")},
      {{"fe_pwt", "graph Laplacian fe_pwt, largest 10, 1e-8·‖A‖", 10, 30},
       false,
       matrix("fe_pwt_lcc_lap", "sym/fe_pwt_lcc_lap.mtx.gz")},
      {{"4elt-20", "graph Laplacian 4elt, largest 20, 1e-8·‖A‖", 20, 60},
       false,
       matrix("4elt_lap", "sym/4elt_lap.mtx")},
      {{"fe_pwt-20", "graph Laplacian fe_pwt, largest 20, 1e-8·‖A‖", 20, 60},
       false,
       matrix("fe_pwt_lcc_lap", "sym/fe_pwt_lcc_lap.mtx.gz")},
      {{"network-3", "Hessian of a perceptron on digits, largest 3, 1e-4·‖A‖", 3, 20}, true, network(1e-4)},
      {{"network-10", "the same, largest 10, 1e-6·‖A‖", 10, 30}, true, network(1e-6)},
      {{"evsl5795-largest", "finite-element pair, largest 10, 1e-8·‖A‖₁", 10, 30}, false, pair},
      {{"evsl5795-smallest", "finite-element pair, smallest 10, 1e-8·‖A‖₁", 10, 30, false}, false, pair},
  };
  return entries;
}

}  // namespace

double Case::smallestWanted() const { return std::min(std::abs(exact.front()), std::abs(exact.back())); }
double Case::largestWanted() const { return std::max(std::abs(exact.front()), std::abs(exact.back())); }

std::vector<CaseInfo> listCases() {
  std::vector<CaseInfo> result;
  for (const auto& entry : catalogue()) result.push_back({entry.frame.name, entry.frame.title, entry.isLong});
  return result;
}

Case makeCase(const std::string& name, const std::string& data) {
  if (const auto at = name.find('@'); at != std::string::npos) {
    Case result = makeCase(name.substr(0, at), data);
    const double before = result.threshold;
    result.name = name;
    result.threshold *= std::stod(name.substr(at + 1));
    result.valueTolerance += std::max(result.threshold - before, 0.0);
    return result;
  }
  std::string known;
  for (const auto& entry : catalogue()) {
    if (entry.frame.name == name) return entry.make(entry.frame, data);
    known += " " + entry.frame.name;
  }
  throw InvalidOption(fmt::format("benchmarks: asked for the case '{}'; known:{}", name, known));
}

}  // namespace ritz::bench
