#include <ritz/drivers/ProgressLine.hpp>

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <cmath>

namespace ritz {

namespace {

using namespace std::chrono_literals;

/// A line that wraps could not be wiped any more.
std::string cutToTerminal(std::string text, std::FILE* stream) {
  winsize size{};
  if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 1 && text.size() >= size.ws_col)
    text.resize(size.ws_col - 1U);
  return text;
}

}  // namespace

ProgressLine::ProgressLine(std::FILE* stream, bool isTerminal, double tolerance, const char* counted)
    : stream_(stream), isTerminal_(isTerminal), tolerance_(tolerance), counted_(counted) {
  if (!isTerminal_) next_ += 2s;
}

ProgressLine::~ProgressLine() { finish(); }

bool ProgressLine::onProgress(const Progress& progress) {
  if (stream_ == nullptr) return true;
  const auto now = Clock::now();
  if (now < next_) return true;
  next_ = now + (isTerminal_ ? Clock::duration(100ms) : Clock::duration(2s));
  const std::string text = textOf(progress, tolerance_, counted_);
  if (isTerminal_)
    fmt::print(stream_, "\r{}\x1b[K", cutToTerminal(text, stream_));
  else
    fmt::print(stream_, "{}\n", text);
  std::fflush(stream_);
  drawn_ = isTerminal_;
  return true;
}

void ProgressLine::finish() {
  if (!drawn_) return;
  fmt::print(stream_, "\r\x1b[K");
  std::fflush(stream_);
  drawn_ = false;
}

std::string ProgressLine::textOf(const Progress& progress, double tolerance, const char* counted) {
  const bool searching = progress.phase == Progress::Phase::Search;
  std::string text =
      fmt::format("{} applications, {}", progress.applications,
                  searching ? "looking for missed copies"
                            : fmt::format("{}/{} {}", progress.converged, progress.wanted, counted));
  if (!searching && std::isfinite(progress.maxResidual) && progress.maxResidual > 0.0)
    text += fmt::format(", worst residual {:.1e} (target {:.1e})", progress.maxResidual, tolerance);
  if (progress.seconds > 0.0)
    text += fmt::format(", {:.0f}/s, {:.1f} s", static_cast<double>(progress.applications) / progress.seconds,
                        progress.seconds);
  return text;
}

}  // namespace ritz
