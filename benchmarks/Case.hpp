#pragma once

#include <ritz/benchmarks/ArrayOperators.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz::bench {

/// One problem, the same for all: k pairs of A u = λ B u at one end, with memory for `basis` vectors, to one
/// absolute residual threshold.
struct Case {
  std::string name, title;
  std::size_t n = 0;
  int k = 0;
  bool largest = true;
  int basis = 0;              ///< vectors that a Krylov method may keep
  double threshold = 0;       ///< ‖A v − θ B v‖₂ ≤ this for ‖v‖₂ = 1
  double norm = 0;            ///< ‖A‖₂, or a bound
  double massNorm = 1;        ///< ‖B‖₂, or a bound
  std::vector<double> exact;  ///< the wanted eigenvalues, best first
  double valueTolerance = 0;  ///< |θ − λ| ≤ this; for B = I the threshold itself, by Weyl's bound
  CountedOperator A;
  std::optional<CountedOperator> mass{};
  std::optional<CountedOperator> preconditioner{};  ///< Ritz alone takes it

  double smallestWanted() const;  ///< min |λ|
  double largestWanted() const;   ///< max |λ|
};

struct CaseInfo {
  std::string name, title;
  bool isLong = false;  ///< only run when asked for
};

/// The catalogue.
std::vector<CaseInfo> listCases();
/// name@f: the case with f times its threshold. Throws InvalidOption for a name that is not in the catalogue
/// and DataError without its file, which is looked for under `data`.
Case makeCase(const std::string& name, const std::string& data);

}  // namespace ritz::bench
