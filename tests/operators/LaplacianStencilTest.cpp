#include <gtest/gtest.h>
#include <ritz/operators/LaplacianStencil.hpp>
#include <ritz/operators/Runtime.hpp>

#include <vector>

namespace {

using Execution = ritz::MultiVector<double>::execution_space;
using Memory = ritz::MultiVector<double>::device_type;
using Array = Kokkos::View<double*, Memory>;
using ritz::detail::GridRun;
using ritz::detail::Place;

Array arrayOf(const std::vector<double>& values) {
  const Array device("array", values.size());
  const auto host = Kokkos::create_mirror_view(device);
  for (std::size_t i = 0; i < values.size(); ++i) host(i) = values[i];
  Kokkos::deep_copy(device, host);
  return device;
}

std::vector<double> valuesOf(const Array& array) {
  const auto host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), array);
  return {host.data(), host.data() + host.extent(0)};
}

/// Runs of lengths around a warp's, one after the other, with their neighbours all over the arrays.
Kokkos::View<GridRun*, Memory> runsOver(const std::vector<int>& lengths) {
  const Kokkos::View<GridRun*, Memory> runs("runs", lengths.size());
  const auto host = Kokkos::create_mirror_view(runs);
  ritz::LocalIndex start = 0;
  for (std::size_t r = 0; r < lengths.size(); ++r) {
    const ritz::LocalIndex end = start + lengths[r];
    host(r) = {start,
               lengths[r],
               {r == 0 ? Place::Zeros : Place::Own, r == 0 ? 0 : start - 1},
               {r + 1 == lengths.size() ? Place::Halo : Place::Own, r + 1 == lengths.size() ? 3 : end},
               {Place::Zeros, 0},
               {Place::Halo, 1},
               {Place::Halo, 0},
               {Place::Own, 2}};
    start = end;
  }
  Kokkos::deep_copy(runs, host);
  return runs;
}

}  // namespace

TEST(LaplacianStencil, GivesTheSameByRowsAsByRuns) {
  const std::vector<int> lengths{1, 2, 3, 31, 32, 33, 100, 1, 2};
  const std::size_t rows = 205, longest = 110;
  std::vector<double> own, halo;
  for (std::size_t i = 0; i < rows; ++i) own.push_back(static_cast<double>(i * i % 17) - 8.0);
  for (std::size_t i = 0; i < longest; ++i) halo.push_back(static_cast<double>(i * i % 13) - 6.0);
  const Array zeros("zeros", longest), x = arrayOf(own), ghosts = arrayOf(halo);
  const Array byRuns("by runs", rows), byRows("by rows", rows);
  const auto runs = runsOver(lengths);
  // Small integers: every sum is exact, in any order.
  ritz::detail::LaplacianStencil<double, double> stencil{
      {zeros.data(), x.data(), ghosts.data()}, byRuns.data(), 14.0, 1.0, 2.0, 4.0};

  ritz::detail::applyByRuns(stencil, runs);
  stencil.result = byRows.data();
  ritz::detail::applyByRows(stencil, runs);

  const auto expected = valuesOf(byRuns);
  EXPECT_EQ(valuesOf(byRows), expected);
  // Row 4 is the second of the run of three: the neighbours in y are 0 and halo 2, in z halo 1 and row 3.
  EXPECT_EQ(expected[4], 14.0 * own[4] - (own[3] + own[5]) - 2.0 * halo[2] - 4.0 * (halo[1] + own[3]));
}
