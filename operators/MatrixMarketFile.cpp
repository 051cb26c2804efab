#include <ritz/operators/MatrixMarketFile.hpp>
#include <ritz/operators/NumberText.hpp>

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace ritz {

namespace {

using Format = MatrixMarketHeader::Format;
using Field = MatrixMarketHeader::Field;
using Symmetry = MatrixMarketHeader::Symmetry;

std::string lowerCase(std::string_view text) {
  std::string lower;
  for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

template <class Value>
std::optional<Value> valueOf(const std::string& word,
                             std::initializer_list<std::pair<const char*, Value>> known) {
  for (const auto& [name, value] : known)
    if (word == name) return value;
  return std::nullopt;
}

}  // namespace

MatrixMarketFile::MatrixMarketFile(const std::string& path, bool acceptComplex) : lines_(path) {
  readBanner(acceptComplex);
  readSizes();
}

void MatrixMarketFile::readBanner(bool acceptComplex) {
  const char* const expected =
      "\"%%MatrixMarket matrix <coordinate|array> <real|integer|complex|pattern> "
      "<general|symmetric|skew-symmetric|hermitian>\"";
  std::string_view line;
  if (!lines_.next(line)) lines_.failAtEnd(expected);
  std::string_view rest = line;
  const std::string banner = lowerCase(nextWord(rest)), object = lowerCase(nextWord(rest));
  const auto format = valueOf<Format>(lowerCase(nextWord(rest)),
                                      {{"coordinate", Format::Coordinate}, {"array", Format::Array}});
  const auto field = valueOf<Field>(lowerCase(nextWord(rest)), {{"real", Field::Real},
                                                                {"integer", Field::Integer},
                                                                {"pattern", Field::Pattern},
                                                                {"complex", Field::Complex}});
  const auto symmetry =
      valueOf<Symmetry>(lowerCase(nextWord(rest)), {{"general", Symmetry::General},
                                                    {"symmetric", Symmetry::Symmetric},
                                                    {"skew-symmetric", Symmetry::SkewSymmetric},
                                                    {"hermitian", Symmetry::Hermitian}});
  const bool known = banner == "%%matrixmarket" && object == "matrix" && format && field && symmetry;
  if (!known || !nextWord(rest).empty()) fail(quotedText(line), expected);
  if (field == Field::Pattern && (format == Format::Array || symmetry == Symmetry::SkewSymmetric))
    fail(quotedText(line), "values with this format and symmetry: a pattern has none");
  if (field == Field::Complex && !acceptComplex)
    fail("complex entries",
         "real ones, as they are read into real numbers; read them as std::complex<double>, or store "
         "[Re -Im; Im Re] of twice the size");
  header_.format = *format;
  header_.field = *field;
  header_.symmetry = *symmetry;
}

void MatrixMarketFile::readSizes() {
  const bool coordinate = header_.format == Format::Coordinate;
  std::string_view line;
  if (!nextContent(line))
    lines_.failAtEnd(coordinate ? "the size line \"rows columns entries\""
                                : "the size line \"rows columns\"");
  header_.rows = readSize(line, "rows");
  header_.columns = readSize(line, "columns");
  if (coordinate) header_.entries = readSize(line, "entries");
  expectEnd(line);
  if (header_.symmetry != Symmetry::General && header_.rows != header_.columns)
    fail(fmt::format("{} rows and {} columns", header_.rows, header_.columns),
         "a square matrix, as the first line announces symmetry");
  if (!coordinate) countArrayEntries();
  if (static_cast<double>(header_.entries) > lines_.capacity() / 2)
    fail(fmt::format("{} entries announced", header_.entries), "no more than the file has room for");
}

void MatrixMarketFile::countArrayEntries() {
  const long long rows = header_.rows, columns = header_.columns;
  if (columns > 0 && rows > std::numeric_limits<long long>::max() / columns)
    fail(fmt::format("{} rows and {} columns", rows, columns),
         "an array whose entries can be counted in 64 bits");
  const long long all = rows * columns;
  const bool strict = header_.symmetry == Symmetry::SkewSymmetric;
  header_.entries = header_.symmetry == Symmetry::General ? all
                    : strict                              ? (all - rows) / 2
                                                          : all - (all - rows) / 2;
  arrayRow_ = strict ? 1 : 0;
}

bool MatrixMarketFile::next(Entry& entry) {
  std::string_view line;
  const bool more = nextContent(line);
  if (read_ == header_.entries) {
    if (more)
      fail(quotedText(line), fmt::format("the end of the file after the {} entries announced", read_));
    return false;
  }
  if (!more) lines_.failAtEnd(fmt::format("{} entries as announced; {} are there", header_.entries, read_));
  if (header_.format == Format::Coordinate) {
    entry.row = readIndex(line, header_.rows, "row");
    entry.column = readIndex(line, header_.columns, "column");
  } else {
    advanceInArray(entry);
  }
  entry.value = readValue(line);
  expectEnd(line);
  checkTriangle(entry);
  ++read_;
  return true;
}

bool MatrixMarketFile::nextContent(std::string_view& line) {
  while (lines_.next(line)) {
    std::string_view rest = line;
    const auto first = nextWord(rest);
    if (!first.empty() && first.front() != '%') return true;
  }
  return false;
}

long long MatrixMarketFile::readSize(std::string_view& rest, const char* what) {
  const auto word = nextWord(rest);
  const auto value = integerFrom(word);
  if (!value || *value < 0)
    fail(word.empty() ? "the end of the line" : quotedText(word),
         fmt::format("the number of {} (0 to 2^63 - 1)", what));
  return *value;
}

long long MatrixMarketFile::readIndex(std::string_view& rest, long long size, const char* what) {
  const auto word = nextWord(rest);
  const auto value = integerFrom(word);
  if (!value || *value < 1 || *value > size)
    fail(word.empty() ? "the end of the line" : quotedText(word),
         fmt::format("a {} index from 1 to {}", what, size));
  return *value - 1;
}

double MatrixMarketFile::readPart(std::string_view& rest) {
  const auto word = nextWord(rest);
  const std::string found = word.empty() ? "the end of the line" : quotedText(word);
  if (header_.field == Field::Integer) {
    const auto value = integerFrom(word);
    if (!value) fail(found, "an integer, as the first line announces");
    return static_cast<double>(*value);
  }
  const auto value = realFrom(word);
  if (!value || !std::isfinite(*value)) fail(found, "a finite number");
  return *value;
}

void MatrixMarketFile::failTooLarge(double part) const {
  fail(fmt::format("{:g}", part),
       "a number that single precision can hold, below 3.4e38; read it in double precision, or scale it");
}

std::complex<double> MatrixMarketFile::readValue(std::string_view& rest) {
  if (header_.field == Field::Pattern) return 1.0;
  const double real = readPart(rest);
  return {real, header_.field == Field::Complex ? readPart(rest) : 0.0};
}

void MatrixMarketFile::expectEnd(std::string_view rest) const {
  const auto word = nextWord(rest);
  if (!word.empty()) fail(quotedText(word), "the end of the line");
}

void MatrixMarketFile::checkTriangle(const Entry& entry) const {
  if (header_.symmetry == Symmetry::General || entry.row > entry.column) return;
  const auto where = [&entry] { return fmt::format("entry ({}, {})", entry.row + 1, entry.column + 1); };
  if (entry.row < entry.column)
    fail(where(),
         "the lower triangle only, as the first line announces symmetry; store it mirrored, or all as "
         "general");
  if (header_.symmetry == Symmetry::SkewSymmetric)
    fail(where(), "entries below the diagonal only: that of a skew-symmetric matrix is zero and not stored");
  if (header_.symmetry == Symmetry::Hermitian && entry.value.imag() != 0.0)
    fail(where() + " that is not real", "a real diagonal, as the first line announces a Hermitian matrix");
}

void MatrixMarketFile::advanceInArray(Entry& entry) {
  entry.row = arrayRow_;
  entry.column = arrayColumn_;
  if (++arrayRow_ < header_.rows) return;
  ++arrayColumn_;
  const long long first = header_.symmetry == Symmetry::SkewSymmetric ? arrayColumn_ + 1 : arrayColumn_;
  arrayRow_ = header_.symmetry == Symmetry::General ? 0 : first;
}

}  // namespace ritz
