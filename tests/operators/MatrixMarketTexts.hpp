#pragma once

#include <cstdint>
#include <string>

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

}  // namespace ritz::test
