#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/MatrixMarketFile.hpp>
#include <ritz/operators/MatrixMarketVectors.hpp>
#include <ritz/operators/RootMap.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>
#include <Tpetra_Import.hpp>

#include <iterator>
#include <memory>
#include <optional>

namespace ritz {

namespace {

constexpr std::size_t BufferSize = std::size_t(1) << 16;

void checkArray(const MatrixMarketFile& file, GlobalIndex rows, const std::string& path) {
  const auto& header = file.header();
  if (header.format != MatrixMarketHeader::Format::Array ||
      header.symmetry != MatrixMarketHeader::Symmetry::General)
    throw DataError(
        fmt::format("{}: line 1: found {} matrix, expected vectors: \"array <field> general\"", path,
                    header.format == MatrixMarketHeader::Format::Array ? "a symmetric" : "a coordinate"));
  if (header.rows != rows)
    file.fail(fmt::format("vectors of {} entries", header.rows),
              fmt::format("{} as in the space they are read for", rows));
}

template <class S>
void readColumn(MatrixMarketFile& file, Tpetra::Vector<S>& column) {
  const auto values = column.getDataNonConst();
  MatrixMarketFile::Entry entry;
  for (auto& value : values) {
    file.next(entry);
    value = file.valueAs<S>(entry);
  }
}

void expectEnd(MatrixMarketFile& file) {
  MatrixMarketFile::Entry entry;
  file.next(entry);
}

template <class S>
void writeColumn(std::ostream& out, const Tpetra::Vector<S>& column) {
  const auto values = column.getData();
  fmt::memory_buffer text;
  for (const S value : values) {
    if constexpr (Teuchos::ScalarTraits<S>::isComplex)
      fmt::format_to(std::back_inserter(text), "{:.16e} {:.16e}\n", value.real(), value.imag());
    else
      fmt::format_to(std::back_inserter(text), "{:.16e}\n", value);
    if (text.size() < BufferSize) continue;
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    text.clear();
  }
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace

template <class S>
MultiVectorPtr<S> readVectors(const MapPtr& map, const std::string& path) {
  const auto& comm = *map->getComm();
  const MapPtr rootMap = rootMapOf(*map, "readVectors");
  constexpr bool acceptComplex = Teuchos::ScalarTraits<S>::isComplex;
  std::unique_ptr<MatrixMarketFile> file;
  long long columns = 0;
  runOnRoot(comm, [&] {
    file = std::make_unique<MatrixMarketFile>(path, acceptComplex);
    checkArray(*file, static_cast<GlobalIndex>(map->getGlobalNumElements()), path);
    columns = file->header().columns;
  });
  Teuchos::broadcast(comm, 0, &columns);

  auto X = std::make_shared<MultiVector<S>>(map, static_cast<std::size_t>(columns));
  const Tpetra::Import<> importer(rootMap, map);
  Tpetra::Vector<S> column(rootMap);
  for (long long j = 0; j < columns; ++j) {
    runOnRoot(comm, [&] { readColumn(*file, column); });
    X->getVectorNonConst(static_cast<std::size_t>(j))->doImport(column, importer, Tpetra::INSERT);
  }
  runOnRoot(comm, [&] { expectEnd(*file); });
  return X;
}

template <class S>
void writeVectors(const std::string& path, const MultiVector<S>& X) {
  const auto& map = X.getMap();
  const auto& comm = *map->getComm();
  const MapPtr rootMap = rootMapOf(*map, "writeVectors");
  std::optional<AtomicFile> file;
  runOnRoot(comm, [&] {
    file.emplace(path);
    file->stream() << fmt::format("%%MatrixMarket matrix array {} general\n{} {}\n",
                                  Teuchos::ScalarTraits<S>::isComplex ? "complex" : "real",
                                  map->getGlobalNumElements(), X.getNumVectors());
  });
  const Tpetra::Import<> importer(map, rootMap);
  Tpetra::Vector<S> column(rootMap);
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
    column.doImport(*X.getVector(j), importer, Tpetra::INSERT);
    runOnRoot(comm, [&] { writeColumn(file->stream(), column); });
  }
  runOnRoot(comm, [&] { file->commit(); });
}

#define RITZ_VECTOR_FILES(S)                                                    \
  template MultiVectorPtr<S> readVectors<S>(const MapPtr&, const std::string&); \
  template void writeVectors<S>(const std::string&, const MultiVector<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_VECTOR_FILES)

}  // namespace ritz
