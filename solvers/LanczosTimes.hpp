#pragma once

namespace ritz {

/// What Lanczos is expected to cost, in seconds. Fitted to the cases of `benchmarks/run.py --choices`, see
/// docs/performance.md.
struct LanczosTimes {
  static constexpr double StepOverhead =
      1e-5;  ///< of a step, however short the vectors: views, small matrices

  double products = 0;       ///< N, which Lanczos without a filter needs
  double application = 0;    ///< of the map on one column
  double furtherColumn = 0;  ///< of the map on each column of a block but the first
  double column = 0;         ///< of orthogonalising a vector against one of the basis
  int numPairs = 0, basis = 0;

  /// Steps of the run that finds the pairs; those of the search for missed copies come behind it.
  double plainSteps() const { return products; }
  /// N/d and what a filter of any degree d costs beyond the polynomial of Lanczos.
  double filteredSteps(int degree) const;
  /// Of b products each: N/b (1 + 4 (b − 1)/k), since b columns share a space of less degree.
  double blockSteps(int block) const;

  double plainStep() const;
  double filteredStep(int degree) const;
  double blockStep(int block) const;

  /// With the search for missed copies.
  double plain() const;
  double filtered(int degree) const { return filteredSteps(degree) * filteredStep(degree); }
  double blocks(int block) const;

 private:
  double orthogonalization(double columns) const;
  double search() const;
};

}  // namespace ritz
