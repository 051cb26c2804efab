#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ritz {

/// Where A and B come from, as it was typed.
struct ProblemArguments {
  std::string matrix, mass;
  std::string operatorName;
  std::vector<long long> size;
  std::vector<double> weights;
  std::string plugin, pluginArguments;

  void declare(CLI::App& app);

  /// Throws InvalidOption unless exactly one source is given, with what belongs to it and nothing else.
  void validate() const;

  /// For the reader of a result: the file's name, "laplacian3d 48x48x48", the plugin's name and arguments.
  std::string describe() const;
};

}  // namespace ritz
