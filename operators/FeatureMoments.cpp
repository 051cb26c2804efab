#include <ritz/operators/FeatureMoments.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

namespace ritz::detail {

namespace {

/// This rank's Σ over samples of (x − centre)^power for each feature.
template <class S>
std::vector<double> localMoments(const typename Samples<S>::Matrix& inputs,
                                 const std::vector<double>& centres, int power) {
  using Execution = typename MultiVector<S>::execution_space;
  const std::size_t features = centres.size();
  Kokkos::View<double*, typename MultiVector<S>::device_type> sums("ritz::moments", features),
      centre("c", features);
  const Kokkos::View<const double*, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>> given(
      centres.data(), features);
  Kokkos::deep_copy(centre, given);
  Kokkos::parallel_for(
      "ritz::Samples", Kokkos::RangePolicy<Execution, std::size_t>(0, features),
      KOKKOS_LAMBDA(std::size_t r) {
        double sum = 0;
        for (std::size_t i = 0; i < inputs.extent(1); ++i) {
          const double x = static_cast<double>(inputs(r, i)) - centre(r);
          sum += power == 1 ? x : x * x;
        }
        sums(r) = sum;
      });
  std::vector<double> result(features);
  Kokkos::deep_copy(Kokkos::View<double*, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>>(
                        result.data(), features),
                    sums);
  return result;
}

}  // namespace

template <class S>
std::vector<double> featureMoments(const Samples<S>& samples, const std::vector<double>& centres, int power) {
  const auto mine = localMoments<S>(samples.inputs(), centres, power);
  std::vector<double> all(mine.size());
  Teuchos::reduceAll(*samples.map()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()),
                     mine.data(), all.data());
  for (double& sum : all) sum /= static_cast<double>(samples.count());
  return all;
}

template <class S>
typename Samples<S>::Matrix transformedFeatures(const typename Samples<S>::Matrix& inputs,
                                                const std::vector<double>& shifts,
                                                const std::vector<double>& factors) {
  using Execution = typename MultiVector<S>::execution_space;
  const std::size_t features = shifts.size();
  Kokkos::View<double**, Kokkos::LayoutLeft, typename MultiVector<S>::device_type> both("ritz::Samples",
                                                                                        features, 2);
  const auto host = Kokkos::create_mirror_view(both);
  for (std::size_t r = 0; r < features; ++r) {
    host(r, 0) = shifts[r];
    host(r, 1) = factors[r];
  }
  Kokkos::deep_copy(both, host);
  const typename Samples<S>::Matrix result("ritz::Samples", inputs.extent(0), inputs.extent(1));
  Kokkos::deep_copy(result, inputs);
  Kokkos::parallel_for(
      "ritz::Samples", Kokkos::RangePolicy<Execution, std::size_t>(0, inputs.extent(1)),
      KOKKOS_LAMBDA(std::size_t i) {
        for (std::size_t r = 0; r < features; ++r)
          result(r, i) = static_cast<S>((static_cast<double>(inputs(r, i)) - both(r, 0)) * both(r, 1));
      });
  return result;
}

#define RITZ_FEATURE_MOMENTS(S)                                                                       \
  template std::vector<double> featureMoments<S>(const Samples<S>&, const std::vector<double>&, int); \
  template typename Samples<S>::Matrix transformedFeatures<S>(                                        \
      const typename Samples<S>::Matrix&, const std::vector<double>&, const std::vector<double>&);
RITZ_FEATURE_MOMENTS(double)
RITZ_IF_FLOAT(RITZ_FEATURE_MOMENTS)

}  // namespace ritz::detail
