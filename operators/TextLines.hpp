#pragma once

#include <fstream>
#include <limits>
#include <memory>
#include <streambuf>
#include <string>
#include <string_view>

namespace ritz {

/// The lines of a text file, one after the other in bounded memory. A file that starts like gzip is unpacked
/// on the way, whatever its name. Not collective: use it on one rank, inside runOnRoot.
class TextLines {
 public:
  /// Throws DataError if the file is missing, a folder, or not readable.
  explicit TextLines(const std::string& path);
  ~TextLines();

  /// Sets `line` to the next line without its end, valid until the next call; false after the last.
  /// Throws DataError on read errors, on truncated or corrupt gzip data and on lines beyond a megabyte.
  bool next(std::string_view& line);

  /// Number of the line that next() gave last, from 1.
  long number() const { return number_; }

  /// No more characters than this can come from the file; infinity if it is a pipe.
  double capacity() const { return capacity_; }
  const std::string& path() const { return path_; }

  /// Throws DataError about the current line: what was found there and what was expected.
  [[noreturn]] void fail(const std::string& found, const std::string& expected) const;

  /// Throws DataError about a file that ends too early.
  [[noreturn]] void failAtEnd(const std::string& expected) const;

 private:
  bool refill();

  std::string path_;
  std::ifstream file_;
  std::unique_ptr<std::streambuf> unpacked_;
  std::streambuf* source_ = nullptr;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  long number_ = 0;
  double capacity_ = std::numeric_limits<double>::infinity();
};

}  // namespace ritz
