#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <vector>

namespace ritz {

namespace fs = std::filesystem;

namespace {

const std::string Suffix = ".tmp";

/// "state.h5.4711.tmp" for "state.h5".
bool isTemporaryOf(const std::string& name, const std::string& file) {
  if (name.size() <= file.size() + 1 + Suffix.size() || name.compare(0, file.size() + 1, file + ".") != 0 ||
      name.compare(name.size() - Suffix.size(), Suffix.size(), Suffix) != 0)
    return false;
  return std::all_of(name.begin() + static_cast<std::ptrdiff_t>(file.size()) + 1,
                     name.end() - static_cast<std::ptrdiff_t>(Suffix.size()),
                     [](unsigned char c) { return std::isdigit(c); });
}

/// Forces the file's content to the disk; 0 or errno.
int synchronise(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error == EINVAL || error == ENOTSUP ? 0 : error;
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path) : path_(path), temporary_(path) {
  std::error_code ignored;
  const auto status = fs::status(path_, ignored);
  if (fs::is_directory(status)) fail("it is a folder; name a file");
  if (fs::is_symlink(fs::symlink_status(path_, ignored)) && fs::is_regular_file(status))
    path_ = fs::canonical(path_, ignored);
  if (!fs::exists(status) || fs::is_regular_file(status))
    temporary_ = fmt::format("{}.{}{}", path_.string(), ::getpid(), Suffix);
  errno = 0;
  stream_.open(temporary_, std::ios::binary | std::ios::trunc);
  if (!stream_)
    fail(fmt::format("{}; name a file in an existing folder that you may write to", std::strerror(errno)));
}

AtomicFile::~AtomicFile() {
  if (committed_ || temporary_ == path_) return;
  stream_.close();
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

void AtomicFile::removeLeftOvers(const std::string& path) {
  std::error_code ignored;
  const fs::path file = fs::is_symlink(path, ignored) ? fs::canonical(path, ignored) : fs::path(path);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (isTemporaryOf(entry.path().filename().string(), file.filename().string()))
      found.push_back(entry.path());
  for (const auto& leftOver : found) fs::remove(leftOver, ignored);
}

void AtomicFile::commit() {
  errno = 0;
  stream_.close();
  if (!stream_) fail(errno != 0 ? std::strerror(errno) : "an earlier write to it failed (disk full?)");
  if (temporary_ != path_) {
    if (const int error = synchronise(temporary_); error != 0) fail(std::strerror(error));
    std::error_code error;
    fs::rename(temporary_, path_, error);
    if (error) fail(error.message());
  }
  committed_ = true;
}

void AtomicFile::fail(const std::string& what) const {
  throw DataError(fmt::format("{}: asked to write this file, found: {}", path_.string(), what));
}

}  // namespace ritz
