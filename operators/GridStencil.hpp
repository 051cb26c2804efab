#pragma once

#include <ritz/operators/ExecutionSpace.hpp>
#include <ritz/operators/GridRuns.hpp>

/// How stencils run over the rows of a grid: they bring applyRun(run) and applyRow(run, i).
namespace ritz::detail {

/// A run to a core: for CPUs.
template <class Stencil, class Runs>
void applyByRuns(const Stencil& stencil, const Runs& runs) {
  using Execution = typename Runs::execution_space;
  Kokkos::parallel_for(
      "ritz::GridStencil", Kokkos::RangePolicy<Execution, std::size_t>(0, runs.extent(0)),
      KOKKOS_LAMBDA(std::size_t r) { stencil.applyRun(runs(r)); });
}

/// A run to a warp, a row to a lane: for GPUs.
template <class Stencil, class Runs>
void applyByRows(const Stencil& stencil, const Runs& runs) {
  using Execution = typename Runs::execution_space;
  using Shape = TeamShape<Execution>;
  using Team = Kokkos::TeamPolicy<Execution>;
  const int count = static_cast<int>(runs.extent(0));
  const int teams = (count + Shape::Threads - 1) / Shape::Threads;
  Kokkos::parallel_for(
      "ritz::GridStencil", Team(teams, Shape::Threads, Shape::Lanes),
      KOKKOS_LAMBDA(const typename Team::member_type& team) {
        const int r = team.league_rank() * team.team_size() + team.team_rank();
        if (r >= count) return;
        const GridRun run = runs(r);
        Kokkos::parallel_for(Kokkos::ThreadVectorRange(team, run.length),
                             [&](LocalIndex i) { stencil.applyRow(run, i); });
      });
}

template <class Stencil, class Runs>
void applyStencil(const Stencil& stencil, const Runs& runs) {
  if constexpr (RunsOnHost<typename Runs::execution_space>)
    applyByRuns(stencil, runs);
  else
    applyByRows(stencil, runs);
}

}  // namespace ritz::detail
