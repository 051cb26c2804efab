#pragma once

#include <ritz/drivers/Command.hpp>
#include <ritz/drivers/CommandDescription.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// `ritz <subcommand> <options>`: finds the subcommand, reads its options and runs it.
class CommandLine {
 public:
  explicit CommandLine(std::vector<std::unique_ptr<Command>> commands);

  /// Collective; `arguments` come without the program's name and are the same on every rank. Prints help and
  /// version on rank 0. Throws InvalidOption for anything that it does not understand, naming the nearest
  /// that it does.
  ExitStatus run(const CommPtr& comm, const std::vector<std::string>& arguments);

  /// What `arguments` ask for if that needs no MPI: a completion (--completion bash) or the manual page
  /// (--man), made of the options as they are declared; else nothing. Throws InvalidOption.
  std::optional<std::string> document(const std::vector<std::string>& arguments) const;

 private:
  Command& commandFor(const std::string& word) const;
  std::vector<std::string> names() const;
  std::string overview() const;
  void declare(Command& command, CLI::App& app) const;
  std::vector<CommandDescription> describeAll() const;
  bool parse(Command& command, CLI::App& app, const CommPtr& comm, std::vector<std::string> arguments) const;

  std::vector<std::unique_ptr<Command>> commands_;
};

}  // namespace ritz
