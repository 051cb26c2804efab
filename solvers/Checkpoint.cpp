#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/RootMap.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/solvers/Checkpoint.hpp>
#include <ritz/solvers/CheckpointFields.hpp>

#include <fmt/format.h>
#include <Tpetra_Import.hpp>

#include <optional>
#include <type_traits>

namespace ritz {

namespace {

const char* const Format = "ritz checkpoint";
const char* const Version = "2";
const char* const Vectors = "vectors";

template <class S>
constexpr int Width = std::is_same_v<S, Real<S>> ? 1 : 2;

template <class S>
long long columnsOf(const SolverState<S>& state) {
  long long columns = 0;
  for (const auto& block : state.vectors) columns += static_cast<long long>(block->getNumVectors());
  return columns;
}

/// Of the file, generously.
template <class S>
long long sizeOf(const Checkpoint<S>& checkpoint) {
  const auto m = static_cast<long long>(checkpoint.state.coupling.size());
  const long long small = m * m * Width<S> + 3 * static_cast<long long>(checkpoint.history.size());
  const auto vectors =
      columnsOf(checkpoint.state) * checkpoint.identity.n * static_cast<long long>(sizeof(S));
  return vectors + vectors / 100 + 8 * small + (1 << 16);
}

/// A device or a pipe cannot be renamed, nor be read again.
void expectRegular(const AtomicFile& file, const std::string& path) {
  if (file.temporary() == path)
    throw DataError(path + ": asked to write a checkpoint there, found that it is no regular file; name one");
}

Hdf5File openCheckpoint(const std::string& path) {
  Hdf5File file = Hdf5File::open(path);
  const std::string format = file.readText("format");
  if (format != Format) file.fail(fmt::format("a file of the format '{}'", format), "a checkpoint of ritz");
  const std::string version = file.readText("version");
  if (version != Version)
    file.fail(fmt::format("a checkpoint of version {}", version), fmt::format("version {}", Version));
  return file;
}

CheckpointIdentity identityIn(const Hdf5File& file) {
  CheckpointIdentity identity;
  detail::FieldReader reader(file);
  detail::exchange(reader, identity);
  return identity;
}

template <class S>
void expectSpace(const Hdf5File& file, const CheckpointIdentity& identity, long long n) {
  if (identity.scalar != nameOfScalar<S>())
    file.fail("a checkpoint of a solve in " + identity.scalar, nameOfScalar<S>());
  if (identity.n != n)
    file.fail(fmt::format("a checkpoint of a problem of size n = {}", identity.n), fmt::format("n = {}", n));
}

template <class S>
Hdf5File::Shape expectColumns(const Hdf5File& file, const Checkpoint<S>& checkpoint) {
  const Hdf5File::Shape shape = file.shapeOf(Vectors);
  const auto& state = checkpoint.state;
  const long long least = state.isFactorization() ? static_cast<long long>(state.coupling.size()) + 1 : 1;
  if (shape.rows != checkpoint.identity.n || shape.width != Width<S> || shape.columns < least)
    file.fail(fmt::format("{} vectors of {} entries of {} numbers", shape.columns, shape.rows, shape.width),
              fmt::format("{} or more of {} entries of {}", least, checkpoint.identity.n, Width<S>));
  return shape;
}

}  // namespace

template <>
std::string nameOfScalar<double>() {
  return "double";
}
template <>
std::string nameOfScalar<float>() {
  return "float";
}
template <>
std::string nameOfScalar<std::complex<double>>() {
  return "complex";
}

void expectWritable(const Teuchos::Comm<int>& comm, const std::string& path) {
  runOnRoot(comm, [&path] {
    AtomicFile::removeLeftOvers(path);
    const AtomicFile trial(path);
    expectRegular(trial, path);
  });
}

CheckpointIdentity readIdentity(const Teuchos::Comm<int>& comm, const std::string& path) {
  CheckpointIdentity identity;
  runOnRoot(comm, [&] { identity = identityIn(openCheckpoint(path)); });
  detail::FieldBroadcast broadcast(comm);
  detail::exchange(broadcast, identity);
  return identity;
}

template <class S>
void writeCheckpoint(const std::string& path, const Checkpoint<S>& checkpoint) {
  const auto& map = checkpoint.state.vectors.front()->getMap();
  const auto& comm = *map->getComm();
  const MapPtr rootMap = rootMapOf(*map, "writeCheckpoint");
  std::optional<AtomicFile> whole;
  std::optional<Hdf5File> file;  // goes first, should anything fail
  runOnRoot(comm, [&] {
    whole.emplace(path);
    expectRegular(*whole, path);
    file.emplace(Hdf5File::create(whole->temporary()));
    file->reserve(sizeOf(checkpoint));
    file->writeText("format", Format);
    file->writeText("version", Version);
    Checkpoint<S> fields = checkpoint;
    detail::FieldWriter writer(*file);
    detail::exchange(writer, fields.identity);
    detail::exchange(writer, fields);
    file->createColumns<Real<S>>(Vectors, {columnsOf(checkpoint.state), checkpoint.identity.n, Width<S>});
  });
  const Tpetra::Import<> importer(map, rootMap);
  Tpetra::Vector<S> column(rootMap);
  long long at = 0;
  for (const auto& block : checkpoint.state.vectors)
    for (std::size_t j = 0; j < block->getNumVectors(); ++j, ++at) {
      column.doImport(*block->getVector(j), importer, Tpetra::INSERT);
      runOnRoot(comm, [&] {
        const auto entries = column.getData();
        file->writeColumn(Vectors, at, reinterpret_cast<const Real<S>*>(entries.getRawPtr()));
      });
    }
  runOnRoot(comm, [&] {
    file->close();
    whole->commit();
  });
}

template <class S>
Checkpoint<S> readCheckpoint(const std::string& path, const MapPtr& map) {
  const auto& comm = *map->getComm();
  const MapPtr rootMap = rootMapOf(*map, "readCheckpoint");
  Checkpoint<S> checkpoint;
  std::optional<Hdf5File> file;
  long long columns = 0;
  runOnRoot(comm, [&] {
    file.emplace(openCheckpoint(path));
    checkpoint.identity = identityIn(*file);
    expectSpace<S>(*file, checkpoint.identity, static_cast<long long>(map->getGlobalNumElements()));
    detail::FieldReader reader(*file);
    detail::exchange(reader, checkpoint);
    columns = expectColumns(*file, checkpoint).columns;
  });
  detail::FieldBroadcast broadcast(comm);
  detail::exchange(broadcast, checkpoint.identity);
  detail::exchange(broadcast, checkpoint);
  Teuchos::broadcast(comm, 0, &columns);

  auto vectors = Teuchos::rcp(new MultiVector<S>(map, static_cast<std::size_t>(columns), false));
  const Tpetra::Import<> importer(rootMap, map);
  Tpetra::Vector<S> column(rootMap);
  for (long long j = 0; j < columns; ++j) {
    runOnRoot(comm, [&] {
      const auto entries = column.getDataNonConst();
      file->readColumn(Vectors, j, reinterpret_cast<Real<S>*>(entries.getRawPtr()));
    });
    vectors->getVectorNonConst(static_cast<std::size_t>(j))->doImport(column, importer, Tpetra::INSERT);
  }
  checkpoint.state.vectors = {vectors};
  return checkpoint;
}

#define RITZ_CHECKPOINT(S)                                                    \
  template void writeCheckpoint<S>(const std::string&, const Checkpoint<S>&); \
  template Checkpoint<S> readCheckpoint<S>(const std::string&, const MapPtr&);
RITZ_FOR_EACH_SCALAR(RITZ_CHECKPOINT)

}  // namespace ritz
