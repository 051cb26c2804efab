#pragma once

#include <ritz/operators/TextLines.hpp>
#include <ritz/operators/Types.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace ritz {

/// The first line and the size line of a Matrix Market file.
struct MatrixMarketHeader {
  enum class Format { Coordinate, Array };
  enum class Field { Real, Integer, Pattern, Complex };
  enum class Symmetry { General, Symmetric, SkewSymmetric, Hermitian };

  Format format = Format::Coordinate;
  Field field = Field::Real;
  Symmetry symmetry = Symmetry::General;
  long long rows = 0, columns = 0;
  long long entries = 0;  ///< stored ones, as announced or, for arrays, as follows from the sizes
};

/// Reads a Matrix Market file (https://math.nist.gov/MatrixMarket/formats.html), plain or packed by gzip,
/// entry by entry. Blank lines and comments may stand anywhere after the first line; keywords may have any
/// case. All errors are DataError with file and line. Not collective: use it on one rank, inside runOnRoot.
class MatrixMarketFile {
 public:
  /// A stored entry, counted from 0; its mirror image in a symmetric file is not listed.
  struct Entry {
    long long row = 0, column = 0;
    std::complex<double> value;
  };

  /// Opens the file and reads its header; complex entries are refused unless `acceptComplex`.
  MatrixMarketFile(const std::string& path, bool acceptComplex);

  const MatrixMarketHeader& header() const { return header_; }

  /// Sets `entry` to the next one; false after the last, when the file has been found to hold nothing more.
  bool next(Entry& entry);

  /// The entry's value as an S, real or complex. Throws DataError if it overflows there.
  template <class S>
  S valueAs(const Entry& entry) const {
    if constexpr (std::is_floating_point_v<S>)
      return fitted<S>(entry.value.real());
    else
      return S(fitted<Real<S>>(entry.value.real()), fitted<Real<S>>(entry.value.imag()));
  }

  /// Throws DataError about the current line.
  [[noreturn]] void fail(const std::string& found, const std::string& expected) const {
    lines_.fail(found, expected);
  }

 private:
  template <class R>
  R fitted(double part) const {
    if (std::abs(part) > static_cast<double>(std::numeric_limits<R>::max())) failTooLarge(part);
    return static_cast<R>(part);
  }
  [[noreturn]] void failTooLarge(double part) const;
  bool nextContent(std::string_view& line);
  void readBanner(bool acceptComplex);
  void readSizes();
  void countArrayEntries();
  long long readSize(std::string_view& rest, const char* what);
  long long readIndex(std::string_view& rest, long long size, const char* what);
  double readPart(std::string_view& rest);
  std::complex<double> readValue(std::string_view& rest);
  void expectEnd(std::string_view rest) const;
  void checkTriangle(const Entry& entry) const;
  void advanceInArray(Entry& entry);

  TextLines lines_;
  MatrixMarketHeader header_;
  long long read_ = 0;
  long long arrayRow_ = 0, arrayColumn_ = 0;
};

}  // namespace ritz
