#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkModel.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ritz::detail {

namespace {

/// More samples at once leave the caches and gain nothing.
constexpr std::size_t LargestBatch = 256;
constexpr std::size_t SmallestBudget = std::size_t(1) << 20;

Network checked(Network network) {
  network.check();
  return network;
}

template <class S>
SamplesPtr<S> checked(SamplesPtr<S> samples) {
  if (!samples) throw SpaceMismatch("Network: the samples are null; make them with classSamples");
  return samples;
}

/// Losses times weights, summed.
template <class S>
double weightedSum(const MatrixView<S>& losses, const MatrixView<S>& weights) {
  double sum = 0;
  Kokkos::parallel_reduce(
      "ritz::NetworkModel", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, losses.extent(1)),
      KOKKOS_LAMBDA(std::size_t i, double& part) {
        part += static_cast<double>(losses(0, i)) * static_cast<double>(weights(0, i));
      },
      sum);
  return sum;
}

/// How many columns have their largest entry where those of `targets` have it.
template <class S>
double matches(const MatrixView<S>& outputs, const MatrixView<S>& targets) {
  double count = 0;
  Kokkos::parallel_reduce(
      "ritz::NetworkModel", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, targets.extent(1)),
      KOKKOS_LAMBDA(std::size_t i, double& part) {
        std::size_t found = 0, wanted = 0;
        for (std::size_t k = 1; k < targets.extent(0); ++k) {
          if (outputs(k, i) > outputs(found, i)) found = k;
          if (targets(k, i) > targets(wanted, i)) wanted = k;
        }
        part += found == wanted ? 1 : 0;
      },
      count);
  return count;
}

}  // namespace

template <class S>
NetworkModel<S>::NetworkModel(Network network, SamplesPtr<S> samples, const NetworkOptions& options)
    : network_(checked(std::move(network))),
      samples_(checked(std::move(samples))),
      options_(options),
      space_(network_.parameterMap(samples_->map()->getComm())),
      ridge_(options.ridge),
      inputs_(samples_->inputs()),
      sampleWeights_("ritz::sampleWeights", 1, inputs_.extent(1)) {
  check();
  Kokkos::deep_copy(sampleWeights_, S(1));
}

template <class S>
void NetworkModel<S>::check() const {
  if (!(options_.ridge >= 0.0) || std::isinf(options_.ridge))
    throw InvalidOption(
        fmt::format("Network: asked for ridge {:g}; give a finite one of at least 0", options_.ridge));
  if (options_.memoryBudget < SmallestBudget)
    throw InvalidOption(fmt::format("Network: asked for a memory budget of {} bytes; give at least {}",
                                    options_.memoryBudget, SmallestBudget));
  const auto compare = [](int layer, int found, const char* which, const char* what) {
    if (layer != found)
      throw SpaceMismatch(
          fmt::format("Network: its {} layer has {} units, but the samples have {} {}; make them agree",
                      which, layer, found, what));
  };
  compare(network_.inputs(), samples_->features(), "first", "features");
  compare(network_.outputs(), samples_->outputs(), "last", "targets or classes");
}

template <class S>
void NetworkModel<S>::setTheta(const NetworkTheta& chosen, const NetworkThetaParts<S>& theta) {
  if (chosen.ridge) ridge_ = theta.ridge;
  if (chosen.featureScales) inputs_ = scaledInputs(theta.scales, S(1));
  if (chosen.sampleWeights) sampleWeights_ = theta.sampleWeights;
}

template <class S>
typename NetworkModel<S>::Matrix NetworkModel<S>::scaledInputs(const Kokkos::View<S*, Device<S>>& scales,
                                                               S last) const {
  const Matrix from = samples_->inputs();
  const Matrix to(Kokkos::view_alloc("ritz::scaledInputs", Kokkos::WithoutInitializing), from.extent(0),
                  from.extent(1));
  const std::size_t features = from.extent(0) - 1;
  if (from.extent(1) > 0)
    Kokkos::parallel_for(
        "ritz::NetworkModel",
        Kokkos::MDRangePolicy<Execution<S>, Kokkos::Rank<2>, Kokkos::IndexType<std::size_t>>(
            {0, 0}, {from.extent(0), from.extent(1)}),
        KOKKOS_LAMBDA(std::size_t r, std::size_t i) {
          to(r, i) = (r < features ? scales(r) : last) * from(r, i);
        });
  return to;
}

template <class S>
std::vector<Minibatch> NetworkModel<S>::minibatches(std::size_t largest) const {
  std::vector<Minibatch> batches;
  const std::size_t samples = inputs_.extent(1);
  const std::size_t pieces = (samples + largest - 1) / largest;
  for (std::size_t b = 0; b < pieces; ++b) {
    const std::size_t first = b * samples / pieces;
    batches.push_back({first, (b + 1) * samples / pieces - first});
  }
  return batches;
}

template <class S>
std::size_t NetworkModel<S>::batchFor(double bytes, std::size_t entries) const {
  const double fitting = bytes / (static_cast<double>(entries) * sizeof(S));
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::min<double>(fitting, LargestBatch)));
}

template <class S>
MatrixView<S> NetworkModel<S>::targets(const Minibatch& batch) const {
  return columnsOf(MatrixView<S>(samples_->targets()), batch);
}

template <class S>
typename NetworkObjective<S>::Value NetworkModel<S>::evaluate(const Tpetra::Vector<S>& w,
                                                              Tpetra::Vector<S>* gradient) const {
  requireSameMap(*w.getMap(), *space_.map(), "NetworkObjective", "w");
  if (gradient) requireSameMap(*gradient->getMap(), *space_.map(), "NetworkObjective", "the gradient");
  auto all = space_.gather(w), parts = space_.make(1);
  parts.putScalar(S(0));
  double mine[2] = {0, 0}, sums[2] = {0, 0};
  {
    const MatrixView<S> point = all.getLocalViewDevice(Tpetra::Access::ReadWrite),
                        g = parts.getLocalViewDevice(Tpetra::Access::ReadWrite);
    const auto batches = minibatches(
        batchFor(static_cast<double>(options_.memoryBudget), NetworkSweep<S, 0>::entriesPerSample(network_)));
    NetworkSweep<S, 0> sweep(network_, batches.empty() ? 1 : batches.front().count);
    for (const Minibatch& batch : batches) {
      const auto weights = columnsOf(sampleWeights(), batch);
      sweep.forward({{point}}, {{columnsOf(inputs(), batch)}});
      sweep.meetTargets(targets(batch), {{weights}}, mean());
      mine[0] += weightedSum(sweep.losses(), weights);
      mine[1] += matches(sweep.outputs(), targets(batch));
      if (!gradient) continue;
      sweep.backward(false);
      sweep.addGradient(g);
    }
  }
  Teuchos::reduceAll(*samples_->map()->getComm(), Teuchos::REDUCE_SUM, 2, mine, sums);
  if (gradient) {
    space_.sum(parts, *gradient);
    gradient->update(static_cast<S>(ridge_), w, S(1));
  }
  const double norm = static_cast<double>(w.norm2());
  return {sums[0] + 0.5 * ridge_ * norm * norm, sums[1] / static_cast<double>(samples_->count())};
}

template class NetworkModel<double>;
RITZ_INSTANTIATE_FLOAT(NetworkModel)

}  // namespace ritz::detail
