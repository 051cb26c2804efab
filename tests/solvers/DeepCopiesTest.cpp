#include "Problems.hpp"

#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <gtest/gtest.h>
#include <Kokkos_Core.hpp>

#include <string>

namespace ritz::test {
namespace {

/// Counts, while it lives, the deep copies of `bytes` or more that Kokkos reports on this rank. Setting all
/// entries to one value is reported as a copy from a scalar and is none; neither is a copy onto itself.
class LargeCopies {
 public:
  explicit LargeCopies(std::size_t bytes) : before_(Kokkos::Tools::Experimental::get_callbacks()) {
    threshold = bytes;
    count = 0;
    Kokkos::Tools::Experimental::set_begin_deep_copy_callback(&note);
  }
  /// Those of a whole vector over the map, this rank's part of it.
  explicit LargeCopies(const Map& map)
      : LargeCopies(sizeof(double) * static_cast<std::size_t>(localSize(map))) {}
  ~LargeCopies() { Kokkos::Tools::Experimental::set_callbacks(before_); }
  LargeCopies(const LargeCopies&) = delete;
  LargeCopies& operator=(const LargeCopies&) = delete;

  long seen() const { return count; }

 private:
  using Space = Kokkos::Profiling::SpaceHandle;
  static void note(Space, const char*, const void* to, Space, const char* name, const void* from,
                   std::uint64_t bytes) {
    const std::string source = name;
    if (bytes >= threshold && to != from && source != "Scalar" && source != "(none)") ++count;
  }

  static inline std::uint64_t threshold = 0;
  static inline long count = 0;
  Kokkos::Tools::Experimental::EventSet before_;
};

/// Kokkos may have been built so that it reports nothing.
bool copiesAreReported() {
  const Kokkos::View<double*, Kokkos::HostSpace> from("from", 10), to("to", 10);
  const LargeCopies copies(80);
  Kokkos::deep_copy(to, from);
  return copies.seen() == 1;
}

class DeepCopies : public testing::Test {
 protected:
  void SetUp() override {
    if (!copiesAreReported()) GTEST_SKIP() << "this Kokkos reports no deep copies";
  }
};

std::shared_ptr<const Laplacian3d<double>> laplacian() {
  return std::make_shared<Laplacian3d<double>>(worldComm(), Laplacian3d<double>::Size{20, 20, 20});
}

/// The large copies of a solve that is stopped after this number of products.
long copiesOfSolve(const EigenProblem<double>& problem, long applications) {
  EigenOptions options;
  options.numPairs = 4;
  options.which = Smallest{};
  options.tolerance = 1e-15;  // never reached
  options.method = Lanczos{20};
  options.budget.maxApplications = applications;
  const LargeCopies copies(*problem.A->getDomainMap());
  const auto result = eigsolve<double>(problem, options);
  EXPECT_EQ(result.status, Status::ApplicationLimit);
  EXPECT_GE(result.applications.A.columns, applications);
  return copies.seen();
}

TEST_F(DeepCopies, OfWholeVectorsAreSeen) {
  const auto map = makeMap(1000);
  Block X(map, 2), Y(map, 2);
  const LargeCopies copies(*map);

  Tpetra::deep_copy(Y, X);
  const long one = copies.seen();
  X.putScalar(1.0);

  EXPECT_GE(one, 1);
  EXPECT_EQ(copies.seen(), one) << "a fill was taken for a copy";
}

TEST_F(DeepCopies, DoNotGrowWithTheStepsOfLanczos) {
  const long few = copiesOfSolve({laplacian()}, 100), many = copiesOfSolve({laplacian()}, 200);

  RecordProperty("copiesPerStep", std::to_string(static_cast<double>(many - few) / 100.0));
  EXPECT_EQ(many, few) << "in 100 steps more, with their restarts";
}

TEST_F(DeepCopies, DoNotGrowWithTheStepsOfLanczosUnderAMassOperator) {
  const auto A = laplacian();
  const auto B = std::make_shared<DiagonalOperator<double>>(
      columnOf(A->getDomainMap(), [](GlobalIndex g) { return 1.0 + real(g % 3); }));
  const EigenProblem<double> problem{A, B, B->inverse()};

  EXPECT_EQ(copiesOfSolve(problem, 200), copiesOfSolve(problem, 100));
}

TEST_F(DeepCopies, AreNotMadeByProducts) {
  const auto grid = laplacian();
  const auto chain = std::make_shared<Tridiagonal<double>>(worldComm(), 8000);
  const auto diagonal = diagonalOperator(grid->getDomainMap(), real);
  for (const OperatorPtr<double>& A : {OperatorPtr<double>(grid), OperatorPtr<double>(chain), diagonal})
    for (const std::size_t columns : {1, 3}) {
      const Block X = hashBlock(A->getDomainMap(), columns);
      Block Y(A->getRangeMap(), columns);
      const LargeCopies copies(*A->getDomainMap());
      A->apply(X, Y);
      EXPECT_EQ(copies.seen(), 0) << A->description() << " on " << columns << " columns";
    }
}

TEST_F(DeepCopies, AreMadeByProductsWithMatricesOnlyToBringEntriesOfOtherRanksBesideOnesOwn) {
  const auto A = toeplitzMatrix(makeMap(8000), 2.0, -1.0);
  for (const std::size_t columns : {1, 3}) {
    const Block X = hashBlock(A->getDomainMap(), columns);
    Block Y(A->getRangeMap(), columns);
    const LargeCopies copies(*A->getDomainMap());
    A->apply(X, Y);
    EXPECT_LE(copies.seen(), worldComm()->getSize() == 1 ? 0 : static_cast<long>(columns));
  }
}

TEST(DeviceData, StaysOnTheDevice) {
  using Device = Block::device_type;
  if (Kokkos::SpaceAccessibility<Kokkos::DefaultHostExecutionSpace, Device::memory_space>::accessible)
    GTEST_SKIP() << "host and device are one memory here: there is nothing to copy";
  const auto grid = laplacian();
  const auto diagonal = diagonalOperator(grid->getDomainMap(), real);
  for (const OperatorPtr<double>& A : {OperatorPtr<double>(grid), diagonal}) {
    const Block X = hashBlock(A->getDomainMap(), 2);
    Block Y(A->getRangeMap(), 2);

    A->apply(X, Y);

    // Written on the device, never brought to the host since.
    EXPECT_TRUE(X.need_sync_host()) << A->description();
    EXPECT_TRUE(Y.need_sync_host()) << A->description();
  }
}

}  // namespace
}  // namespace ritz::test
