#include <ritz/drivers/ManualPage.hpp>

#include <fmt/format.h>

#include <sstream>

namespace ritz {

namespace {

/// Minus signs and backslashes as they are, no line taken for a request.
std::string roff(const std::string& text) {
  std::string result;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '\'')
      result += "\\(aq";
    else if (c == '`')
      result += "\\(ga";
    else if (c == '^')
      result += "\\(ha";
    else if (c == '~')
      result += "\\(ti";
    else
      result += c;
    begins = c == '\n';
  }
  return result;
}

std::string optionText(const OptionDescription& option) {
  std::string text = ".TP\n";
  for (const auto& name : option.names)
    text += fmt::format("{}\\fB{}\\fR", &name == &option.names.front() ? "" : ", ", roff(name));
  if (!option.value.empty())
    text += fmt::format("{}\\fI{}\\fR", option.names.empty() ? "" : " ", roff(option.value));
  text += "\n" + roff(option.text);
  if (!option.standard.empty()) text += fmt::format(" [{}]", roff(option.standard));
  return text + "\n";
}

std::string commandText(const CommandDescription& command) {
  std::string text = fmt::format(".SH RITZ {}\n{}.\n", roff(command.name), roff(command.summary)), group;
  for (const auto& option : command.options) {
    if (option.group != group) text += fmt::format(".SS {}\n", roff(option.group));
    group = option.group;
    text += optionText(option);
  }
  return text + fmt::format(".SS Notes\n.nf\n{}\n.fi\n", roff(command.footer));
}

const char* const exitStatuses =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\ndone and converged\n"
    ".TP\n.B 1\nanything that has no number of its own\n"
    ".TP\n.B 2\nbad input or options, or not built yet; nothing was computed\n"
    ".TP\n.B 3\nnot converged; the partial results are written\n"
    ".TP\n.B 4\nthe loss has no derivative\n"
    ".TP\n.B 5\nthe operator failed while it was applied, is not symmetric, or the mass is indefinite\n";

}  // namespace

std::string manualPage(const std::string& version, const std::vector<CommandDescription>& commands) {
  std::string text = fmt::format(
      ".\\\" Written by `ritz --man`.\n.TH RITZ 1 \"\" \"ritz {}\" \"User Commands\"\n.SH NAME\n"
      "ritz \\- extreme eigenpairs of operators known only by what they do to vectors\n.SH SYNOPSIS\n",
      version);
  for (const auto& command : commands) text += fmt::format(".B ritz {}\n[OPTIONS]\n.br\n", command.name);
  text +=
      ".B mpiexec \\-n\n.I RANKS\n.B ritz\n.I SUBCOMMAND\n[OPTIONS]\n.br\n"
      ".B ritz \\-\\-help\n|\n.B \\-\\-version\n|\n.B \\-\\-man\n|\n.B \\-\\-completion\n.I bash\n|\n.I zsh\n"
      ".SH DESCRIPTION\nComputes the k extreme eigenpairs of A u = lambda B u from products with vectors, on "
      "any "
      "number of MPI ranks, and says that a pair has converged only after its residual was recomputed. "
      "Tables go "
      "to standard output, errors to standard error, results to files in the folder of\n.BR \\-\\-output .\n"
      "All options can also be read from a file with\n.BR \\-\\-config .\n";
  for (const auto& command : commands) text += commandText(command);
  return text + exitStatuses +
         ".SH FILES\n.TP\n.I DIR/result.json\nthe result, key by key\n.TP\n.I DIR/report.html\nwhat ritz "
         "report "
         "makes of it\n";
}

}  // namespace ritz
