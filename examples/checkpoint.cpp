// A solve that saves its state, is cut short, and is gone on with: here at once, else by another program
// later.
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto A = std::make_shared<const ritz::Tridiagonal<double>>(ritz::worldComm(), 5000);

  ritz::EigenOptions options;
  options.numPairs = 4;
  options.which = ritz::Largest{};
  options.method = ritz::Lanczos{};  // goes on exactly
  options.checkpoint.file = "state.h5";
  options.checkpoint.interval = 60;  // seconds

  ritz::EigenOptions shorter = options;
  shorter.budget.maxApplications = 100;  // or seconds, or a monitor that says stop
  const auto early = ritz::eigsolve<double>({A}, shorter);

  ritz::Start<double> start;
  start.resume = options.checkpoint.file;
  const auto modes = ritz::eigsolve<double>({A}, options, start);

  if (ritz::worldComm()->getRank() != 0) return 0;
  std::printf("first: %s\n", ritz::nameOf(early.status).c_str());
  std::printf("then: %s, from %ld applications on\n", ritz::nameOf(modes.status).c_str(),
              modes.resumed.applications);
  for (const double value : modes.values) std::printf("%.6f\n", value);
}
