// The lowest pairs of a discrete Laplacian to 1e-9, most of the way with products in single precision: half
// the memory traffic, and the last digits in double.
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/PrecisionOperator.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const ritz::Laplacian3d<double>::Size size{20, 21, 22};
  const auto single = std::make_shared<ritz::Laplacian3d<float>>(ritz::worldComm(), size);
  const auto exact = std::make_shared<ritz::Laplacian3d<double>>(ritz::worldComm(), size);
  const auto rounded = std::make_shared<ritz::PrecisionOperator<double, float>>(single);

  ritz::EigenOptions options;
  options.numPairs = 3;
  options.which = ritz::Smallest{};
  options.method = ritz::Lobpcg{};
  options.tolerance = 1e-5;
  const auto coarse = ritz::eigsolve<double>({rounded}, options);

  options.tolerance = 1e-9;
  ritz::Start<double> start;
  start.previous = &coarse;
  const auto fine = ritz::eigsolve<double>({exact}, options, start);
  fine.requireConverged();

  const auto scratch = ritz::eigsolve<double>({exact}, options);
  if (ritz::worldComm()->getRank() > 0) return 0;
  for (const double value : fine.values) std::printf("%.9f\n", value);
  const bool fewer = fine.applications.A.columns < scratch.applications.A.columns;
  std::printf("fewer products in double than from scratch: %s\n", fewer ? "yes" : "no");
}
