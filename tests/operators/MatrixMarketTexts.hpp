#pragma once

#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixOperator.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ritz::test {

inline const std::string General = "%%MatrixMarket matrix coordinate real general\n";
inline const std::string Symmetric = "%%MatrixMarket matrix coordinate real symmetric\n";
inline const std::string Array = "%%MatrixMarket matrix array real general\n";

inline std::string littleEndian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

/// `content` (below 64 KiB) as a gzip file with one stored block (RFC 1952).
inline std::string gzipped(const std::string& content) {
  std::uint32_t crc = 0xffffffff;
  for (const unsigned char byte : content) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
  }
  const auto size = static_cast<std::uint32_t>(content.size());
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11) + littleEndian(size, 2) +
         littleEndian(~size, 2) + content + littleEndian(~crc, 4) + littleEndian(size, 4);
}

/// The text of the DataError that `work` throws, as this rank sees it.
inline std::string errorOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const DataError& error) {
    return error.what();
  }
  return "(no error)";
}

inline void expectText(const std::string& error, const std::vector<std::string>& parts) {
  for (const auto& part : parts)
    EXPECT_NE(error.find(part), std::string::npos) << "missing: " << part << "\n" << error;
}

template <class S>
using Entries = std::map<std::pair<GlobalIndex, GlobalIndex>, S>;

/// This rank's stored entries, counted from 1 as in the files.
template <class S>
Entries<S> entriesOf(const MatrixOperator<S>& A) {
  Entries<S> entries;
  const auto& matrix = *A.matrix();
  for (LocalIndex i = 0; i <= matrix.getRowMap()->getMaxLocalIndex(); ++i) {
    typename Tpetra::CrsMatrix<S>::local_inds_host_view_type columns;
    typename Tpetra::CrsMatrix<S>::values_host_view_type values;
    matrix.getLocalRowView(i, columns, values);
    for (std::size_t k = 0; k < columns.extent(0); ++k)
      entries[{matrix.getRowMap()->getGlobalElement(i) + 1,
               matrix.getColMap()->getGlobalElement(columns(k)) + 1}] = values(k);
  }
  return entries;
}

}  // namespace ritz::test
