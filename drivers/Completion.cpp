#include <ritz/drivers/Completion.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ritz {

namespace {

using Value = OptionDescription::Value;

std::string bashAction(const OptionDescription& option) {
  if (option.kind == Value::Word)
    return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))", fmt::join(option.words, " "));
  if (option.kind == Value::Other) return ":";
  return fmt::format("compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -{} -- \"$current\"))",
                     option.kind == Value::Folder ? 'd' : 'f');
}

std::string bashCommand(const CommandDescription& command) {
  std::string text = fmt::format("    {})\n      case \"$previous\" in\n", command.name), names;
  bool takesFile = false, takesFolder = false;
  for (const auto& option : command.options) {
    takesFile = takesFile || (option.names.empty() && option.kind == Value::File);
    takesFolder = takesFolder || (option.names.empty() && option.kind == Value::Folder);
    if (option.names.empty()) continue;
    names += fmt::format("{}{}", names.empty() ? "" : " ", fmt::join(option.names, " "));
    if (option.kind == Value::None) continue;
    text += fmt::format("        {}) {}; return ;;\n", fmt::join(option.names, "|"), bashAction(option));
  }
  text += "      esac\n";
  if (takesFile || takesFolder)
    text += fmt::format(
        "      if [[ $current != -* ]]; then\n        compopt -o filenames 2>/dev/null\n"
        "        COMPREPLY=($(compgen -{} -- \"$current\"))\n        return\n      fi\n",
        takesFolder ? 'd' : 'f');
  return text + fmt::format("      COMPREPLY=($(compgen -W '{}' -- \"$current\")) ;;\n", names);
}

/// For single quotes, inside the brackets and colons of _arguments.
std::string zshText(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'')
      result += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      result += std::string("\\") + c;
    else
      result += c;
  }
  return result;
}

std::string zshAction(const OptionDescription& option) {
  switch (option.kind) {
    case Value::None:
      return "";
    case Value::Word:
      return fmt::format(":{}:({})", zshText(option.value), fmt::join(option.words, " "));
    case Value::File:
      return fmt::format(":{}:_files", zshText(option.value));
    case Value::Folder:
      return fmt::format(":{}:_files -/", zshText(option.value));
    case Value::Other:
      break;
  }
  return fmt::format(":{}: ", zshText(option.value));
}

std::string zshCommand(const CommandDescription& command) {
  std::string text = fmt::format("    {})\n      _arguments", command.name);
  for (const auto& option : command.options) {
    if (option.names.empty()) text += fmt::format(" \\\n        '1{}'", zshAction(option));
    for (const auto& name : option.names)
      text += fmt::format(" \\\n        '{}[{}]{}'", name, zshText(option.text), zshAction(option));
  }
  return text + " ;;\n";
}

}  // namespace

std::string bashCompletion(const std::vector<CommandDescription>& commands) {
  std::string names, cases;
  for (const auto& command : commands) {
    names += command.name + " ";
    cases += bashCommand(command);
  }
  return fmt::format(
      "# Completion of ritz for bash, written by `ritz --completion bash`.\n"
      "_ritz() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}\n"
      "  COMPREPLY=()\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '{}--help --version --completion --man' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${{COMP_WORDS[1]}}\" in\n"
      "    --completion) COMPREPLY=($(compgen -W 'bash zsh' -- \"$current\")) ;;\n"
      "{}  esac\n"
      "}}\n"
      "complete -F _ritz ritz\n",
      names, cases);
}

std::string zshCompletion(const std::vector<CommandDescription>& commands) {
  std::string names, cases;
  for (const auto& command : commands) {
    names += fmt::format(" \\\n      '{}:{}'", command.name, zshText(command.summary));
    cases += zshCommand(command);
  }
  return fmt::format(
      "#compdef ritz\n"
      "# Completion of ritz for zsh, written by `ritz --completion zsh`.\n"
      "_ritz() {{\n"
      "  if (( CURRENT == 2 )); then\n"
      "    local -a commands\n"
      "    commands=({} \\\n      '--help:print a summary' '--version:print what it was built on' \\\n"
      "      '--completion:print a completion' '--man:print the manual page')\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $words[1] in\n"
      "    --completion) _values shell bash zsh ;;\n"
      "{}  esac\n"
      "}}\n"
      "_ritz \"$@\"\n",
      names, cases);
}

}  // namespace ritz
