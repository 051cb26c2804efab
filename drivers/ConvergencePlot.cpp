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
  const auto file = [](fs::path path, const char* ending) { return path += ending; };
  std::error_code ignored;
  int status = 1;
  const bool drawable = report.result.history.size() > 1;
  if (drawable) {
    std::ofstream(file(draft, ".gp")) << convergenceScript(draft.string(), report);
    status = runGnuplot(file(draft, ".gp"));
    fs::remove(file(draft, ".gp"), ignored);
  }
  for (const char* ending : {".svg", ".png"}) {
    if (status == 0)
      fs::rename(file(draft, ending), file(picture, ending), ignored);
    else
      fs::remove(file(draft, ending), ignored), fs::remove(file(picture, ending), ignored);
  }
  if (!drawable) return "no picture: there are no steps to draw";
  if (status == 0) return fmt::format("{0}.svg, {0}.png", picture.string());
  return status == 127 ? "no picture: gnuplot is not installed (Debian: gnuplot-nox)"
                       : fmt::format("no picture: gnuplot failed with status {}", status);
}

}  // namespace ritz
