#pragma once

#include <ritz/operators/CsvTable.hpp>
#include <ritz/operators/NetworkHessian.hpp>

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ritz {

/// Data, model and point of `ritz hessian`, as they were typed.
struct HessianArguments {
  std::string data, labelColumn = "last";
  double scale = 1.0;
  bool standardize = false;
  std::string model = "softmax", layers, activation = "tanh";
  double ridge = 0.0;
  std::string at = "zero";
  int trainSteps = 200;
  bool gaussNewton = false;
  std::string compare = "none", image;
  bool gradient = false, verify = false;

  void declare(CLI::App& app);

  /// Throws InvalidOption for words, numbers and combinations that make no sense, before anything is read.
  void validate() const;

  bool isTrained() const { return at == "trained"; }
  bool isCompared() const { return compare == "power"; }
  CsvOptions csv() const;
  NetworkOptions fit() const;
  NetworkHessianOptions curvature() const;
  /// The sizes of --layers; empty for softmax.
  std::vector<int> sizes() const;
  /// Rows and columns of --image; both 0 where it was not given.
  std::pair<int, int> imageSize() const;
  /// "digits.csv.gz, softmax" or "digits.csv.gz, mlp 64-64-32-10 tanh".
  std::string describe() const;
};

}  // namespace ritz
