#include <ritz/drivers/CommonArguments.hpp>

#include <unistd.h>
#include <CLI/CLI.hpp>

namespace ritz {

void CommonArguments::declare(CLI::App& app) {
  const char* group = "Output";
  app.add_option("--output", output, "Folder for the results; created if missing")
      ->type_name("DIR")
      ->capture_default_str()
      ->group(group);
  app.add_flag_function(
         "--progress,!--no-progress", [this](std::int64_t count) { progress = count > 0; },
         "Show how far the solve is (default: when stderr is a terminal)")
      ->group(group);
  app.add_flag("--quiet", quiet, "Print nothing but errors")->group(group);
  app.add_option("--seed", seed, "Of the start vectors; the same on any number of ranks")
      ->type_name("N")
      ->capture_default_str()
      ->group("How");
}

bool CommonArguments::wantsProgress() const {
  return !quiet && progress.value_or(::isatty(STDERR_FILENO) != 0);
}

}  // namespace ritz
