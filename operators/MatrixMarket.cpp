#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/MatrixBuilder.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/operators/MatrixMarketFile.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

namespace ritz {

namespace {

using Format = MatrixMarketHeader::Format;
using Symmetry = MatrixMarketHeader::Symmetry;

constexpr std::size_t PortionSize = std::size_t(1) << 16;

template <class S>
S mirrored(S value, Symmetry symmetry) {
  if (symmetry == Symmetry::SkewSymmetric) return -value;
  return symmetry == Symmetry::Hermitian ? Teuchos::ScalarTraits<S>::conjugate(value) : value;
}

template <class S>
std::vector<MatrixEntry<S>> readPortion(MatrixMarketFile& file) {
  const auto& header = file.header();
  std::vector<MatrixEntry<S>> portion;
  portion.reserve(PortionSize + 1);
  MatrixMarketFile::Entry entry;
  while (portion.size() < PortionSize && file.next(entry)) {
    const S value = file.valueAs<S>(entry);
    if (header.format == Format::Array && value == S(0)) continue;
    const auto row = static_cast<GlobalIndex>(entry.row), column = static_cast<GlobalIndex>(entry.column);
    portion.push_back({row, column, value});
    if (header.symmetry != Symmetry::General && row != column)
      portion.push_back({column, row, mirrored(value, header.symmetry)});
  }
  return portion;
}

void checkSizes(const MatrixMarketFile& file, long long ranks) {
  constexpr long long LargestLocal = std::numeric_limits<LocalIndex>::max();
  const auto& header = file.header();
  const long long largest = std::max(header.rows, header.columns);
  if (largest > std::numeric_limits<GlobalIndex>::max() || largest / ranks >= LargestLocal)
    file.fail(fmt::format("{} rows and {} columns", header.rows, header.columns),
              fmt::format("fewer than {} of each per rank; use more ranks", LargestLocal));
}

}  // namespace

template <class S>
std::shared_ptr<const MatrixOperator<S>> readMatrix(const CommPtr& comm, const std::string& path) {
  constexpr bool acceptComplex = Teuchos::ScalarTraits<S>::isComplex;
  std::unique_ptr<MatrixMarketFile> file;
  GlobalIndex sizes[2] = {0, 0};
  runOnRoot(*comm, [&] {
    file = std::make_unique<MatrixMarketFile>(path, acceptComplex);
    checkSizes(*file, comm->getSize());
    sizes[0] = static_cast<GlobalIndex>(file->header().rows);
    sizes[1] = static_cast<GlobalIndex>(file->header().columns);
  });
  Teuchos::broadcast(*comm, 0, 2, sizes);
  const MapPtr rows = makeMap(comm, sizes[0]);
  const MapPtr columns = sizes[0] == sizes[1] ? rows : makeMap(comm, sizes[1]);

  MatrixBuilder<S> builder(rows);
  std::vector<MatrixEntry<S>> portion;
  do runOnRoot(*comm, [&] { portion = readPortion<S>(*file); });
  while (builder.add(portion));
  return std::make_shared<MatrixOperator<S>>(builder.build(columns));
}

#define RITZ_READ_MATRIX(S) \
  template std::shared_ptr<const MatrixOperator<S>> readMatrix<S>(const CommPtr&, const std::string&);
RITZ_FOR_EACH_SCALAR(RITZ_READ_MATRIX)

}  // namespace ritz
