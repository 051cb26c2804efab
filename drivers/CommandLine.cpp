#include <ritz/drivers/CommandLine.hpp>
#include <ritz/drivers/Completion.hpp>
#include <ritz/drivers/ConfigFile.hpp>
#include <ritz/drivers/HelpFormatter.hpp>
#include <ritz/drivers/ManualPage.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/drivers/OfferedWords.hpp>
#include <ritz/drivers/OnEveryRank.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ritz {

namespace {

void printOnRoot(const CommPtr& comm, const std::string& text) {
  if (comm->getRank() == 0) fmt::print("{}", text);
}

std::string versionText(const CommPtr& comm) {
  const BuildInfo info = buildInfo();
  return fmt::format("ritz {}\nTrilinos {}\nback end {}, {} {} x {} {}\nscalars {}\n", info.version,
                     info.trilinosVersion, info.backend, comm->getSize(),
                     comm->getSize() == 1 ? "rank" : "ranks", info.threads,
                     info.threads == 1 ? "thread" : "threads", info.scalars);
}

/// Refuses what the parser did not recognise.
void refuseLeftOvers(const CLI::App& app) {
  const auto left = app.remaining();
  if (left.empty()) return;
  const auto option =
      std::find_if(left.begin(), left.end(), [](const auto& word) { return word.rfind("-", 0) == 0; });
  if (option == left.end())
    throw InvalidOption(fmt::format(
        "'{}' belongs to no option; a value follows the option that it is for{}; see {} --help", left.front(),
        app.get_option_no_throw("--matrix") ? ", as in --matrix FILE" : "", app.get_name()));
  const std::string word = option->substr(0, option->find('='));
  std::vector<std::string> known{"-k", "-h"};
  for (const auto& name : optionNames(app)) known.push_back("--" + name);
  const std::string hint = didYouMean(word, known);
  throw InvalidOption(fmt::format("there is no option {}{}", word,
                                  hint.empty() ? fmt::format("; see {} --help", app.get_name()) : hint));
}

/// Refuses `--seed ""`, which the parser takes for a zero: a script's variable that is not set.
void refuseEmptyValues(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const bool maybeEmpty = option->get_expected_min() == 0 || valueName(*option) == "TEXT";
    const auto& given = option->results();
    if (!maybeEmpty && std::find(given.begin(), given.end(), "") != given.end())
      throw InvalidOption(fmt::format("{0}: its value is empty; write {0} {1}, or leave the option out",
                                      option->get_name(), valueName(*option)));
  }
}

}  // namespace

CommandLine::CommandLine(std::vector<std::unique_ptr<Command>> commands) : commands_(std::move(commands)) {}

ExitStatus CommandLine::run(const CommPtr& comm, const std::vector<std::string>& arguments) {
  if (arguments.empty()) throw InvalidOption("no subcommand given; for example: ritz eigs --help");
  const std::string& word = arguments.front();
  if (word == "--help" || word == "-h" || word == "help") {
    printOnRoot(comm, overview());
    return ExitStatus::Done;
  }
  if (word == "--version") {
    printOnRoot(comm, versionText(comm));
    return ExitStatus::Done;
  }

  Command& command = commandFor(word);
  command.setWords(arguments);
  CLI::App app(command.summary(), "ritz " + command.name());
  if (!parse(command, app, comm, {arguments.begin() + 1, arguments.end()})) return ExitStatus::Done;
  return command.run(comm);
}

Command& CommandLine::commandFor(const std::string& word) const {
  for (const auto& command : commands_)
    if (command->name() == word) return *command;
  auto known = names();
  known.insert(known.end(), {"--help", "--version", "--completion", "--man"});
  throw InvalidOption(
      fmt::format("there is no {} '{}'{}", word.rfind("-", 0) == 0 ? "option" : "subcommand", word,
                  nearest(word, known).empty() ? "; see ritz --help" : didYouMean(word, known)));
}

std::vector<std::string> CommandLine::names() const {
  std::vector<std::string> result;
  for (const auto& command : commands_) result.push_back(command->name());
  return result;
}

std::string CommandLine::overview() const {
  std::string text =
      "Extreme eigenpairs of operators known only by what they do to vectors.\n\nUsage: ritz SUBCOMMAND "
      "[OPTIONS]\n"
      "       mpiexec -n RANKS ritz SUBCOMMAND [OPTIONS]\n\nSubcommands:\n";
  for (const auto& command : commands_)
    text += fmt::format("  {:<12}{}\n", command->name(), command->summary());
  return text +
         "\n`ritz SUBCOMMAND --help` lists its options, `ritz --version` says what this program was built "
         "on,\n`ritz --man` prints the manual page, `ritz --completion bash` (or zsh) a completion for the "
         "shell.\n";
}

void CommandLine::declare(Command& command, CLI::App& app) const {
  app.formatter(std::make_shared<HelpFormatter>());
  app.allow_extras();  // left to refuseLeftOvers
  app.set_help_flag();
  command.declare(app);
  app.set_help_flag("-h,--help", "Print this text and stop")->group("Other");
  app.set_config("--config", "", "Read options from there: lines `option = value`; the command line wins")
      ->type_name("FILE")
      ->group("Other");
  app.config_formatter(std::make_shared<ConfigFile>(app, command.name(), names()));
}

std::vector<CommandDescription> CommandLine::describeAll() const {
  std::vector<CommandDescription> descriptions;
  for (const auto& command : commands_) {
    CLI::App app(command->summary(), "ritz " + command->name());
    declare(*command, app);
    descriptions.push_back(describe(command->name(), command->summary(), app));
  }
  return descriptions;
}

std::optional<std::string> CommandLine::document(const std::vector<std::string>& arguments) const {
  if (arguments.empty()) return std::nullopt;
  if (arguments.front() == "--man") return manualPage(buildInfo().version, describeAll());
  if (arguments.front() != "--completion") return std::nullopt;
  const std::string shell =
      oneOf("--completion", arguments.size() > 1 ? arguments[1] : std::string(), {"bash", "zsh"});
  return shell == "bash" ? bashCompletion(describeAll()) : zshCompletion(describeAll());
}

bool CommandLine::parse(Command& command, CLI::App& app, const CommPtr& comm,
                        std::vector<std::string> arguments) const {
  declare(command, app);
  bool help = false;
  onEveryRank(*comm, [&] {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app.parse(arguments);
    } catch (const CLI::CallForHelp&) {
      help = true;
      return;
    } catch (const CLI::FileError& error) {
      throw InvalidOption(fmt::format("--config {}", error.what()));
    } catch (const CLI::ArgumentMismatch& error) {
      throw InvalidOption(fmt::format("{}; an option is given once, with its value: see {} --help",
                                      error.what(), app.get_name()));
    } catch (const CLI::ParseError& error) {
      throw InvalidOption(fmt::format("{}; see {} --help", error.what(), app.get_name()));
    }
    refuseLeftOvers(app);
    refuseEmptyValues(app);
  });
  if (help) printOnRoot(comm, app.help());
  return !help;
}

}  // namespace ritz
