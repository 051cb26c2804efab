#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace ritz {

/// A file that appears whole or not at all: it is written under a temporary name in the same folder and takes
/// its own name in commit(). Until then, and after a kill at any moment, what was there before stays as it
/// was. An object that goes away uncommitted removes its temporary. Things that are no regular files (a
/// terminal, /dev/null, a pipe) are written straight. Not collective: use it on one rank, inside runOnRoot.
class AtomicFile {
 public:
  /// Throws DataError if the folder is missing or cannot be written to, or if `path` is a folder.
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  std::ostream& stream() { return stream_; }

  /// Where the content goes until commit(), for libraries that open files themselves.
  std::string temporary() const { return temporary_.string(); }

  /// Removes the temporaries that killed programs have left behind for `path`; a living one that has one open
  /// there fails in commit().
  static void removeLeftOvers(const std::string& path);

  /// Flushes to the disk and renames. Throws DataError if anything since the opening failed (disk full).
  void commit();

 private:
  [[noreturn]] void fail(const std::string& what) const;

  std::filesystem::path path_, temporary_;
  std::ofstream stream_;
  bool committed_ = false;
};

}  // namespace ritz
