// Operators from operators: sums, shifts and inverses cost nothing to write, and checks say whether they keep
// their word.
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/InverseOperator.hpp>
#include <ritz/operators/OperatorChecks.hpp>
#include <ritz/operators/ShiftedOperator.hpp>
#include <ritz/operators/SumOperator.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>
#include <vector>

/// diag(1, 2, …, n)
std::shared_ptr<const ritz::DiagonalOperator<double>> ramp(const ritz::MapPtr& map) {
  Tpetra::Vector<double> entries(map);
  for (auto i = map->getMinGlobalIndex(); i <= map->getMaxGlobalIndex(); ++i)
    entries.replaceGlobalValue(i, static_cast<double>(i + 1));
  return std::make_shared<const ritz::DiagonalOperator<double>>(entries);
}

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto map = ritz::makeMap(60);
  const auto D = ramp(map);
  const auto sum = std::make_shared<const ritz::SumOperator<double>>(
      std::vector<ritz::Term<double>>{{2.0, D}, {0.5, D}});                              // 2 D + ½ D
  const auto shifted = std::make_shared<const ritz::ShiftedOperator<double>>(sum, 1.5);  // 2.5 D − 1.5 I
  const auto inverse =
      std::make_shared<const ritz::InverseOperator<double>>(shifted);  // by conjugate gradients

  const double defect = ritz::symmetryDefect<double>(*shifted);  // rounding: ⟨x, A y⟩ = ⟨A x, y⟩
  const auto range = ritz::definitenessProbe<double>(*shifted);  // a negative minimum would forbid Cg

  ritz::EigenOptions options;
  options.numPairs = 3;
  options.which = ritz::Largest{};
  const auto modes = ritz::eigsolve<double>({inverse}, options);
  modes.requireConverged();
  if (map->getComm()->getRank() == 0) {
    std::printf("symmetric: %s, indefinite: %s\n", defect < 1e-14 ? "yes" : "no",
                range.min < 0 ? "yes" : "no");
    for (const double value : modes.values) std::printf("%.8f\n", value);
  }
}
