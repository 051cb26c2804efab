#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/operators/Error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

extern char** environ;

namespace ritz {

namespace fs = std::filesystem;

namespace {

/// 0 if gnuplot drew everything, 127 if it is not there.
int runGnuplot(const fs::path& script) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  std::string program = "gnuplot", file = script.string();
  char* arguments[] = {program.data(), file.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, "gnuplot", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return 127;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return 1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

fs::path withEnding(fs::path path, const std::string& ending) { return path += ending; }

/// Where gnuplot writes before a picture takes its name.
fs::path draftOf(const std::string& folder, const Picture& picture) {
  return fs::path(folder) / fmt::format(".{}-{}", picture.name, ::getpid());
}

/// Whether a picture has its end: gnuplot does not notice when the disk is full.
bool isWhole(const fs::path& picture) {
  constexpr std::streamoff Tail = 16;
  std::ifstream file(picture, std::ios::binary | std::ios::ate);
  if (!file || file.tellg() < Tail) return false;
  std::string tail(static_cast<std::size_t>(Tail), ' ');
  file.seekg(-Tail, std::ios::end).read(tail.data(), Tail);
  return tail.find("</svg>") != std::string::npos || tail.find("IEND") != std::string::npos;
}

/// What went wrong, if anything did.
std::string draw(const fs::path& script, const std::string& commands, const std::vector<fs::path>& pictures) {
  std::ofstream file(script);
  file << commands;
  file.close();
  const int status = file ? runGnuplot(script) : 0;
  std::error_code ignored;
  fs::remove(script, ignored);
  if (!file) return fmt::format("{} cannot be written; is the disk full?", script.string());
  if (status == 127) return "gnuplot is not installed (Debian: gnuplot-nox)";
  if (status != 0) return fmt::format("gnuplot failed with status {}", status);
  const bool areWhole = std::all_of(pictures.begin(), pictures.end(), isWhole);
  return areWhole ? "" : "gnuplot could not write all of it; is the disk full?";
}

std::string contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void removePicture(const std::string& folder, const std::string& name) {
  for (const char* ending : {".svg", ".png"}) {
    std::error_code ignored;
    fs::remove(withEnding(fs::path(folder) / name, ending), ignored);
  }
}

/// Draws both files under other names and renames them; what went wrong, if anything did.
std::string drawFiles(const std::string& folder, const Picture& picture) {
  const fs::path draft = draftOf(folder, picture);
  const fs::path svg = withEnding(draft, ".svg"), png = withEnding(draft, ".png");
  PictureStyle style = printedStyle(), large = style;
  large.scale = 1.5;
  std::string trouble = draw(
      withEnding(draft, ".gp"),
      gnuplotScript(picture, style, svg.string()) + gnuplotScript(picture, large, png.string()), {svg, png});
  for (const auto& from : {svg, png}) {
    const fs::path to = withEnding(fs::path(folder) / picture.name, from.extension().string());
    std::error_code error, ignored;
    if (trouble.empty()) fs::rename(from, to, error);
    if (error) trouble = fmt::format("{}: {}", to.string(), error.message());
    if (!trouble.empty()) fs::remove(from, ignored);
  }
  return trouble;
}

}  // namespace

std::string drawPicture(const std::string& folder, const std::string& name,
                        const std::optional<Picture>& picture) {
  std::string trouble = picture ? "" : "there is nothing to draw";
  if (picture) trouble = drawFiles(folder, *picture);
  if (trouble.empty()) return fmt::format("{0}.svg, {0}.png", (fs::path(folder) / name).string());
  removePicture(folder, name);
  return "no picture: " + trouble;
}

std::vector<std::string> drawSvg(const std::string& folder, const Picture& picture,
                                 const std::vector<PictureStyle>& styles) {
  const fs::path draft = draftOf(folder, picture);
  std::string commands;
  std::vector<fs::path> files;
  for (const auto& style : styles) {
    files.push_back(withEnding(draft, fmt::format("-{}.svg", files.size())));
    commands += gnuplotScript(picture, style, files.back().string());
  }
  const std::string trouble = draw(withEnding(draft, ".gp"), commands, files);
  std::vector<std::string> texts;
  for (const auto& file : files) {
    texts.push_back(contentOf(file));
    std::error_code ignored;
    fs::remove(file, ignored);
  }
  if (!trouble.empty()) throw Error(fmt::format("the picture '{}': {}", picture.name, trouble));
  return texts;
}

}  // namespace ritz
