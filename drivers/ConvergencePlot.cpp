#include <ritz/drivers/ConvergencePlot.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>

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

std::string dataBlock(const EigenResult<double>& result) {
  std::string text = "$history << END\n";
  for (const auto& point : result.history) {
    const bool drawable = std::isfinite(point.maxResidual) && point.maxResidual > 0.0;
    text += fmt::format("{} {} {}\n", point.applications, point.converged,
                        drawable ? fmt::format("{:.6e}", point.maxResidual) : "NaN");
  }
  return text + fmt::format("{} {} NaN\nEND\n", result.applications.A.columns, result.numConverged());
}

/// The lowest to be drawn, the tolerance included.
double lowestResidual(const EigenResult<double>& result) {
  double lowest = result.options.tolerance;
  for (const auto& point : result.history)
    if (point.maxResidual > 0.0) lowest = std::min(lowest, point.maxResidual);
  return lowest;
}

/// For gnuplot's single quotes, where only they have a meaning.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c == '\n' ? ' ' : c);
  return result + "'";
}

fs::path withEnding(fs::path path, const char* ending) { return path += ending; }

/// Whether a picture has its end: gnuplot does not notice when the disk is full.
bool isWhole(const fs::path& picture) {
  constexpr std::streamoff Tail = 16;
  std::ifstream file(picture, std::ios::binary | std::ios::ate);
  if (!file || file.tellg() < Tail) return false;
  std::string tail(static_cast<std::size_t>(Tail), ' ');
  file.seekg(-Tail, std::ios::end).read(tail.data(), Tail);
  return tail.find("</svg>") != std::string::npos || tail.find("IEND") != std::string::npos;
}

/// Draws `draft`.svg and .png; what went wrong, if anything did.
std::string draw(const fs::path& draft, const RunReport& report) {
  if (report.result.history.size() <= 1) return "there are no steps to draw";
  const fs::path script = withEnding(draft, ".gp");
  std::ofstream file(script);
  file << convergenceScript(draft.string(), report);
  file.close();
  const int status = file ? runGnuplot(script) : 0;
  std::error_code ignored;
  fs::remove(script, ignored);
  if (!file) return fmt::format("{} cannot be written; is the disk full?", script.string());
  if (status == 127) return "gnuplot is not installed (Debian: gnuplot-nox)";
  if (status != 0) return fmt::format("gnuplot failed with status {}", status);
  const bool whole = isWhole(withEnding(draft, ".svg")) && isWhole(withEnding(draft, ".png"));
  return whole ? "" : "gnuplot could not write all of it; is the disk full?";
}

}  // namespace

std::string convergenceScript(const std::string& picture, const RunReport& report) {
  const auto& result = report.result;
  const auto& options = result.options;
  std::string script = dataBlock(result);
  script += fmt::format("set title {} noenhanced font ',13'\n",
                        quoted(fmt::format("{}: {} {} of n = {}, {}", report.source, options.numPairs,
                                           describe(options.which), report.n, result.method.name)));
  script += fmt::format(
      "tolerance = {:.6e}\npairs = {}\n"
      "set xlabel 'applications of A (vectors)'\n"
      "set ylabel 'worst relative residual' textcolor rgb '#1f5fa8'\n"
      "set y2label 'converged pairs' textcolor rgb '#c05a00'\n"
      "set logscale y\nset format y '10^{{%T}}'\nset ytics nomirror textcolor rgb '#1f5fa8'\n"
      "set y2range [0:pairs*1.05]\nset y2tics {} nomirror textcolor rgb '#c05a00'\n"
      "set grid back xtics ytics linetype 1 linewidth 0.5 linecolor rgb '#dcdcdc'\nset border linecolor rgb "
      "'#555555'\n"
      "set xrange [0:*]\nset yrange [{:.3e}:*]\n"
      "set bmargin 6\nset key at graph 0.5, graph -0.16 center top horizontal\nset datafile missing "
      "'NaN'\nset samples 2\n",
      options.tolerance, options.numPairs, std::max(1, (options.numPairs + 9) / 10),
      lowestResidual(result) / 3.0);
  const std::string plot =
      "plot $history using 1:2 axes x1y2 with steps linewidth 2 linecolor rgb '#f0a050' title 'converged "
      "pairs', "
      "$history using 1:3 with lines linewidth 2 linecolor rgb '#1f5fa8' "
      "title 'worst residual', "
      "tolerance with lines dashtype 2 linewidth 1.5 linecolor rgb '#444444' title 'tolerance'\n";
  script += fmt::format(
      "set terminal svg size 800,500 font 'DejaVu Sans,12' background rgb 'white'\nset output {}\n{}",
      quoted(picture + ".svg"), plot);
  script += fmt::format(
      "set terminal pngcairo size 1200,750 font 'DejaVu Sans,13' fontscale 1.2\nset output {}\n{}",
      quoted(picture + ".png"), plot);
  return script;
}

std::string drawConvergence(const std::string& folder, const RunReport& report) {
  const fs::path picture = fs::path(folder) / "convergence";
  const fs::path draft = fs::path(folder) / fmt::format(".convergence-{}", ::getpid());
  std::string trouble = draw(draft, report);
  for (const char* ending : {".svg", ".png"}) {
    const fs::path from = withEnding(draft, ending), to = withEnding(picture, ending);
    std::error_code error, ignored;
    if (trouble.empty()) fs::rename(from, to, error);
    if (error) trouble = fmt::format("{}: {}", to.string(), error.message());
    if (trouble.empty()) continue;
    fs::remove(from, ignored);
    fs::remove(to, ignored);
  }
  return trouble.empty() ? fmt::format("{0}.svg, {0}.png", picture.string()) : "no picture: " + trouble;
}

}  // namespace ritz
