// Seconds of a gradient of a network's loss and of products with its Hessian, one by one and in blocks:
//   network_product DATA.csv[.gz] 64-64-32-10 [--columns 8] [--repeat 20] [--pairs 10]
// and with --pairs those leading ones. NetworkProduct.py measures the same products by PyTorch's double
// backward. Prints one line of JSON.
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/NetworkHessian.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <sys/resource.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ctime>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Vector = Tpetra::Vector<double>;

/// The processor time of a run, which other programs on the machine disturb least: the median of `repeat`,
/// after one that is not counted.
double seconds(int repeat, const std::function<void()>& work) {
  work();
  std::vector<double> times;
  for (int i = 0; i < repeat; ++i) {
    const std::clock_t start = std::clock();
    work();
    times.push_back(double(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::nth_element(times.begin(), times.begin() + repeat / 2, times.end());
  return times[static_cast<std::size_t>(repeat / 2)];
}

std::vector<int> sizesIn(const std::string& text) {
  std::vector<int> sizes;
  std::stringstream stream(text);
  for (std::string word; std::getline(stream, word, '-');) sizes.push_back(std::stoi(word));
  return sizes;
}

}  // namespace

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  std::string data, layers = "64-64-32-10";
  int columns = 8, repeat = 20, pairs = 0;
  double budget = 1 << 30;
  CLI::App app{"Seconds of products with the Hessian of a network"};
  app.add_option("data", data)->required();
  app.add_option("layers", layers);
  app.add_option("--columns", columns);
  app.add_option("--repeat", repeat);
  app.add_option("--memory-budget", budget);
  app.add_option("--pairs", pairs);
  CLI11_PARSE(app, argc, argv);

  const ritz::Network network{sizesIn(layers)};
  const auto samples =
      ritz::classSamples<double>(ritz::readCsv(ritz::worldComm(), data), network.outputs())->scaled(16);
  const auto w = ritz::initialWeights<double>(network, ritz::worldComm());
  ritz::NetworkHessianOptions options;
  options.memoryBudget = static_cast<std::size_t>(budget);
  const ritz::NetworkObjective<double> objective(network, samples, options);
  const auto H = std::make_shared<const ritz::NetworkHessian<double>>(network, samples, w, options);
  const auto& hessian = *H;
  options.theta.featureScales = true;
  const ritz::NetworkHessian<double> scaled(network, samples, w, options);
  Vector change(scaled.parameterMap());
  options.curvature = ritz::NetworkCurvature::GaussNewton;
  const ritz::NetworkHessian<double> gaussNewton(network, samples, w, options);
  Vector gradient(w.getMap());
  ritz::MultiVector<double> X(w.getMap(), static_cast<std::size_t>(columns)),
      Y(w.getMap(), X.getNumVectors());
  ritz::fillHash(X, 1);
  const auto x = X.getVector(0);
  const auto y = Y.getVectorNonConst(0);

  nlohmann::json result;
  result["parameters"] = network.parameterCount();
  result["samples"] = samples->count();
  result["ranks"] = ritz::worldComm()->getSize();
  result["gradient"] = seconds(repeat, [&] { objective(w, &gradient); });
  result["product"] = seconds(repeat, [&] { hessian.apply(*x, *y); });
  result["gauss_newton"] = seconds(repeat, [&] { gaussNewton.apply(*x, *y); });
  result["derivative_by_scales"] = seconds(repeat, [&] { scaled.accumulateGradient(1.0, *x, *x, change); });
  result["columns"] = columns;
  result["block"] = seconds(repeat, [&] { hessian.apply(X, Y); });
  if (pairs > 0) {
    ritz::EigenOptions leading;
    leading.numPairs = pairs;
    leading.which = ritz::Largest{};
    leading.tolerance = 1e-4;
    const std::clock_t start = std::clock();
    const auto modes = ritz::eigsolve<double>({H}, leading);
    result["pairs"] = {{"status", ritz::nameOf(modes.status)},
                       {"seconds", double(std::clock() - start) / CLOCKS_PER_SEC},
                       {"values", modes.values},
                       {"products", modes.applications.A.columns}};
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  result["peak_megabytes"] = usage.ru_maxrss / 1024;
  if (ritz::worldComm()->getRank() == 0) std::cout << result << "\n";
}
