#include <ritz/operators/Error.hpp>
#include <ritz/operators/MumpsFactor.hpp>

#include <complex>

#ifdef RITZ_MUMPS

#include <ritz/operators/GatheredEntries.hpp>

#include <fmt/format.h>
#include <Teuchos_DefaultMpiComm.hpp>
// These are C.
#include <dmumps_c.h>
#include <smumps_c.h>
#include <zmumps_c.h>

namespace ritz::detail {

namespace {

/// MUMPS' arrays count from 1 in its manual.
template <class Array>
auto& at(Array& array, int index) {
  return array[index - 1];
}

enum Job { Begin = -1, End = -2, Analyse = 1, Factorize = 2, Solve = 3 };
enum Code { SingularInStructure = -6, SmallWorkspace = -8, SmallRealWorkspace = -9, Singular = -10 };

/// Pivots below this part of the scaled matrix's norm are null.
constexpr double NullPivot = 1e-14;

template <class S>
struct Library;
template <>
struct Library<double> {
  using Struct = DMUMPS_STRUC_C;
  using Entry = double;
  static void call(Struct& id) { dmumps_c(&id); }
};
template <>
struct Library<float> {
  using Struct = SMUMPS_STRUC_C;
  using Entry = float;
  static void call(Struct& id) { smumps_c(&id); }
};
template <>
struct Library<std::complex<double>> {
  using Struct = ZMUMPS_STRUC_C;
  using Entry = mumps_double_complex;
  static void call(Struct& id) { zmumps_c(&id); }
};

MPI_Comm mpiCommOf(const Teuchos::Comm<int>& comm) {
  const auto* mpi = dynamic_cast<const Teuchos::MpiComm<int>*>(&comm);
  return mpi ? static_cast<MPI_Comm>(*mpi->getRawMpiComm()) : MPI_COMM_SELF;
}

/// Its symmetric form of complex matrices is A = Aᵀ, not A = Aᴴ.
template <class S>
constexpr bool IsSymmetric = std::is_floating_point_v<S>;

}  // namespace

bool hasMumps() { return true; }

template <class S>
struct MumpsFactor<S>::Instance {
  typename Library<S>::Struct id{};
};

template <class S>
MumpsFactor<S>::MumpsFactor(CommPtr comm, int n, bool isSaddle)
    : comm_(std::move(comm)), instance_(std::make_unique<Instance>()), isSaddle_(isSaddle) {
  auto& id = instance_->id;
  id.comm_fortran = static_cast<MUMPS_INT>(MPI_Comm_c2f(mpiCommOf(*comm_)));
  id.par = 1;
  id.sym = IsSymmetric<S> ? 2 : 0;
  run(Begin);
  for (const int stream : {1, 2, 3, 4}) at(id.icntl, stream) = 0;  // it prints nothing
  at(id.icntl, 18) = isSaddle ? 0 : 3;                             // entries on rank 0, or on all
  if (isSaddle && IsSymmetric<S>) {
    at(id.icntl, 6) = 5;   // rows are matched with columns by size, and scaled
    at(id.icntl, 12) = 2;  // matched ones stay together: pivots of 1 x 1 or 2 x 2
  }
  at(id.icntl, 24) = isSaddle ? 0 : 1;  // null pivots are found, not fatal
  at(id.cntl, 3) = static_cast<std::remove_reference_t<decltype(at(id.cntl, 3))>>(NullPivot);
  id.n = n;
}

template <class S>
MumpsFactor<S>::~MumpsFactor() {
  int finalized = 0;
  MPI_Finalized(&finalized);
  if (finalized) return;
  instance_->id.job = End;
  Library<S>::call(instance_->id);
}

template <class S>
void MumpsFactor<S>::run(int job) const {
  instance_->id.job = job;
  Library<S>::call(instance_->id);
  const auto& id = instance_->id;
  const int code = at(id.infog, 1);
  if (code < 0 && code != Singular && code != SingularInStructure && code != SmallWorkspace &&
      code != SmallRealWorkspace)
    throw OperatorFailure(fmt::format(
        "MUMPS: asked to factor or solve with a sparse matrix of {} rows, found its error {} ({}); "
        "where it is short of memory (-13), take more ranks, or an inverse by a Krylov method",
        id.n, code, at(id.infog, 2)));
}

template <class S>
void MumpsFactor<S>::setEntries(Triplets<S>& matrix) {
  using Entry = typename Library<S>::Entry;
  auto& id = instance_->id;
  if (isSaddle_) {
    if (!analysed_) gathered_ = {gathered(*comm_, matrix.rows), gathered(*comm_, matrix.columns), {}};
    gathered_.values = gathered(*comm_, matrix.values);
    id.nnz = static_cast<MUMPS_INT8>(gathered_.values.size());
    id.irn = gathered_.rows.data();
    id.jcn = gathered_.columns.data();
    id.a = reinterpret_cast<Entry*>(gathered_.values.data());
    return;
  }
  id.nnz_loc = static_cast<MUMPS_INT8>(matrix.values.size());
  id.irn_loc = matrix.rows.data();
  id.jcn_loc = matrix.columns.data();
  id.a_loc = reinterpret_cast<Entry*>(matrix.values.data());
}

template <class S>
void MumpsFactor<S>::factorize(Triplets<S>& matrix) {
  constexpr int MostTries = 6;
  auto& id = instance_->id;
  setEntries(matrix);
  if (!analysed_) run(Analyse);
  analysed_ = at(id.infog, 1) >= 0;
  for (int tries = 0; analysed_ && tries < MostTries; ++tries) {
    run(Factorize);
    const int code = at(id.infog, 1);
    if (code != SmallWorkspace && code != SmallRealWorkspace) break;
    at(id.icntl, 14) = 2 * at(id.icntl, 14) + 20;  // of its estimate, in per cent
  }
  const int code = at(id.infog, 1);
  if (code == SmallWorkspace || code == SmallRealWorkspace)
    throw OperatorFailure(fmt::format(
        "MUMPS: asked to factor a sparse matrix of {} rows, its workspace stays too small; take more ranks",
        id.n));
  singular_ = code < 0 || at(id.infog, 28) > 0;
  negative_ = IsSymmetric<S> ? at(id.infog, 12) : -1;
}

template <class S>
void MumpsFactor<S>::solve(S* X, int columns, int stride) const {
  auto& id = instance_->id;
  id.nrhs = columns;
  id.lrhs = stride;
  id.rhs = reinterpret_cast<typename Library<S>::Entry*>(X);
  run(Solve);
}

template class MumpsFactor<double>;
template class MumpsFactor<float>;
template class MumpsFactor<std::complex<double>>;

}  // namespace ritz::detail

#else

namespace ritz::detail {

bool hasMumps() { return false; }

template <class S>
struct MumpsFactor<S>::Instance {};
template <class S>
MumpsFactor<S>::MumpsFactor(CommPtr, int, bool isSaddle) : isSaddle_(isSaddle) {
  throw NotSupported("MUMPS: this build of Ritz is without it");
}
template <class S>
MumpsFactor<S>::~MumpsFactor() = default;
template <class S>
void MumpsFactor<S>::setEntries(Triplets<S>&) {}
template <class S>
void MumpsFactor<S>::factorize(Triplets<S>&) {}
template <class S>
void MumpsFactor<S>::solve(S*, int, int) const {}

template class MumpsFactor<double>;
template class MumpsFactor<float>;
template class MumpsFactor<std::complex<double>>;

}  // namespace ritz::detail

#endif
