#pragma once

#include <ritz/operators/ExecutionSpace.hpp>
#include <ritz/solvers/BasisViews.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>

/// The kernels of BasisKernels.hpp for GPUs: a warp reads consecutive rows of a column, and the basis is read
/// once. They run on any back end, so that tests on the host reach them.
namespace ritz::detail {

template <class S>
using TeamsOf = Kokkos::TeamPolicy<typename MultiVector<S>::execution_space>;

/// A panel of Y stays in the first cache while V streams by.
constexpr LocalIndex ProjectRows = 1024;

/// Each team adds up conj(V_i) Y_j over every `teams`-th panel of rows; parts is teams × (columns·count), j
/// before i, so that the warps that share V_i run side by side.
template <class S>
void projectPanels(const ReadView<S>& V, const ReadView<S>& Y, const SmallView<S>& parts) {
  using Team = TeamsOf<S>;
  using Shape = TeamShape<typename Team::execution_space>;
  const auto rows = static_cast<LocalIndex>(Y.extent(0));
  const LocalIndex panels = (rows + ProjectRows - 1) / ProjectRows;
  const int columns = static_cast<int>(Y.extent(1)), products = static_cast<int>(parts.extent(1));
  Kokkos::parallel_for(
      "ritz::project", Team(static_cast<int>(parts.extent(0)), Shape::Threads, Shape::Lanes),
      KOKKOS_LAMBDA(const typename Team::member_type& team) {
        const int own = team.league_rank();
        for (LocalIndex panel = own; panel < panels; panel += team.league_size()) {
          const LocalIndex first = panel * ProjectRows;
          const LocalIndex last = first + ProjectRows < rows ? first + ProjectRows : rows;
          Kokkos::parallel_for(Kokkos::TeamThreadRange(team, products), [&](int k) {
            const int i = k / columns, j = k % columns;
            Entry<S> part = Kokkos::ArithTraits<Entry<S>>::zero();
            Kokkos::parallel_reduce(
                Kokkos::ThreadVectorRange(team, first, last),
                [&](LocalIndex r, Entry<S>& sum) {
                  sum += Kokkos::ArithTraits<Entry<S>>::conj(V(r, i)) * Y(r, j);
                },
                part);
            Kokkos::single(Kokkos::PerThread(team),
                           [&]() { parts(own, k) = panel == own ? part : parts(own, k) + part; });
          });
        }
      });
}

/// sums(i, j) of the parts of all teams.
template <class S>
void addParts(const SmallView<S>& parts, const SmallView<S>& sums) {
  using Team = TeamsOf<S>;
  using Shape = TeamShape<typename Team::execution_space>;
  const int teams = static_cast<int>(parts.extent(0)), columns = static_cast<int>(sums.extent(1));
  Kokkos::parallel_for(
      "ritz::project sums", Team(static_cast<int>(parts.extent(1)), 1, Shape::Lanes),
      KOKKOS_LAMBDA(const typename Team::member_type& team) {
        const int k = team.league_rank();
        Entry<S> total = Kokkos::ArithTraits<Entry<S>>::zero();
        Kokkos::parallel_reduce(
            Kokkos::ThreadVectorRange(team, teams), [&](int t, Entry<S>& sum) { sum += parts(t, k); }, total);
        Kokkos::single(Kokkos::PerThread(team), [&]() { sums(k / columns, k % columns) = total; });
      });
}

/// sums ← V(:, 0 … count − 1)ᴴ Y of this rank, column-major in host memory. V and Y have rows, count > 0.
template <class S>
void projectByTeams(const ReadView<S>& V, int count, const ReadView<S>& Y, Entry<S>* sums) {
  constexpr std::size_t MostTeams = 2048;  // several for each multiprocessor
  const auto wide = static_cast<std::size_t>(count);
  const std::size_t panels = (Y.extent(0) + ProjectRows - 1) / ProjectRows;
  const SmallView<S> parts(Kokkos::ViewAllocateWithoutInitializing("ritz::parts"),
                           std::min(MostTeams, panels), wide * Y.extent(1));
  const SmallView<S> result(Kokkos::ViewAllocateWithoutInitializing("ritz::sums"), wide, Y.extent(1));
  projectPanels<S>(V, Y, parts);
  addParts<S>(parts, result);
  Kokkos::deep_copy(Kokkos::View<Entry<S>**, Kokkos::LayoutLeft, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(
                        sums, wide, Y.extent(1)),
                    result);
}

/// X ← X + V C, a row to a thread, four columns of X at a time.
template <class S>
void addByRows(const ReadView<S>& V, const SmallView<S>& C, const WriteView<S>& X) {
  constexpr int Wide = 4;
  const int count = static_cast<int>(C.extent(0)), columns = static_cast<int>(C.extent(1));
  const auto rows = static_cast<LocalIndex>(X.extent(0));
  Kokkos::parallel_for(
      "ritz::addToBlock", Kokkos::RangePolicy<typename MultiVector<S>::execution_space, LocalIndex>(0, rows),
      KOKKOS_LAMBDA(LocalIndex r) {
        for (int first = 0; first < columns; first += Wide) {
          Entry<S> sums[Wide] = {};
          for (int i = 0; i < count; ++i) {
            const Entry<S> v = V(r, i);
            for (int j = 0; j < Wide; ++j)
              if (first + j < columns) sums[j] += v * C(i, first + j);
          }
          for (int j = 0; j < Wide; ++j)
            if (first + j < columns) X(r, first + j) += sums[j];
        }
      });
}

/// The first columns of V ← V Q in place: a team keeps the old entries of a few rows in its scratch memory.
template <class S>
void rotateByTeams(const WriteView<S>& V, const SmallView<S>& Q) {
  using Team = TeamsOf<S>;
  using Execution = typename Team::execution_space;
  using Shape = TeamShape<Execution>;
  using Scratch = Kokkos::View<Entry<S>**, Kokkos::LayoutLeft, typename Execution::scratch_memory_space,
                               Kokkos::MemoryUnmanaged>;
  constexpr LocalIndex Rows = 32;
  constexpr std::size_t FastScratch = 32768;  // bytes that every GPU has for a team
  const int from = static_cast<int>(Q.extent(0)), to = static_cast<int>(Q.extent(1));
  const auto rows = static_cast<LocalIndex>(V.extent(0));
  const std::size_t bytes = Scratch::shmem_size(std::size_t(Rows), Q.extent(0));
  const int level = bytes <= FastScratch ? 0 : 1;
  Kokkos::parallel_for(
      "ritz::rotate",
      Team(static_cast<int>((rows + Rows - 1) / Rows), Shape::Threads, Shape::Lanes)
          .set_scratch_size(level, Kokkos::PerTeam(static_cast<int>(bytes))),
      KOKKOS_LAMBDA(const typename Team::member_type& team) {
        const LocalIndex first = static_cast<LocalIndex>(team.league_rank()) * Rows;
        const LocalIndex size = first + Rows < rows ? Rows : rows - first;
        const Scratch old(team.team_scratch(level), std::size_t(Rows), std::size_t(from));
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, from), [&](int i) {
          Kokkos::parallel_for(Kokkos::ThreadVectorRange(team, size),
                               [&](LocalIndex r) { old(r, i) = V(first + r, i); });
        });
        team.team_barrier();
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, to), [&](int j) {
          Kokkos::parallel_for(Kokkos::ThreadVectorRange(team, size), [&](LocalIndex r) {
            Entry<S> sum = Kokkos::ArithTraits<Entry<S>>::zero();
            for (int i = 0; i < from; ++i) sum += old(r, i) * Q(i, j);
            V(first + r, j) = sum;
          });
        });
      });
}

}  // namespace ritz::detail
