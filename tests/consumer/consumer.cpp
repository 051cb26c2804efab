#include <ritz/ritz.hpp>

#include <cmath>
#include <cstdio>

/// The largest eigenvalue of diag(1, …, n) is n: 0 if Ritz says so.
int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const int n = 50;
  const auto map = ritz::makeMap(n);
  const auto ramp = ritz::makeOperator<double>(map, [&](const auto& X, auto& Y) {
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = X.getData(j);
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i < static_cast<int>(x.size()); ++i)
        y[i] = static_cast<double>(map->getGlobalElement(i) + 1) * x[i];
    }
  });
  ritz::EigenOptions options;
  options.numPairs = 1;
  const auto result = ritz::eigsolve<double>({ramp}, options);
  result.requireConverged();
  if (map->getComm()->getRank() == 0) std::printf("largest %.10f, expected %d\n", result.values[0], n);
  return std::abs(result.values[0] - n) < 1e-6 * n ? 0 : 1;
}
