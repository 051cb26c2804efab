#include "Subcommands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <set>

namespace ritz::test {
namespace {

using testing::HasSubstr;

/// All options that the help of a subcommand lists.
std::set<std::string> optionsOf(const std::string& command) {
  const std::string help = runRitz({command, "--help"}).out;
  const std::regex line("\\n  (-[^ ]+(, -[^ ]+)*)"), name("-[-a-z0-9]+");
  std::set<std::string> options;
  for (std::sregex_iterator entry(help.begin(), help.end(), line), end; entry != end; ++entry) {
    const std::string names = (*entry)[1];
    for (std::sregex_iterator word(names.begin(), names.end(), name); word != end; ++word)
      options.insert(word->str());
  }
  return options;
}

/// What bash would offer after these words.
std::string completed(const TemporaryFolder& folder, const std::string& words) {
  const std::string script = folder.write("ritz.bash", runRitz({"--completion", "bash"}).out);
  const std::string test = folder.write(
      "test.bash", "source " + script + "\nCOMP_WORDS=(" + words +
                       ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_ritz\necho \"${COMPREPLY[@]}\"\n");
  if (std::system(("bash " + test + " > " + folder.path("offered") + " 2>&1").c_str()) != 0) return "failed";
  return " " + readText(folder.path("offered"));
}

TEST(Completion, OffersSubcommandsAndEveryOption) {
  const TemporaryFolder folder;
  for (const auto& command : subcommands()) {
    EXPECT_THAT(completed(folder, "ritz ''"), HasSubstr(command));
    const std::string offered = completed(folder, "ritz " + command + " -") + " ";
    const auto options = optionsOf(command);
    EXPECT_GE(options.size(), 4u) << command;
    for (const auto& option : options) {
      if (option == "-h" || option == "-k") continue;  // beside the long ones below
      EXPECT_THAT(offered, testing::ContainsRegex(" " + option + "[ \n]")) << command;
    }
  }
}

TEST(Completion, OffersTheWordsOfAnOptionAndFiles) {
  const TemporaryFolder folder;
  EXPECT_THAT(completed(folder, "ritz eigs --which s"), HasSubstr("smallest smallest-magnitude"));
  EXPECT_THAT(completed(folder, "ritz hessian --model ''"), HasSubstr("softmax mlp"));
  EXPECT_EQ(completed(folder, "ritz eigs --tolerance ''"), " \n");
  const std::string file = folder.write("matrix.mtx", "");
  EXPECT_THAT(completed(folder, "ritz eigs --matrix " + folder.path("mat")), HasSubstr(file));
  std::filesystem::create_directory(folder.path("run"));
  EXPECT_THAT(completed(folder, "ritz report " + folder.path("r")), HasSubstr(folder.path("run")));
}

TEST(Completion, OffersOnlyWordsThatAreTaken) {
  // Each is refused for another reason than the word.
  for (const char* word : {"auto", "dense", "lanczos", "krylov-schur", "lobpcg", "davidson", "randomized"})
    EXPECT_THAT(runRitz({"eigs", "--operator", "tridiagonal", "--method", word}).err,
                HasSubstr("needs --size"))
        << word;
}

TEST(Completion, KnowsBashAndZsh) {
  EXPECT_EQ(runRitz({"--completion", "fish"}).status, 2);
  EXPECT_EQ(runRitz({"--completion"}).status, 2);
  const Outcome zsh = runRitz({"--completion", "zsh"});
  EXPECT_EQ(zsh.out.find("#compdef ritz\n"), 0u);
  EXPECT_THAT(zsh.out, HasSubstr("'--which[largest, smallest"));
  if (std::system("zsh --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "zsh is not installed";
  const TemporaryFolder folder;
  EXPECT_EQ(std::system(("zsh -n " + folder.write("_ritz", zsh.out)).c_str()), 0);
}

TEST(ManualPage, HasEveryOptionOfEveryHelp) {
  const std::string page = std::regex_replace(runRitz({"--man"}).out, std::regex("\\\\-"), "-");
  for (const auto& command : subcommands()) {
    const auto begin = page.find(".SH RITZ " + command);
    ASSERT_NE(begin, std::string::npos);
    const std::string section = page.substr(begin, page.find(".SH ", begin + 1) - begin);
    for (const auto& option : optionsOf(command))
      EXPECT_THAT(section, HasSubstr("\\fB" + option + "\\fR")) << command;
  }
}

TEST(ManualPage, IsFreeOfFaults) {
  if (std::system("groff --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "groff is not installed";
  const TemporaryFolder folder;
  const std::string page = folder.write("ritz.1", runRitz({"--man"}).out), err = folder.path("err");
  EXPECT_EQ(std::system(("groff -man -ww -Tascii " + page + " >/dev/null 2>" + err).c_str()), 0);
  EXPECT_EQ(readText(err), "");
}

TEST(Installation, HasTheCompletionsAndTheManualPage) {
  const TemporaryFolder folder;
  ASSERT_EQ(std::system((RITZ_INSTALL_PROGRAM + folder.path("to") + " >/dev/null").c_str()), 0);
  for (const char* file : {"bin/ritz", "share/man/man1/ritz.1", "share/bash-completion/completions/ritz",
                           "share/zsh/site-functions/_ritz"})
    EXPECT_TRUE(folder.has(std::string("to/") + file)) << file;
  EXPECT_EQ(readText(folder.path("to/share/man/man1/ritz.1")), runRitz({"--man"}).out);
}

}  // namespace
}  // namespace ritz::test
