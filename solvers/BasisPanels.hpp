#pragma once

#include <ritz/operators/Compat.hpp>
#include <ritz/solvers/BasisViews.hpp>
#include <ritz/solvers/PanelProducts.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>
#include <type_traits>
#include <vector>

/// The kernels of BasisKernels.hpp for hosts: a panel of rows to a thread, through its vector unit.
namespace ritz::detail {

/// A panel of the rows, and its part of the columns of a view.
struct Panel {
  std::size_t first, size;
  Panel(LocalIndex number, std::size_t panelRows, LocalIndex rows)
      : first(static_cast<std::size_t>(number) * panelRows),
        size(std::min(panelRows, static_cast<std::size_t>(rows) - first)) {}

  template <class View>
  auto of(const View& v, int columns) const {
    return Columns<std::remove_pointer_t<decltype(v.data())>>{v.data() + first, v.stride(1), columns};
  }
};

constexpr LocalIndex panelCount(LocalIndex rows, std::size_t panelRows) {
  return (rows + static_cast<LocalIndex>(panelRows) - 1) / static_cast<LocalIndex>(panelRows);
}

/// Shorter panels where whole ones would leave threads without work, and where more than two columns of a
/// block read the panel of V again and again, which then has to stay in the second cache.
template <class Execution>
std::size_t panelRowsFor(LocalIndex rows, int blockColumns) {
  constexpr std::size_t Least = 512, PanelsPerThread = 4;
  if (blockColumns > 2) return Least;
  const auto threads = static_cast<std::size_t>(Execution().concurrency());
  if (threads == 1) return PanelRows;
  return std::clamp(static_cast<std::size_t>(rows) / (PanelsPerThread * threads), Least, PanelRows);
}

/// Sums of conj(V_i) Y_j over this rank's rows, panel by panel; the result is an array of count × columns.
template <class S>
struct ProjectPanels {
  using value_type = Entry<S>[];
  using size_type = unsigned;
  using execution_space = typename MultiVector<S>::execution_space;

  ReadView<S> V, Y;
  int count, columns;
  LocalIndex rows;
  std::size_t panelRows;
  unsigned value_count;

  void operator()(LocalIndex number, Entry<S>* sum) const {
    const Panel panel(number, panelRows, rows);
    addProducts<Entry<S>>(panel.size, panel.of(V, count), panel.of(Y, columns), sum);
  }
  void init(Entry<S>* sum) const {
    for (unsigned i = 0; i < value_count; ++i) sum[i] = Entry<S>(0);
  }
  void join(RITZ_JOIN_VOLATILE Entry<S>* sum, const RITZ_JOIN_VOLATILE Entry<S>* other) const {
    for (unsigned i = 0; i < value_count; ++i) sum[i] += other[i];
  }
};

template <class S>
void projectByPanels(const ReadView<S>& V, int count, const ReadView<S>& Y, Entry<S>* sums) {
  const int columns = static_cast<int>(Y.extent(1));
  const auto rows = static_cast<LocalIndex>(Y.extent(0)), products = static_cast<LocalIndex>(count * columns);
  const std::size_t panelRows = panelRowsFor<typename MultiVector<S>::execution_space>(rows, columns);
  const ProjectPanels<S> functor{V, Y, count, columns, rows, panelRows, static_cast<unsigned>(products)};
  Kokkos::parallel_reduce(
      "ritz::project",
      Kokkos::RangePolicy<typename MultiVector<S>::execution_space, LocalIndex>(0,
                                                                                panelCount(rows, panelRows)),
      functor,
      Kokkos::View<Entry<S>*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(sums, std::size_t(products)));
}

/// Rows of a panel of V that is copied: times 40 columns it stays in the first cache, where columns that lie
/// a power of two apart would push each other out.
constexpr std::size_t CopiedRows = 64;

/// X ← X + V C, or X ← V C where `overwrites`, by copied panels of V; X may be V itself.
template <class S>
void combineByCopies(const ReadView<S>& v, const std::vector<Entry<S>>& C, int from, int to,
                     const WriteView<S>& x, bool overwrites) {
  using Execution = typename MultiVector<S>::execution_space;
  using Team = Kokkos::TeamPolicy<Execution>;
  using Scratch = Kokkos::View<Entry<S>**, Kokkos::LayoutLeft, typename Execution::scratch_memory_space,
                               Kokkos::MemoryUnmanaged>;
  const auto rows = static_cast<LocalIndex>(x.extent(0));
  const auto bytes = Scratch::shmem_size(CopiedRows, std::size_t(from));
  Kokkos::parallel_for(
      "ritz::combine",
      Team(static_cast<int>(panelCount(rows, CopiedRows)), 1)
          .set_scratch_size(1, Kokkos::PerTeam(static_cast<int>(bytes))),
      [&](const typename Team::member_type& team) {
        const Panel panel(static_cast<LocalIndex>(team.league_rank()), CopiedRows, rows);
        Scratch copy(team.team_scratch(1), CopiedRows, std::size_t(from));
        const auto source = panel.of(v, from);
        const auto target = panel.of(x, to);
        for (int i = 0; i < from; ++i)
          std::copy_n(source.entries + i * source.stride, panel.size, &copy(0, i));
        if (overwrites)
          for (int j = 0; j < to; ++j)
            std::fill_n(target.entries + j * target.stride, panel.size, Entry<S>(0));
        addCombination<Entry<S>>(panel.size, {copy.data(), CopiedRows, from}, C.data(), target);
      });
}

template <class S>
void addByPanels(const ReadView<S>& v, S a, const Dense<S>& C, const WriteView<S>& x) {
  const auto rows = static_cast<LocalIndex>(x.extent(0));
  const std::vector<Entry<S>> factors = scaledColumns(a, C);
  const int count = C.rows(), columns = C.cols();
  if (columns > 2) return combineByCopies<S>(v, factors, count, columns, x, false);
  using Execution = typename MultiVector<S>::execution_space;
  const std::size_t panelRows = panelRowsFor<Execution>(rows, columns);
  Kokkos::parallel_for(
      "ritz::addToBlock", Kokkos::RangePolicy<Execution, LocalIndex>(0, panelCount(rows, panelRows)),
      [&](LocalIndex number) {
        const Panel panel(number, panelRows, rows);
        addCombination<Entry<S>>(panel.size, panel.of(v, count), factors.data(), panel.of(x, columns));
      });
}

template <class S>
void rotateByPanels(const WriteView<S>& v, const Dense<S>& Q) {
  combineByCopies<S>(v, scaledColumns(S(1), Q), Q.rows(), Q.cols(), v, true);
}

}  // namespace ritz::detail
