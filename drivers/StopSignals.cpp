#include <ritz/drivers/StopSignals.hpp>

#include <csignal>
#include <initializer_list>

namespace ritz {

namespace {

volatile std::sig_atomic_t stopAskedFor = 0;

void onSignal(int) {
  stopAskedFor = 1;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

StopSignals::StopSignals(Monitor& inner) : inner_(inner) {
  if (stopAskedFor != 0) return;
  struct sigaction action {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;  // reads and writes of files go on
  for (const int number : {SIGINT, SIGTERM}) ::sigaction(number, &action, nullptr);
}

bool StopSignals::onProgress(const Progress& progress) {
  return inner_.onProgress(progress) && stopAskedFor == 0;
}

}  // namespace ritz
