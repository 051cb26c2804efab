#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/ritz.hpp>

#include <gtest/gtest.h>
#include <mpi.h>

namespace {
long reductions = 0;
}

// MPI's profiling interface: every reduction of the program comes through here.
extern "C" int MPI_Allreduce(const void* from, void* to, int count, MPI_Datatype type, MPI_Op op,
                             MPI_Comm comm) {
  ++reductions;
  return PMPI_Allreduce(from, to, count, type, op, comm);
}
extern "C" int MPI_Iallreduce(const void* from, void* to, int count, MPI_Datatype type, MPI_Op op,
                              MPI_Comm comm, MPI_Request* request) {
  ++reductions;
  return PMPI_Iallreduce(from, to, count, type, op, comm, request);
}
extern "C" int MPI_Reduce(const void* from, void* to, int count, MPI_Datatype type, MPI_Op op, int root,
                          MPI_Comm comm) {
  ++reductions;
  return PMPI_Reduce(from, to, count, type, op, root, comm);
}

namespace {

/// Reductions of a solve that ends, far from convergence, after so many products.
long reductionsOf(long products, int basis) {
  const auto A = std::make_shared<ritz::Laplacian3d<double>>(
      ritz::worldComm(), ritz::Laplacian3d<double>::Size{30, 29, 28},
      ritz::Laplacian3d<double>::Weights{1.0, 1.17, 1.39});
  ritz::EigenOptions options;
  options.numPairs = 4;
  options.which = ritz::Smallest{};
  options.tolerance = 1e-14;
  options.method = ritz::Lanczos{basis};
  options.budget.maxApplications = products;
  const long before = reductions;
  const auto result = ritz::eigsolve<double>({A}, options);
  EXPECT_EQ(nameOf(result.status), "application-limit") << result.reason;
  return reductions - before;
}

TEST(Reductions, AreCountedHere) {
  const long before = reductions;
  Tpetra::Vector<double> x(ritz::makeMap(10));
  x.norm2();
  EXPECT_GE(reductions - before, ritz::worldComm()->getSize() > 1 ? 1 : 0);
}

/// Fifty steps more, without a restart in either solve.
TEST(Reductions, AreOneAStepOfLanczos) { EXPECT_LE(reductionsOf(130, 200) - reductionsOf(80, 200), 50); }

/// A hundred steps and some six restarts more.
TEST(Reductions, AreAFewMoreARestart) {
  EXPECT_LE(reductionsOf(220, 30) - reductionsOf(120, 30), 100 + 8 * 4);
}

}  // namespace
