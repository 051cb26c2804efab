#pragma once

#include <ritz/operators/Types.hpp>

#include <KokkosBlas3_gemm.hpp>
#include <Kokkos_Core.hpp>

#include <cstddef>

/// Local matrices where the back end computes.
namespace ritz::detail {

template <class S>
using Device = typename MultiVector<S>::device_type;
template <class S>
using Execution = typename MultiVector<S>::execution_space;

/// Column-major, in memory that belongs to others; without memory it stands for zero.
template <class S>
using MatrixView = Kokkos::View<S**, Kokkos::LayoutLeft, Device<S>, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

/// The entries at `data` as a matrix; shapes of one array are changed by viewing it anew.
template <class S>
MatrixView<S> matrixAt(S* data, std::size_t rows, std::size_t columns) {
  return MatrixView<S>(data, rows, columns);
}
template <class S>
MatrixView<S> reshaped(const MatrixView<S>& A, std::size_t rows, std::size_t columns) {
  return MatrixView<S>(A.data(), rows, columns);
}

template <class S>
bool isZero(const MatrixView<S>& A) {
  return A.data() == nullptr;
}

/// C = op(A) op(B) + β C; op is the transpose for 'T', none for 'N'.
template <class S>
void multiply(const char* opA, const char* opB, const MatrixView<S>& A, const MatrixView<S>& B, S beta,
              const MatrixView<S>& C) {
  KokkosBlas::gemm(opA, opB, S(1), A, B, beta, C);
}

/// One block of memory, cut into matrices one after the other.
template <class S>
class Workspace {
 public:
  /// At least `size` entries; what was taken before is void.
  void reset(std::size_t size) {
    if (entries_.extent(0) < size)
      entries_ = Kokkos::View<S*, Device<S>>(
          Kokkos::view_alloc("ritz::Workspace", Kokkos::WithoutInitializing), size);
    used_ = 0;
  }
  MatrixView<S> take(std::size_t rows, std::size_t columns) {
    const MatrixView<S> matrix(entries_.data() + used_, rows, columns);
    used_ += rows * columns;
    return matrix;
  }

 private:
  Kokkos::View<S*, Device<S>> entries_;
  std::size_t used_ = 0;
};

}  // namespace ritz::detail
