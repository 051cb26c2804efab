// A solve that is watched, stopped, and taken up again from what it had.
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>

/// Stops after some applications. A monitor may as well draw progress or write a log.
class Patience : public ritz::Monitor {
 public:
  explicit Patience(long applications) : most_(applications) {}
  bool onProgress(const ritz::Progress& progress) override { return progress.applications < most_; }

 private:
  long most_;
};

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto A = std::make_shared<const ritz::Tridiagonal<double>>(ritz::worldComm(), 5000);

  ritz::EigenOptions options;
  options.numPairs = 4;
  options.which = ritz::Largest{};
  options.method = ritz::KrylovSchur{};

  Patience patience(100);
  const auto early = ritz::eigsolve<double>({A}, options, {}, &patience);

  ritz::Start<double> start;
  start.previous = &early;
  const auto modes = ritz::eigsolve<double>({A}, options, start);

  const bool isPrinting = ritz::worldComm()->getRank() == 0;
  try {
    early.requireConverged();
  } catch (const ritz::NotConvergedWith<double>& error) {
    if (isPrinting) std::printf("first: %s\n", ritz::nameOf(error.result().status).c_str());
  }
  if (!isPrinting) return 0;
  std::printf("second: %s\n", ritz::nameOf(modes.status).c_str());
  for (std::size_t i = 0; i < modes.values.size(); ++i) {
    const bool isAccurate = modes.residuals[i] <= options.tolerance * (modes.normA + modes.values[i]);
    std::printf("%.6f %s\n", modes.values[i], isAccurate ? "converged" : "not converged");
  }
}
