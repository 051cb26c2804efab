// Gradients of large Laplacians in stiffnesses by regions: a sum of values, tr(W U Uᵀ) and Σ d_j u_jᵀW u_j,
// what they cost beside the forward solve, and how they compare with central differences of problems solved
// again.
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/RegionalLaplacian.hpp>
#include <ritz/ritz.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>

namespace {

using Family = ritz::RegionalLaplacian<double>;
using Theta = Family::Theta;
using Losses = std::map<std::string, std::shared_ptr<const ritz::Loss<double>>>;
using Table = std::map<std::string, std::vector<double>>;

struct Case {
  std::vector<long> size{100, 100, 100};
  std::vector<double> weights{1, 1.17, 1.39};
  int regions = 10, pairs = 6, filter = -1, basis = 0, polynomial = -1;
  double contrast = 0.5, tolerance = 1e-8, gradientTolerance = 1e-6, step = 0;
  bool forwardOnly = false, oneDirection = false;
  std::string json, loss;
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Regions are runs of about as many points each, x fastest. A direction of one point is left out.
std::shared_ptr<Family> familyOf(const Case& c) {
  const bool isFlat = c.size[2] == 1;
  const ritz::GlobalIndex n = c.size[0] * c.size[1] * c.size[2];
  const auto regionOf = [=](ritz::GlobalIndex x, ritz::GlobalIndex y, ritz::GlobalIndex z) {
    return static_cast<int>((x + c.size[0] * (y + c.size[1] * z)) * c.regions / n);
  };
  return std::make_shared<Family>(ritz::worldComm(), Family::Size{c.size[0], c.size[1], c.size[2]}, c.regions,
                                  regionOf,
                                  Family::Weights{c.weights[0], c.weights[1], isFlat ? 0.0 : c.weights[2]});
}

/// What the parameters are moved by in differences: a unit vector each, or one direction with all of them.
std::vector<std::vector<double>> directionsOf(const Case& c) {
  const auto count = static_cast<std::size_t>(c.regions);
  std::vector<std::vector<double>> result(c.oneDirection ? 1 : count, std::vector<double>(count, 0.0));
  for (std::size_t d = 0; d < result.size(); ++d) result[d][d] = 1;
  for (std::size_t r = 0; c.oneDirection && r < count; ++r)
    result[0][r] = std::cos(1.0 + static_cast<double>(r));
  return result;
}

/// θ_r = 1 + contrast·r/regions, moved by `step` along a direction.
void setParameters(Family& family, const Case& c, const std::vector<double>& direction = {},
                   double step = 0) {
  Theta theta(family.parameterMap());
  for (int r = 0; r < c.regions; ++r)
    if (family.parameterMap()->isNodeGlobalElement(r))
      theta.replaceGlobalValue(
          r, 1 + c.contrast * r / c.regions + (direction.empty() ? 0.0 : step * direction[std::size_t(r)]));
  family.setParameters(theta);
}

ritz::EigenResult<double> forward(const std::shared_ptr<Family>& family, const Case& c) {
  ritz::EigenOptions options;
  options.numPairs = c.pairs;
  options.which = ritz::Smallest{};
  options.tolerance = c.tolerance;
  options.method = ritz::Lanczos{c.basis, c.filter};
  auto result = ritz::eigsolve<double>({family}, options);
  result.requireConverged();
  return result;
}

Losses lossesOf(const Family& family, int k) {
  Tpetra::Vector<double> weight(family.getDomainMap());
  for (ritz::LocalIndex i = 0; i < static_cast<ritz::LocalIndex>(weight.getLocalLength()); ++i)
    weight.replaceLocalValue(i, std::sin(5.0 * static_cast<double>(weight.getMap()->getGlobalElement(i)) /
                                         static_cast<double>(weight.getGlobalLength())));
  const auto W = std::make_shared<ritz::DiagonalOperator<double>>(weight);
  std::vector<double> forms;
  for (int j = 0; j < k; ++j) forms.push_back(1.0 - 2.0 * j / k);
  return {{"values", std::make_shared<ritz::ValueSum<double>>(std::vector<double>(std::size_t(k), 1.0))},
          {"projector", ritz::projectorLoss<double>(W)},
          {"vectors", std::make_shared<ritz::VectorForms<double>>(W, forms)}};
}

/// All entries on every rank.
std::vector<double> everywhere(const Theta& g, int count) {
  std::vector<double> mine(std::size_t(count), 0.0), all(mine.size());
  const auto values = g.getData(0);
  for (int i = 0; i < static_cast<int>(values.size()); ++i)
    mine[std::size_t(g.getMap()->getGlobalElement(i))] = values[i];
  Teuchos::reduceAll(*g.getMap()->getComm(), Teuchos::REDUCE_SUM, count, mine.data(), all.data());
  return all;
}

double norm(const std::vector<double>& x) {
  double sum = 0;
  for (const double entry : x) sum += entry * entry;
  return std::sqrt(sum);
}

/// Derivatives along the directions by central differences: two solves for each.
Table differences(const std::shared_ptr<Family>& family, const Case& c, const Losses& losses) {
  Table result;
  for (const std::vector<double>& direction : directionsOf(c)) {
    std::map<std::string, double> sums;
    for (const double sign : {1.0, -1.0}) {
      setParameters(*family, c, direction, sign * c.step);
      const auto pairs = forward(family, c);
      for (const auto& [name, loss] : losses) sums[name] += sign * loss->value(pairs.values, *pairs.vectors);
    }
    for (const auto& [name, sum] : sums) result[name].push_back(sum / (2 * c.step));
  }
  setParameters(*family, c);
  return result;
}

/// The derivatives along the directions.
std::vector<double> slopes(const std::vector<double>& gradient, const Case& c) {
  std::vector<double> result;
  for (const std::vector<double>& direction : directionsOf(c))
    result.push_back(std::inner_product(direction.begin(), direction.end(), gradient.begin(), 0.0));
  return result;
}

void print(bool isRoot, const std::string& text) {
  if (isRoot) fmt::print("{}\n", text);
  std::fflush(stdout);
}

void run(const Case& c) {
  const bool isRoot = ritz::worldComm()->getRank() == 0;
  const auto family = familyOf(c);
  setParameters(*family, c);
  const auto result = forward(family, c);
  const auto& counts = result.applications;
  nlohmann::json json{{"size", c.size},
                      {"pairs", c.pairs},
                      {"regions", c.regions},
                      {"values", result.values},
                      {"guards", result.guards.values.size()},
                      {"filterDegree", result.method.filterDegree},
                      {"forward",
                       {{"columns", counts.A.columns},
                        {"verification", counts.verificationColumns},
                        {"seconds", result.seconds.total}}}};
  print(isRoot,
        fmt::format("{} points, {} pairs to {:.0e}: {:.10g}\nforward: {} columns ({} of them verification), "
                    "{:.2f} s, filter {}, {} guards; {}",
                    fmt::join(c.size, " x "), c.pairs, c.tolerance, fmt::join(result.values, " "),
                    counts.A.columns, counts.verificationColumns, result.seconds.total,
                    result.method.filterDegree, result.guards.values.size(), result.method.why));
  if (c.forwardOnly) return;
  Losses losses = lossesOf(*family, c.pairs);
  if (!c.loss.empty()) losses = {{c.loss, losses.at(c.loss)}};
  ritz::AdjointOptions options;
  options.gradientTolerance = c.gradientTolerance;
  options.solve.polynomialDegree = c.polynomial;
  Table gradients;
  for (const auto& [name, loss] : losses) {
    const double start = now();
    try {
      const ritz::EigenAdjoint<double> adjoint(result, options);
      const auto pullback = adjoint(*loss);
      Theta g(family->parameterMap());
      pullback.accumulateA(*family, g);
      const double seconds = now() - start;
      gradients[name] = everywhere(g, c.regions);
      const auto& columns = pullback.applications.A.columns;
      json["adjoint"][name] = {{"columns", columns},
                               {"iterations", pullback.iterations},
                               {"seconds", seconds},
                               {"gradient", gradients[name]},
                               {"certified", pullback.certified}};
      print(isRoot, fmt::format("{:9}: {} columns in {} steps, {:.2f} s, with the forward solve {:.2f} s{}",
                                name, columns, pullback.iterations, seconds, seconds + result.seconds.total,
                                pullback.certified ? "" : ", uncertified"));
    } catch (const ritz::GaugeDependent& error) {
      print(isRoot, fmt::format("{:9}: {}", name, error.what()));
    }
  }
  if (c.step > 0) {
    const double start = now();
    const Table expected = differences(family, c, losses);
    json["differences"] = {{"solves", 2 * directionsOf(c).size()}, {"seconds", now() - start}};
    print(isRoot, fmt::format("central differences, step {:.0e}: {} solves, {:.1f} s", c.step,
                              2 * directionsOf(c).size(), now() - start));
    for (const auto& [name, g] : gradients) {
      const std::vector<double> along = slopes(g, c);
      std::vector<double> error = along;
      for (std::size_t i = 0; i < error.size(); ++i) error[i] -= expected.at(name)[i];
      json["adjoint"][name]["difference"] = norm(error) / norm(along);
      json["differences"][name] = expected.at(name);
      print(isRoot, fmt::format("{:9}: |g| = {:.6e}, differences differ by {:.1e} of it", name, norm(g),
                                norm(error) / norm(along)));
    }
  }
  if (isRoot && !c.json.empty()) std::ofstream(c.json) << json.dump(1) << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  Case c;
  CLI::App app{"Gradients of large Laplacians in stiffnesses by regions"};
  app.add_option("--size", c.size, "Points in x, y and z")->expected(3);
  app.add_option("--weights", c.weights, "Of the directions")->expected(3);
  app.add_option("--regions", c.regions);
  app.add_option("--contrast", c.contrast, "Region r has the stiffness 1 + contrast r/regions");
  app.add_option("-k", c.pairs);
  app.add_option("--basis", c.basis);
  app.add_option("--filter", c.filter, "Degree, 0: none, -1: chosen");
  app.add_option("--polynomial", c.polynomial, "Degree in the adjoint's solves, 0: none, -1: the filter's");
  app.add_option("--tolerance", c.tolerance, "Of the pairs");
  app.add_option("--gradient-tolerance", c.gradientTolerance);
  app.add_option("--differences", c.step, "Step of central differences; 0: none");
  app.add_flag("--one-direction", c.oneDirection, "Differences along one direction with all parameters");
  app.add_flag("--forward-only", c.forwardOnly);
  app.add_option("--loss", c.loss, "One alone")->check(CLI::IsMember({"values", "projector", "vectors"}));
  app.add_option("--json", c.json, "File for the figures");
  CLI11_PARSE(app, argc, argv);
  run(c);
}
