#pragma once

#include <ritz/drivers/ExitStatus.hpp>
#include <ritz/operators/Types.hpp>

#include <string>

namespace CLI {
class App;
}

namespace ritz {

/// A subcommand of `ritz`. Lives from the reading of its options to the end of the program.
class Command {
 public:
  virtual ~Command() = default;

  virtual std::string name() const = 0;
  virtual std::string summary() const = 0;

  /// Adds all options, and an example at the end of the help. `app` fills members of this object.
  virtual void declare(CLI::App& app) = 0;

  /// Does the work once the options are read. Collective. Errors leave as exceptions.
  virtual ExitStatus run(const CommPtr& comm) = 0;
};

}  // namespace ritz
