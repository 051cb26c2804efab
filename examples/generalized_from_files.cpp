// The lowest tones of a drum: K u = λ M u with stiffness and mass from Matrix Market files, plain or packed
// (.gz).
//   generalized_from_files data/membrane_stiffness.mtx data/membrane_mass.mtx
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s STIFFNESS.mtx MASS.mtx\n", argv[0]);
    return 2;
  }
  const auto stiffness = ritz::readMatrix<double>(ritz::worldComm(), argv[1]);
  const auto mass = ritz::readMatrix<double>(ritz::worldComm(), argv[2]);

  ritz::EigenOptions options;
  options.numPairs = 6;
  options.which = ritz::Smallest{};
  options.tolerance = 1e-10;
  options.method = ritz::Lobpcg{};
  const auto modes = ritz::eigsolve<double>({stiffness, mass}, options);
  if (ritz::worldComm()->getRank() == 0) {
    std::printf("%s, %d of %d pairs\n", ritz::nameOf(modes.status).c_str(), modes.numConverged(),
                options.numPairs);
    for (const double value : modes.values) std::printf("%.8f\n", value);
  }
  return modes.allConverged() ? 0 : 1;
}
