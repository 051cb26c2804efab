#pragma once

#include <ritz/drivers/ExitStatus.hpp>
#include <ritz/operators/Types.hpp>

#include <string>
#include <utility>
#include <vector>

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

  /// What was typed after `ritz`, for readers of the result who want to have it again.
  const std::vector<std::string>& words() const { return words_; }
  void setWords(std::vector<std::string> words) { words_ = std::move(words); }

 private:
  std::vector<std::string> words_;
};

}  // namespace ritz
