#include "Problems.hpp"
#include "TemporaryFolder.hpp"

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/solvers/Checkpoint.hpp>
#include <ritz/solvers/Hdf5File.hpp>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <string>

namespace {

using ritz::Checkpoint;
using ritz::CommPtr;
using ritz::DataError;
using ritz::Hdf5File;
using ritz::MapPtr;
using ritz::MultiVector;
using ritz::test::TemporaryFolder;

constexpr int Size = 3;  ///< of the factorisation below

/// A number that no other field has.
template <class S>
S distinct(int i) {
  if constexpr (std::is_same_v<S, ritz::Real<S>>)
    return static_cast<S>(1) / static_cast<S>(i + 7);
  else
    return {1.0 / (i + 7), -1.0 / (i + 8)};
}

template <class S>
Checkpoint<S> example(const MapPtr& map) {
  Checkpoint<S> c;
  c.identity = {ritz::nameOfScalar<S>(),
                "smallest",
                "lanczos",
                static_cast<long long>(map->getGlobalNumElements()),
                Size - 1,
                true,
                false,
                0xfedcba9876543210ULL};
  c.probedNormA = 1.25;
  c.probedNormB = 1e-150;
  c.basis = 30;
  c.block = 1;
  c.slack = 0.1;
  c.scaleA = 0.5;
  c.scaleB = 4;
  c.normA = 1.5;
  c.normB = 1.75;
  c.freshColumns = (std::uint64_t(1) << 40) + 5;
  c.A = {101, 99, 1.0 / 3};
  c.mass = {102, 98, 2.0 / 3};
  c.massInverse = {103, 97, 4.0 / 3};
  c.preconditioner = {104, 96, 5.0 / 3};
  c.verificationColumns = 11;
  c.iterations = 77;
  c.seconds = 12.5;
  c.orthogonalizationSeconds = 3.5;
  c.history = {{10, 0, 0.5}, {20, 1, 1e-9}};
  auto X = Teuchos::rcp(new MultiVector<S>(map, Size));
  ritz::fillHash(*X, 5);
  auto next = Teuchos::rcp(new MultiVector<S>(map, 1));
  ritz::fillHash(*next, 6);
  c.state.vectors = {X, next};
  c.state.projected = ritz::Dense<S>(Size, Size);
  for (int j = 0; j < Size; ++j)
    for (int i = 0; i < Size; ++i) c.state.projected(i, j) = distinct<S>(Size * i + j);
  c.state.coupling = {S(0), S(0), distinct<S>(50)};
  c.state.largestProduct = ritz::Real<S>(0.75);
  c.state.steps = 42;
  c.state.isFull = true;
  c.state.vectorNorms = {ritz::Real<S>(0.25), ritz::Real<S>(0.125)};
  return c;
}

/// Whether these vectors are those of example().
template <class S>
bool hasTheVectors(const Checkpoint<S>& c) {
  if (c.state.vectors.size() != 1 || c.state.vectors[0]->getNumVectors() != Size + 1) return false;
  MultiVector<S> difference(*c.state.vectors[0], Teuchos::Copy), expected(difference.getMap(), Size + 1);
  ritz::fillHash(*expected.subViewNonConst(Teuchos::Range1D(0, Size - 1)), 5);
  ritz::fillHash(*expected.subViewNonConst(Teuchos::Range1D(Size, Size)), 6);
  difference.update(S(-1), expected, S(1));
  std::vector<ritz::Real<S>> norms(Size + 1);
  difference.normInf(Teuchos::arrayViewFromVector(norms));
  return norms == std::vector<ritz::Real<S>>(Size + 1, 0);
}

bool same(const ritz::ApplyCount& a, const ritz::ApplyCount& b) {
  return a.columns == b.columns && a.calls == b.calls && a.seconds == b.seconds;
}

bool same(const ritz::HistoryPoint& a, const ritz::HistoryPoint& b) {
  return a.applications == b.applications && a.converged == b.converged && a.maxResidual == b.maxResidual;
}

template <class S>
bool same(const Checkpoint<S>& a, const Checkpoint<S>& b) {
  const auto &i = a.identity, &j = b.identity;
  const auto &s = a.state, &t = b.state;
  bool entries = s.projected.rows() == t.projected.rows() && s.projected.cols() == t.projected.cols();
  for (int l = 0; entries && l < s.projected.rows() * s.projected.cols(); ++l)
    entries = s.projected.data()[l] == t.projected.data()[l];
  return entries && i.scalar == j.scalar && i.which == j.which && i.method == j.method && i.n == j.n &&
         i.numPairs == j.numPairs && i.isGeneralized == j.isGeneralized && i.isSwapped == j.isSwapped &&
         i.seed == j.seed && a.probedNormA == b.probedNormA && a.probedNormB == b.probedNormB &&
         a.basis == b.basis && a.block == b.block && a.slack == b.slack && a.scaleA == b.scaleA &&
         a.scaleB == b.scaleB && a.normA == b.normA && a.normB == b.normB &&
         a.freshColumns == b.freshColumns && same(a.A, b.A) && same(a.mass, b.mass) &&
         same(a.massInverse, b.massInverse) && same(a.preconditioner, b.preconditioner) &&
         a.verificationColumns == b.verificationColumns && a.iterations == b.iterations &&
         a.seconds == b.seconds && a.orthogonalizationSeconds == b.orthogonalizationSeconds &&
         a.history.size() == b.history.size() &&
         std::equal(a.history.begin(), a.history.end(), b.history.begin(),
                    [](const auto& x, const auto& y) { return same(x, y); }) &&
         s.coupling == t.coupling && s.largestProduct == t.largestProduct && s.steps == t.steps &&
         s.isFull == t.isFull && s.vectorNorms == t.vectorNorms;
}

template <class S>
void expectRoundTrip() {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(53);

  ritz::writeCheckpoint(folder.file("a.h5"), example<S>(map));
  const auto read = ritz::readCheckpoint<S>(folder.file("a.h5"), map);

  EXPECT_TRUE(same(read, example<S>(map)));
  EXPECT_TRUE(hasTheVectors(read));
  EXPECT_EQ(folder.count(), 1);
}

/// The text of the DataError that reading the file throws; empty if it throws none.
std::string refusal(const std::string& path, const MapPtr& map) {
  try {
    ritz::readCheckpoint<double>(path, map);
    return "";
  } catch (const DataError& error) {
    return error.what();
  }
}

void expectRefused(const std::string& path, const MapPtr& map, const std::vector<std::string>& texts) {
  const std::string text = refusal(path, map);
  EXPECT_NE(text.find(path), std::string::npos) << text;
  for (const auto& part : texts)
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' in: " << text;
}

std::string writeFailure(const std::string& path, const MapPtr& map) {
  try {
    ritz::writeCheckpoint(path, example<double>(map));
    return "";
  } catch (const DataError& error) {
    return error.what();
  }
}

/// Rank 0 alone, as a communicator; null on the others.
CommPtr firstRank() {
  const int first = 0;
  return ritz::worldComm()->createSubcommunicator(Teuchos::ArrayView<const int>(&first, 1));
}

}  // namespace

TEST(Checkpoint, ReadsBackWhatWasWritten) { expectRoundTrip<double>(); }

#ifdef HAVE_TPETRA_INST_FLOAT
TEST(Checkpoint, ReadsBackSinglePrecision) { expectRoundTrip<float>(); }
#endif

#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
TEST(Checkpoint, ReadsBackComplexNumbers) { expectRoundTrip<std::complex<double>>(); }
#endif

TEST(Checkpoint, ReadsBackRitzVectorsAlone) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(20);
  auto checkpoint = example<double>(map);
  checkpoint.state = {};
  checkpoint.state.vectors = example<double>(map).state.vectors;
  checkpoint.history.clear();

  ritz::writeCheckpoint(folder.file("a.h5"), checkpoint);
  const auto read = ritz::readCheckpoint<double>(folder.file("a.h5"), map);

  EXPECT_TRUE(same(read, checkpoint));
  EXPECT_TRUE(hasTheVectors(read));
  EXPECT_FALSE(read.state.isFactorization());
}

TEST(Checkpoint, IsTheSameFileFromAnyNumberOfRanks) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("all.h5"), example<double>(ritz::makeMap(41)));
  if (const CommPtr alone = firstRank(); !alone.is_null())
    ritz::writeCheckpoint(folder.file("one.h5"), example<double>(ritz::makeMap(alone, 41)));

  EXPECT_EQ(folder.read("all.h5"), folder.read("one.h5"));
}

TEST(Checkpoint, IsReadByAnyNumberOfRanks) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("all.h5"), example<double>(ritz::makeMap(41)));
  if (const CommPtr alone = firstRank(); !alone.is_null()) {
    ritz::writeCheckpoint(folder.file("one.h5"), example<double>(ritz::makeMap(alone, 41)));
    EXPECT_TRUE(hasTheVectors(ritz::readCheckpoint<double>(folder.file("all.h5"), ritz::makeMap(alone, 41))));
  }
  ritz::worldComm()->barrier();

  EXPECT_TRUE(hasTheVectors(ritz::readCheckpoint<double>(folder.file("one.h5"), ritz::makeMap(41))));
}

TEST(Checkpoint, RefusesATruncatedFile) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(30);
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(map));
  const std::string whole = folder.read("a.h5");

  for (const double part : {0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999})
    expectRefused(
        folder.write("part.h5", whole.substr(0, static_cast<std::size_t>(part * double(whole.size())))), map,
        {"expected"});
  expectRefused(folder.write("part.h5", whole.substr(0, whole.size() - 1)), map, {"truncated"});
}

TEST(Checkpoint, RefusesAFlippedByteOrReadsTheSame) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(400);
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(map));
  const std::string whole = folder.read("a.h5");
  const std::size_t vectorBytes = (Size + 1) * 400 * sizeof(double);
  std::mt19937 random(11);

  int refused = 0;
  constexpr int Flips = 300;
  for (int flip = 0; flip < Flips; ++flip) {
    std::string damaged = whole;
    const std::size_t at = random() % whole.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    folder.write("b.h5", damaged);
    try {
      const auto read = ritz::readCheckpoint<double>(folder.file("b.h5"), map);
      EXPECT_TRUE(same(read, example<double>(map)) && hasTheVectors(read)) << "byte " << at;
    } catch (const DataError&) {
      ++refused;
    }
  }
  // At least the bytes of the vectors are read back; half of the expected number leaves room for chance.
  EXPECT_GE(refused, Flips * static_cast<double>(vectorBytes) / static_cast<double>(whole.size()) / 2);
}

TEST(Checkpoint, RefusesWhatIsNoHdf5) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(10);

  expectRefused(folder.file("missing.h5"), map, {"no such file"});
  expectRefused(folder.write("text.h5", "%%MatrixMarket matrix array real general\n"), map,
                {"no whole HDF5 file"});
  expectRefused(folder.write("empty.h5", ""), map, {"no whole HDF5 file"});
  ritz::runOnRoot(*map->getComm(), [&] { std::filesystem::create_directory(folder.file("folder.h5")); });
  expectRefused(folder.file("folder.h5"), map, {"no regular file"});
}

TEST(Checkpoint, RefusesAnotherProgramsHdf5) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(10);
  ritz::runOnRoot(*map->getComm(), [&] {
    Hdf5File plain = Hdf5File::create(folder.file("plain.h5"));
    plain.write<double>("n", {10.0});
    plain.close();
    Hdf5File other = Hdf5File::create(folder.file("other.h5"));
    other.writeText("format", "mesh of a bridge");
    other.close();
    Hdf5File later = Hdf5File::create(folder.file("later.h5"));
    later.writeText("format", "ritz checkpoint");
    later.writeText("version", "2");
    later.close();
  });

  expectRefused(folder.file("plain.h5"), map, {"'format'"});
  expectRefused(folder.file("other.h5"), map, {"mesh of a bridge"});
  expectRefused(folder.file("later.h5"), map, {"version 2", "version 1"});
}

TEST(Checkpoint, RefusesAnotherSizeAndScalar) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(ritz::makeMap(10)));
  expectRefused(folder.file("a.h5"), ritz::makeMap(11), {"n = 10", "n = 11"});

  auto single = example<double>(ritz::makeMap(10));
  single.identity.scalar = "float";
  ritz::writeCheckpoint(folder.file("a.h5"), single);
  expectRefused(folder.file("a.h5"), ritz::makeMap(10), {"float", "double"});
}

TEST(Checkpoint, GivesTheIdentityAlone) {
  const TemporaryFolder folder;
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(ritz::makeMap(10)));

  const auto identity = ritz::readIdentity(*ritz::worldComm(), folder.file("a.h5"));

  EXPECT_EQ(identity.n, 10);
  EXPECT_EQ(identity.method, "lanczos");
  EXPECT_EQ(identity.seed, 0xfedcba9876543210ULL);
}

TEST(Checkpoint, SaysWhereItCannotBeWritten) {
  const TemporaryFolder folder;
  const auto& comm = *ritz::worldComm();

  ritz::expectWritable(comm, folder.file("a.h5"));
  EXPECT_EQ(folder.count(), 0);
  EXPECT_THROW(ritz::expectWritable(comm, folder.file("missing/a.h5")), DataError);
  EXPECT_THROW(ritz::writeCheckpoint(folder.file("missing/a.h5"), example<double>(ritz::makeMap(10))),
               DataError);
  EXPECT_THROW(ritz::expectWritable(comm, folder.file(".")), DataError);
}

TEST(Checkpoint, RefusesADevice) {
  const auto map = ritz::makeMap(10);
  EXPECT_THROW(ritz::expectWritable(*map->getComm(), "/dev/null"), DataError);
  EXPECT_THROW(ritz::writeCheckpoint("/dev/null", example<double>(map)), DataError);
}

TEST(Checkpoint, KeepsTheLastOneWhenThereIsNoRoomForTheNext) {
  const TemporaryFolder folder;
  const MapPtr map = ritz::makeMap(10), larger = ritz::makeMap(20000);
  ritz::writeCheckpoint(folder.file("a.h5"), example<double>(map));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);

  rlimit narrow = before;
  narrow.rlim_cur = 1 << 16;
  ::setrlimit(RLIMIT_FSIZE, &narrow);
  EXPECT_NE(writeFailure(folder.file("a.h5"), larger).find("room for"), std::string::npos);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);

  EXPECT_TRUE(hasTheVectors(ritz::readCheckpoint<double>(folder.file("a.h5"), map)));
  EXPECT_EQ(folder.count(), 1);
}
