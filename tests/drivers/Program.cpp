#include "Program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

extern char** environ;

namespace ritz::test {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> commandLine(const std::vector<std::string>& arguments, int ranks) {
  std::vector<std::string> words;
  if (ranks > 1)
    words = {RITZ_MPIEXEC, "-n", std::to_string(ranks), "--allow-run-as-root", "--oversubscribe"};
  words.push_back(RITZ_PROGRAM);
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

/// Starts it in a process group of its own, with its streams in files.
pid_t start(std::vector<std::string> words, const std::string& out, const std::string& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = -1;
  const int error = ::posix_spawn(&child, pointers[0], &actions, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(error, 0) << "cannot start " << words[0];
  return error == 0 ? child : -1;
}

Outcome outcomeOf(int status, const TemporaryFolder& streams) {
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), readText(streams.path("out")),
          readText(streams.path("err"))};
}

}  // namespace

Outcome runRitz(const std::vector<std::string>& arguments, int ranks) {
  const TemporaryFolder folder;
  const pid_t child = start(commandLine(arguments, ranks), folder.path("out"), folder.path("err"));
  if (child < 0) return {};
  int status = 0;
  ::waitpid(child, &status, 0);
  return outcomeOf(status, folder);
}

Outcome runAndSignal(const std::vector<std::string>& arguments, int ranks, int signal,
                     const std::function<bool()>& isTime) {
  const TemporaryFolder folder;
  const pid_t child = start(commandLine(arguments, ranks), folder.path("out"), folder.path("err"));
  if (child < 0) return {};
  int status = 0;
  bool isRunning = true;
  while (isRunning && !isTime()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    isRunning = ::waitpid(child, &status, WNOHANG) == 0;
  }
  if (isRunning) {
    ::kill(child, signal);
    ::waitpid(child, &status, 0);
  }
  return outcomeOf(status, folder);
}

namespace {

/// `root` and all that it has started: mpiexec gives each rank a process group of its own.
std::vector<pid_t> family(pid_t root) {
  std::vector<pid_t> members{root};
  for (std::size_t next = 0; next < members.size(); ++next) {
    const std::string pid = std::to_string(members[next]);
    std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
    for (pid_t child = 0; children >> child;) members.push_back(child);
  }
  return members;
}

/// Gone, or dead and waiting for its parent to ask.
bool isDead(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  return !std::getline(file, text) || text.compare(text.rfind(')') + 2, 1, "Z") == 0;
}

}  // namespace

void runAndKill(const std::vector<std::string>& arguments, std::chrono::milliseconds delay, int ranks) {
  const pid_t child = start(commandLine(arguments, ranks), "/dev/null", "/dev/null");
  if (child < 0) return;
  std::this_thread::sleep_for(delay);
  const std::vector<pid_t> members = family(child);
  for (const pid_t process : members) ::kill(process, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  while (!std::all_of(members.begin(), members.end(), isDead))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "ritz-test-XXXXXX").string();
  folder_ = ::mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const {
  std::ofstream(folder_ / name) << content;
  return path(name);
}

std::string diagonalFile(int n) {
  std::string text = "%%MatrixMarket matrix coordinate real symmetric\n" + std::to_string(n) + " " +
                     std::to_string(n) + " " + std::to_string(n) + "\n";
  for (int i = 1; i <= n; ++i) {
    const auto index = std::to_string(i);
    text += index + " " + index + " " + index + "\n";
  }
  return text;
}

nlohmann::json readJson(const std::string& path) {
  return nlohmann::json::parse(readText(path), nullptr, /*allow_exceptions=*/false);
}

std::string readText(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace ritz::test
