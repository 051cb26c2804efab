#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FeatureMoments.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/Samples.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ritz {

namespace {

template <class S>
using Rows =
    Kokkos::View<const S**, Kokkos::LayoutLeft, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

/// Throws `error` of the lowest rank that has one, on every rank.
void raiseEverywhere(const Teuchos::Comm<int>& comm, const std::optional<std::string>& error) {
  const int mine = error ? comm.getRank() : comm.getSize();
  int lowest = 0;
  Teuchos::reduceAll(comm, Teuchos::REDUCE_MIN, mine, Teuchos::outArg(lowest));
  if (lowest == comm.getSize()) return;
  std::string text = error.value_or("");
  int length = static_cast<int>(text.size());
  Teuchos::broadcast(comm, lowest, &length);
  text.resize(static_cast<std::size_t>(length));
  if (length > 0) Teuchos::broadcast(comm, lowest, length, text.data());
  throw DataError(text);
}

template <class S>
std::optional<std::string> faultIn(const Map& map, const std::vector<S>& values, int perSample,
                                   const char* what) {
  const auto samples = static_cast<std::size_t>(localSize(map));
  if (perSample < 1) return fmt::format("Samples: asked for {} {}; give at least one", perSample, what);
  if (values.size() != samples * static_cast<std::size_t>(perSample))
    return fmt::format("Samples: found {} numbers for {} of {} samples on rank {}, expected {} for each",
                       values.size(), what, samples, map.getComm()->getRank(), perSample);
  const auto bad = std::find_if(values.begin(), values.end(), [](S x) { return !std::isfinite(x); });
  if (bad == values.end()) return std::nullopt;
  const auto at = bad - values.begin();
  return fmt::format("Samples: found {} among the {} of sample {}, expected finite numbers; clean the data",
                     *bad, what, map.getGlobalElement(static_cast<LocalIndex>(at / perSample)));
}

template <class S>
typename Samples<S>::Matrix uploaded(const std::vector<S>& values, int rows, int extra) {
  using Matrix = typename Samples<S>::Matrix;
  const auto r = static_cast<std::size_t>(rows), n = values.size() / r;
  const Matrix matrix("ritz::Samples", r + static_cast<std::size_t>(extra), n);
  if (n == 0) return matrix;
  Kokkos::deep_copy(matrix, S(1));
  const auto host = Kokkos::create_mirror_view(matrix);
  Kokkos::deep_copy(host, matrix);
  Kokkos::deep_copy(Kokkos::subview(host, std::make_pair(std::size_t(0), r), Kokkos::ALL),
                    Rows<S>(values.data(), r, n));
  Kokkos::deep_copy(matrix, host);
  return matrix;
}

}  // namespace

template <class S>
Samples<S>::Samples(const MapPtr& map, int features, const std::vector<S>& inputs, int outputs,
                    const std::vector<S>& targets)
    : map_(map) {
  if (map_.is_null())
    throw DataError("Samples: the map of the samples is null; make one with makeMap(count)");
  auto fault = faultIn(*map_, inputs, features, "features");
  if (!fault) fault = faultIn(*map_, targets, outputs, "targets");
  if (!fault && count() == 0) fault = "Samples: found no samples, expected at least one";
  raiseEverywhere(*map_->getComm(), fault);
  inputs_ = uploaded(inputs, features, 1);
  targets_ = uploaded(targets, outputs, 0);
}

template <class S>
Samples<S>::Samples(MapPtr map, Matrix inputs, Matrix targets)
    : map_(std::move(map)), inputs_(std::move(inputs)), targets_(std::move(targets)) {}

template <class S>
SamplesPtr<S> Samples<S>::scaled(double divisor) const {
  if (!std::isfinite(1.0 / divisor) || !std::isfinite(divisor))
    throw InvalidOption(
        fmt::format("Samples: asked to divide features by {:g}; give a finite number other than 0", divisor));
  const auto features = static_cast<std::size_t>(this->features());
  const std::vector<double> none(features, 0.0), factors(features, 1.0 / divisor);
  return SamplesPtr<S>(new Samples(map_, detail::transformedFeatures<S>(inputs_, none, factors), targets_));
}

template <class S>
SamplesPtr<S> Samples<S>::standardized() const {
  const std::vector<double> zero(static_cast<std::size_t>(features()), 0.0);
  const auto centres = detail::featureMoments(*this, zero, 1);
  auto factors = detail::featureMoments(*this, centres, 2);
  for (std::size_t r = 0; r < factors.size(); ++r) {
    const double deviation = std::sqrt(factors[r]);
    const double rounding = 1e-12 * std::abs(centres[r]);
    factors[r] = deviation > rounding ? 1.0 / deviation : 0.0;
  }
  return SamplesPtr<S>(
      new Samples(map_, detail::transformedFeatures<S>(inputs_, centres, factors), targets_));
}

namespace {

template <class S>
std::vector<S> converted(const std::vector<double>& values) {
  std::vector<S> result(values.size());
  std::transform(values.begin(), values.end(), result.begin(), [](double x) { return static_cast<S>(x); });
  return result;
}

void requireLabels(const CsvTable& table) {
  if (!table.hasLabels)
    throw DataError(table.path + ": found no label column, expected one; say which column it is");
}

std::optional<std::string> faultInLabels(const CsvTable& table, double limit, int classes) {
  for (std::size_t i = 0; i < table.labels.size(); ++i) {
    const double label = table.labels[i];
    if (label >= 0 && label < limit && label == std::floor(label)) continue;
    return fmt::format("{}: found label {:g} in row {} of the data, expected an integer from 0 to {}{}",
                       table.path, label, table.rows->getGlobalElement(static_cast<LocalIndex>(i)) + 1,
                       limit - 1, classes > 0 ? fmt::format(" for {} classes", classes) : "");
  }
  return std::nullopt;
}

}  // namespace

template <class S>
SamplesPtr<S> classSamples(const CsvTable& table, int classes) {
  constexpr double MostClasses = 1e4;  // a column of other numbers would take all memory
  requireLabels(table);
  const auto& comm = *table.rows->getComm();
  if (classes < 0)
    throw InvalidOption(fmt::format("classSamples: asked for {} classes; give 0 or more", classes));
  raiseEverywhere(comm, faultInLabels(table, classes > 0 ? classes : MostClasses, classes));
  int count = classes;
  if (classes == 0) {
    int mine = 0;
    for (const double label : table.labels) mine = std::max(mine, static_cast<int>(label) + 1);
    Teuchos::reduceAll(comm, Teuchos::REDUCE_MAX, mine, Teuchos::outArg(count));
  }
  std::vector<S> targets(table.labels.size() * static_cast<std::size_t>(count), S(0));
  for (std::size_t i = 0; i < table.labels.size(); ++i)
    targets[i * static_cast<std::size_t>(count) + static_cast<std::size_t>(table.labels[i])] = S(1);
  return std::make_shared<Samples<S>>(table.rows, table.features, converted<S>(table.values), count, targets);
}

template <class S>
SamplesPtr<S> regressionSamples(const CsvTable& table) {
  requireLabels(table);
  return std::make_shared<Samples<S>>(table.rows, table.features, converted<S>(table.values), 1,
                                      converted<S>(table.labels));
}

#define RITZ_SAMPLES(S)                                         \
  template class Samples<S>;                                    \
  template SamplesPtr<S> classSamples<S>(const CsvTable&, int); \
  template SamplesPtr<S> regressionSamples<S>(const CsvTable&);
RITZ_SAMPLES(double)
RITZ_IF_FLOAT(RITZ_SAMPLES)

}  // namespace ritz
