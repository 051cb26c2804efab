#include <ritz/drivers/ListOption.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/drivers/OfferedWords.hpp>
#include <ritz/drivers/ProblemArguments.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <filesystem>

namespace ritz {

namespace {

void needs(bool given, const char* option, bool present, const char* other) {
  if (given && !present)
    throw InvalidOption(fmt::format("{} belongs to {}, which was not given", option, other));
}

}  // namespace

void ProblemArguments::declare(CLI::App& app) {
  const char* group = "What to solve (give exactly one of --matrix, --operator, --plugin)";
  app.add_option("--matrix", matrix, "A: a symmetric matrix in Matrix Market form, plain or packed (.mtx.gz)")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--mass", mass, "B of A u = lambda B u, symmetric positive definite (default: the identity)")
      ->type_name("FILE")
      ->group(group);
  offer(app.add_option("--operator", operatorName,
                       "A built-in operator, never stored as a matrix: laplacian3d, tridiagonal")
            ->type_name("NAME")
            ->group(group),
        {"laplacian3d", "tridiagonal"});
  addList(app, "--size", size, "Its size: NX,NY,NZ inner points of laplacian3d, or N of tridiagonal")
      ->type_name("N,...")
      ->group(group);
  addList(app, "--weights", weights, "Weights of laplacian3d along the three axes (default: 1,1,1)")
      ->type_name("W1,W2,W3")
      ->group(group);
  app.add_option("--plugin", plugin, "A shared library of yours that makes A and B")
      ->type_name("LIB.so")
      ->group(group);
  app.add_option("--plugin-arguments", pluginArguments, "Text handed to the plugin")
      ->type_name("TEXT")
      ->group(group);
}

void ProblemArguments::validate() const {
  const int sources = int(!matrix.empty()) + int(!operatorName.empty()) + int(!plugin.empty());
  if (sources == 0)
    throw InvalidOption("nothing to solve: give --matrix FILE, --operator NAME or --plugin LIB.so");
  if (sources > 1)
    throw InvalidOption("more than one problem: give only one of --matrix, --operator and --plugin");
  needs(!mass.empty(), "--mass", !matrix.empty(), "--matrix");
  needs(!size.empty(), "--size", !operatorName.empty(), "--operator");
  needs(!weights.empty(), "--weights", !operatorName.empty(), "--operator laplacian3d");
  needs(!pluginArguments.empty(), "--plugin-arguments", !plugin.empty(), "--plugin");
  if (operatorName.empty()) return;

  const bool isLaplacian = oneOf("--operator", operatorName, {"laplacian3d", "tridiagonal"}) == "laplacian3d";
  needs(!weights.empty(), "--weights", isLaplacian, "--operator laplacian3d");
  const std::size_t numbers = isLaplacian ? 3 : 1;
  if (size.size() != numbers)
    throw InvalidOption(fmt::format("--operator {} needs --size with {}, found {}; for example {}",
                                    operatorName, isLaplacian ? "three numbers" : "one number", size.size(),
                                    isLaplacian ? "--size 48,48,48" : "--size 5000"));
  if (!weights.empty() && weights.size() != 3)
    throw InvalidOption(fmt::format(
        "--weights needs three numbers, found {}; for example --weights 1,1.17,1.39", weights.size()));
}

std::string ProblemArguments::describe() const {
  const auto nameOf = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
  if (!matrix.empty())
    return mass.empty() ? nameOf(matrix) : fmt::format("{}, {}", nameOf(matrix), nameOf(mass));
  if (!plugin.empty())
    return pluginArguments.empty() ? nameOf(plugin) : fmt::format("{} ({})", nameOf(plugin), pluginArguments);
  return fmt::format("{} {}", operatorName, fmt::join(size, "x"));
}

}  // namespace ritz
