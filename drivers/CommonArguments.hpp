#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace ritz {

/// The options that every subcommand has, as they were typed.
struct CommonArguments {
  std::string output = "ritz-out";
  std::uint64_t seed = 0;
  std::optional<bool> progress;  ///< empty: if stderr is a terminal
  bool quiet = false;

  void declare(CLI::App& app);
  /// Whether to draw progress: as asked, else if stderr is a terminal; never with --quiet.
  bool wantsProgress() const;
};

}  // namespace ritz
