#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ritz {

namespace fs = std::filesystem;

namespace {

/// Forces the file's content to the disk; 0 or errno.
int synchronise(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error == EINVAL || error == ENOTSUP ? 0 : error;
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path, const std::string& suffix) : path_(path), temporary_(path) {
  std::error_code ignored;
  const auto status = fs::status(path_, ignored);
  if (fs::is_directory(status)) fail("it is a folder; name a file");
  if (fs::is_symlink(fs::symlink_status(path_, ignored)) && fs::is_regular_file(status))
    path_ = fs::canonical(path_, ignored);
  if (!fs::exists(status) || fs::is_regular_file(status))
    temporary_ = path_.string() + (suffix.empty() ? fmt::format(".{}.tmp", ::getpid()) : suffix);
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
