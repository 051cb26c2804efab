#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/BasisTeams.hpp>

#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <vector>

namespace ritz {

namespace {

using detail::Entry;
using detail::ReadView;
using detail::SmallView;
using detail::WriteView;

template <class S>
constexpr bool OnHost = detail::RunsOnHost<typename MultiVector<S>::execution_space>;

/// Rows handled at a time: a panel of two columns stays in the first cache while V streams by.
constexpr LocalIndex PanelRows = 512;

constexpr LocalIndex panelCount(LocalIndex rows) { return (rows + PanelRows - 1) / PanelRows; }

/// Sums of conj(V_i) Y_j over this rank's rows, panel by panel; the result is an array of count × columns.
template <class S>
struct ProjectPanels {
  using value_type = Entry<S>[];
  using size_type = unsigned;
  using execution_space = typename MultiVector<S>::execution_space;

  ReadView<S> V, Y;
  int count, columns;
  LocalIndex rows;
  unsigned value_count;

  KOKKOS_INLINE_FUNCTION void operator()(LocalIndex panel, Entry<S>* sum) const {
    const LocalIndex first = panel * PanelRows;
    const LocalIndex last = first + PanelRows < rows ? first + PanelRows : rows;
    for (int j = 0; j < columns; ++j) {
      const Entry<S>* y = &Y(0, j);
      for (int i = 0; i < count; ++i) {
        const Entry<S>* v = &V(0, i);
        Entry<S> part[4] = {};
        LocalIndex r = first;
        for (; r + 4 <= last; r += 4)
          for (int lane = 0; lane < 4; ++lane)
            part[lane] += Kokkos::ArithTraits<Entry<S>>::conj(v[r + lane]) * y[r + lane];
        for (; r < last; ++r) part[0] += Kokkos::ArithTraits<Entry<S>>::conj(v[r]) * y[r];
        sum[j * count + i] += (part[0] + part[1]) + (part[2] + part[3]);
      }
    }
  }
  KOKKOS_INLINE_FUNCTION void init(Entry<S>* sum) const {
    for (unsigned i = 0; i < value_count; ++i) sum[i] = Entry<S>(0);
  }
  KOKKOS_INLINE_FUNCTION void join(RITZ_JOIN_VOLATILE Entry<S>* sum,
                                   const RITZ_JOIN_VOLATILE Entry<S>* other) const {
    for (unsigned i = 0; i < value_count; ++i) sum[i] += other[i];
  }
};

template <class S>
void projectByPanels(const ReadView<S>& V, int count, const ReadView<S>& Y, Entry<S>* sums) {
  const int columns = static_cast<int>(Y.extent(1));
  const auto rows = static_cast<LocalIndex>(Y.extent(0)), products = static_cast<LocalIndex>(count * columns);
  const ProjectPanels<S> functor{V, Y, count, columns, rows, static_cast<unsigned>(products)};
  Kokkos::parallel_reduce(
      "ritz::project",
      Kokkos::RangePolicy<typename MultiVector<S>::execution_space, LocalIndex>(0, panelCount(rows)), functor,
      Kokkos::View<Entry<S>*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(sums, std::size_t(products)));
}

template <class S>
void projectLocally(const MultiVector<S>& V, int count, const MultiVector<S>& Y, Entry<S>* sums) {
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadOnly),
             y = Y.getLocalViewDevice(Tpetra::Access::ReadOnly);
  std::fill_n(sums, count * static_cast<int>(y.extent(1)), Entry<S>(0));
  if (count == 0 || y.extent(0) == 0) return;
  if constexpr (OnHost<S>)
    projectByPanels<S>(v, count, y, sums);
  else
    detail::projectByTeams<S>(v, count, y, sums);
}

template <class S>
void subtractByPanels(const ReadView<S>& v, const SmallView<S>& c, const WriteView<S>& x) {
  const auto rows = static_cast<LocalIndex>(x.extent(0));
  const int count = static_cast<int>(c.extent(0)), columns = static_cast<int>(c.extent(1));
  Kokkos::parallel_for(
      "ritz::subtract",
      Kokkos::RangePolicy<typename MultiVector<S>::execution_space, LocalIndex>(0, panelCount(rows)),
      KOKKOS_LAMBDA(LocalIndex panel) {
        const LocalIndex first = panel * PanelRows;
        const LocalIndex last = first + PanelRows < rows ? first + PanelRows : rows;
        for (int j = 0; j < columns; ++j) {
          Entry<S>* target = &x(0, j);
          for (int i = 0; i < count; ++i) {
            const Entry<S> factor = c(i, j);
            const Entry<S>* source = &v(0, i);
            for (LocalIndex r = first; r < last; ++r) target[r] -= factor * source[r];
          }
        }
      });
}

template <class S>
void rotateByPanels(const WriteView<S>& v, const SmallView<S>& q) {
  const auto rows = static_cast<LocalIndex>(v.extent(0));
  const int from = static_cast<int>(q.extent(0)), to = static_cast<int>(q.extent(1));
  constexpr LocalIndex Rows = 64;  // times 60 columns: half of the second cache
  const LocalIndex panels = (rows + Rows - 1) / Rows;
  using Execution = typename MultiVector<S>::execution_space;
  using Team = Kokkos::TeamPolicy<Execution>;
  using Scratch = Kokkos::View<Entry<S>**, Kokkos::LayoutLeft, typename Execution::scratch_memory_space,
                               Kokkos::MemoryUnmanaged>;
  const auto bytes = Scratch::shmem_size(std::size_t(Rows), std::size_t(from));
  Kokkos::parallel_for(
      "ritz::rotate",
      Team(static_cast<int>(panels), 1).set_scratch_size(1, Kokkos::PerTeam(static_cast<int>(bytes))),
      KOKKOS_LAMBDA(const typename Team::member_type& team) {
        const LocalIndex first = static_cast<LocalIndex>(team.league_rank()) * Rows;
        const LocalIndex size = first + Rows < rows ? Rows : rows - first;
        Scratch old(team.team_scratch(1), std::size_t(Rows), std::size_t(from));
        for (int i = 0; i < from; ++i)
          for (LocalIndex r = 0; r < size; ++r) old(r, i) = v(first + r, i);
        for (int j = 0; j < to; ++j) {
          Entry<S>* target = &v(first, j);
          for (LocalIndex r = 0; r < size; ++r) target[r] = Entry<S>(0);
          for (int i = 0; i < from; ++i) {
            const Entry<S> factor = q(i, j);
            const Entry<S>* source = &old(0, i);
            for (LocalIndex r = 0; r < size; ++r) target[r] += factor * source[r];
          }
        }
      });
}

template <class S>
SmallView<S> toDevice(const Dense<S>& C) {
  SmallView<S> device(Kokkos::ViewAllocateWithoutInitializing("ritz::small"), std::size_t(C.rows()),
                      std::size_t(C.cols()));
  const auto host = Kokkos::create_mirror_view(device);
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i < C.rows(); ++i) host(i, j) = C(i, j);
  Kokkos::deep_copy(device, host);
  return device;
}

}  // namespace

template <class S>
Dense<S> projectOnBasis(const MultiVector<S>& V, int count, const MultiVector<S>& X,
                        const MultiVector<S>& Y) {
  const int wide = static_cast<int>(X.getNumVectors()), columns = static_cast<int>(Y.getNumVectors());
  std::vector<Entry<S>> local(static_cast<std::size_t>((count + wide) * columns)), all(local.size());
  projectLocally(V, count, Y, local.data());
  projectLocally(X, wide, Y, local.data() + count * columns);
  Teuchos::reduceAll(*V.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(local.size()),
                     reinterpret_cast<const S*>(local.data()), reinterpret_cast<S*>(all.data()));
  Dense<S> result(count + wide, columns);
  for (int j = 0; j < columns; ++j) {
    std::copy_n(all.begin() + j * count, count, result.column(j));
    std::copy_n(all.begin() + count * columns + j * wide, wide, result.column(j) + count);
  }
  return result;
}

template <class S>
void subtractFromBlock(const MultiVector<S>& V, const Dense<S>& C, MultiVector<S>& X) {
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadWrite);
  if (C.rows() == 0 || x.extent(0) == 0) return;
  if constexpr (OnHost<S>)
    subtractByPanels<S>(v, toDevice(C), x);
  else
    detail::subtractByRows<S>(v, toDevice(C), x);
}

template <class S>
void rotateBasis(MultiVector<S>& V, const Dense<S>& Q) {
  const auto v = V.getLocalViewDevice(Tpetra::Access::ReadWrite);
  if (v.extent(0) == 0) return;
  if constexpr (OnHost<S>)
    rotateByPanels<S>(v, toDevice(Q));
  else
    detail::rotateByTeams<S>(v, toDevice(Q));
}

#define RITZ_BASIS_KERNELS(S)                                                                  \
  template Dense<S> projectOnBasis<S>(const MultiVector<S>&, int, const MultiVector<S>&,       \
                                      const MultiVector<S>&);                                  \
  template void subtractFromBlock<S>(const MultiVector<S>&, const Dense<S>&, MultiVector<S>&); \
  template void rotateBasis<S>(MultiVector<S>&, const Dense<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_BASIS_KERNELS)

}  // namespace ritz
