#pragma once

#include <ritz/operators/CsvTable.hpp>
#include <ritz/operators/Types.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ritz {

template <class S>
class Samples;
template <class S>
using SamplesPtr = std::shared_ptr<const Samples<S>>;

/// What a model is fitted to: N samples of `features` inputs and `outputs` targets, spread over the ranks,
/// where the back end computes. Some ranks may have none. S is real.
template <class S>
class Samples {
 public:
  /// One column for each sample of this rank.
  using Matrix = Kokkos::View<S**, Kokkos::LayoutLeft, typename MultiVector<S>::device_type>;

  /// `map` numbers the samples; `features` and `targets` hold this rank's, one sample after the other.
  /// Collective. Throws DataError on every rank: no samples, array lengths that do not fit `map`, NaN or Inf.
  Samples(const MapPtr& map, int features, const std::vector<S>& inputs, int outputs,
          const std::vector<S>& targets);

  const MapPtr& map() const { return map_; }
  GlobalIndex count() const { return static_cast<GlobalIndex>(map_->getGlobalNumElements()); }
  int features() const { return static_cast<int>(inputs_.extent(0)) - 1; }
  int outputs() const { return static_cast<int>(targets_.extent(0)); }

  /// (features + 1) × samples of this rank; the last row is 1, for the biases.
  const Matrix& inputs() const { return inputs_; }
  /// outputs × samples of this rank.
  const Matrix& targets() const { return targets_; }

  /// Every feature divided by `divisor`. Throws InvalidOption if that is zero or not finite.
  SamplesPtr<S> scaled(double divisor) const;

  /// Every feature with mean 0 and population deviation 1 over all ranks; one that is constant becomes 0.
  /// Collective.
  SamplesPtr<S> standardized() const;

 private:
  Samples(MapPtr map, Matrix inputs, Matrix targets);

  MapPtr map_;
  Matrix inputs_, targets_;
};

/// The labels 0 … classes − 1 of a table as targets with a single 1; classes = 0: one more than the largest
/// label, which is below 10000 then. Collective. Throws DataError on every rank for labels that are no such
/// integers, or none at all.
template <class S>
SamplesPtr<S> classSamples(const CsvTable& table, int classes = 0);

/// The labels of a table as one target, for regression. Collective. Throws DataError.
template <class S>
SamplesPtr<S> regressionSamples(const CsvTable& table);

}  // namespace ritz
