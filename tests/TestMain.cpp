#include <gtest/gtest.h>
#include <ritz/operators/Runtime.hpp>

#include <mpi.h>

namespace {

/// Keeps the ranks' verdicts together: only rank 0 prints passes, every rank prints its own failures.
class QuietOnOtherRanks : public testing::EmptyTestEventListener {
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (!part.failed()) return;
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    std::printf("[rank %d] %s:%d\n%s\n", rank, part.file_name() ? part.file_name() : "?", part.line_number(),
                part.message());
    std::fflush(stdout);
  }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  ritz::Runtime runtime(&argc, &argv);
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  if (rank != 0) {
    delete listeners.Release(listeners.default_result_printer());
    listeners.Append(new QuietOnOtherRanks);
  }
  int failed = RUN_ALL_TESTS();
  int anyFailed = 0;
  MPI_Allreduce(&failed, &anyFailed, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return anyFailed;
}
