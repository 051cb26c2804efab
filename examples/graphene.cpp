// The bands of graphene (tight binding, hopping 1) from Γ over K and M back to Γ, and the top of the spectrum
// of a sheet of 30 × 30 cells whose edges are joined with a twist: Hermitian matrices in complex arithmetic.
#include <ritz/operators/MatrixBuilder.hpp>
#include <ritz/operators/MatrixOperator.hpp>
#include <ritz/ritz.hpp>

#include <cmath>
#include <cstdio>

using Complex = std::complex<double>;
using Entries = std::vector<ritz::MatrixEntry<Complex>>;

Complex phase(double angle) { return std::polar(1.0, angle); }

ritz::OperatorPtr<Complex> matrixOf(ritz::GlobalIndex n, const Entries& entries) {
  ritz::MatrixBuilder<Complex> builder(ritz::makeMap(n));
  builder.add(entries);  // those of rank 0
  return std::make_shared<ritz::MatrixOperator<Complex>>(builder.build(ritz::makeMap(n)));
}

ritz::OperatorPtr<Complex> twistedSheet(ritz::GlobalIndex cells, double twist) {
  Entries entries;
  const auto bond = [&](ritz::GlobalIndex a, ritz::GlobalIndex b, Complex hopping) {
    entries.push_back({2 * a, 2 * b + 1, -hopping});
    entries.push_back({2 * b + 1, 2 * a, -std::conj(hopping)});
  };
  for (ritz::GlobalIndex y = 0; y < cells; ++y)
    for (ritz::GlobalIndex x = 0; x < cells; ++x) {
      bond(x + cells * y, x + cells * y, 1.0);
      bond(x + cells * y, (x + 1) % cells + cells * y, phase(x + 1 == cells ? twist : 0.0));
      bond(x + cells * y, x + cells * ((y + 1) % cells), phase(y + 1 == cells ? twist : 0.0));
    }
  return matrixOf(2 * cells * cells, entries);
}

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const bool speaks = ritz::worldComm()->getRank() == 0;
  const double pi = std::acos(-1.0);
  const double corners[][2] = {{0, 0}, {2 * pi / 3, -2 * pi / 3}, {pi, 0}, {0, 0}};  // k·a₁ and k·a₂
  ritz::EigenOptions options;
  options.which = ritz::Smallest{};
  options.numPairs = 2;
  for (int i = 0; i <= 12; ++i) {
    const int leg = std::min(i / 4, 2);
    const double s = i / 4.0 - leg, t = 1 - s;
    const double *from = corners[leg], *to = corners[leg + 1];
    const Complex f = 1.0 + phase(t * from[0] + s * to[0]) + phase(t * from[1] + s * to[1]);
    const auto bands = ritz::eigsolve<Complex>({matrixOf(2, {{0, 1, -f}, {1, 0, -std::conj(f)}})}, options);
    const double lower = std::abs(bands.values[0]), upper = std::abs(bands.values[1]);
    if (speaks) std::printf("%c %7.4f %7.4f\n", "G---K---M---G"[i], -lower, upper);
  }
  options.which = ritz::Largest{};
  options.numPairs = 4;
  const auto top = ritz::eigsolve<Complex>({twistedSheet(30, 0.7)}, options);
  top.requireConverged();
  for (const double value : top.values)
    if (speaks) std::printf("twisted sheet %.8f\n", value);
}
