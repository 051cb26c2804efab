#pragma once

#include <ritz/operators/TextLines.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ritz {

/// The records of a file of separated values (RFC 4180, by libcsv), one after the other in bounded memory;
/// gzip is unpacked on the way. Not collective: use it on one rank, inside runOnRoot.
class CsvFile {
 public:
  /// Throws DataError if the file cannot be opened.
  CsvFile(const std::string& path, char separator);
  ~CsvFile();

  /// Sets `fields` to those of the next record, without quotes and blanks around them; empty lines are none.
  /// False after the last. Throws DataError on stray or open quotes and what TextLines refuses.
  bool next(std::vector<std::string>& fields);

  /// Throws DataError about the line where the current record ends.
  [[noreturn]] void fail(const std::string& found, const std::string& expected) const;
  [[noreturn]] void failAtEnd(const std::string& expected) const { lines_.failAtEnd(expected); }

 private:
  struct Parser;
  void feed(const char* text, std::size_t length);

  TextLines lines_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace ritz
