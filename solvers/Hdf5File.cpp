#include <ritz/operators/Error.hpp>
#include <ritz/solvers/Hdf5Arrays.hpp>
#include <ritz/solvers/Hdf5File.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <type_traits>
#include <utility>

namespace ritz {

using namespace detail;

namespace {

/// Files without locks, which some network file systems do not have, in the format that has checksums on its
/// metadata.
Handle accessProperties() {
  Handle list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(list, H5F_LIBVER_V110, H5F_LIBVER_V110);
  H5Pset_fclose_degree(list, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
  H5Pset_file_locking(list, false, true);
#endif
  return list;
}

}  // namespace

struct Hdf5File::Library {
  Silence silence;
  Handle file{-1, H5Fclose};
  bool isUnfinished = false;  ///< what the library holds of it is not all on the disk

  ~Library() {
    if (isUnfinished) abandon();
  }

  /// Of the system; −1 if there is none.
  int descriptor() const {
    void* handle = nullptr;
    if (!file.isValid() || H5Fget_vfd_handle(file, H5P_DEFAULT, &handle) < 0 || !handle) return -1;
    return *static_cast<int*>(handle);
  }

  /// The library loses its footing, and crashes when the program ends, if it cannot write what it holds when
  /// it closes a file: it gets a file in memory to write that to.
  void abandon() const {
    const int here = descriptor();
    if (here < 0) return;
    const int elsewhere = ::memfd_create("ritz", MFD_CLOEXEC);
    if (elsewhere < 0) return;
    ::dup2(elsewhere, here);
    ::close(elsewhere);
  }
};

Hdf5File::Hdf5File(std::string path, std::unique_ptr<Library> library)
    : path_(std::move(path)), library_(std::move(library)) {}
Hdf5File::~Hdf5File() = default;
Hdf5File::Hdf5File(Hdf5File&&) noexcept = default;

Hdf5File Hdf5File::create(const std::string& path) {
  Hdf5File result(path, std::make_unique<Library>());
  const Handle access = accessProperties();
  result.library_->file = Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
  if (!result.library_->file.isValid()) result.fail(cause(), "a place where a file can be made");
  result.library_->isUnfinished = true;
  return result;
}

Hdf5File Hdf5File::open(const std::string& path) {
  Hdf5File result(path, std::make_unique<Library>());
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) result.fail("no such file", "a checkpoint of ritz");
  if (!std::filesystem::is_regular_file(status)) result.fail("no regular file", "a checkpoint of ritz");
  const Handle access = accessProperties();
  result.library_->file = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!result.library_->file.isValid())
    result.fail(fmt::format("no whole HDF5 file ({})", cause()), "a checkpoint of ritz");
  return result;
}

void Hdf5File::fail(const std::string& found, const std::string& expected) const {
  throw DataError(fmt::format("{}: found {}, expected {}", path_, found, expected));
}

void Hdf5File::reserve(long long bytes) {
  const int descriptor = library_->descriptor();
  if (descriptor < 0 || ::fallocate(descriptor, 0, 0, static_cast<off_t>(bytes)) == 0) return;
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
    fail(std::strerror(errno), fmt::format("room for {} bytes", bytes));
}

void Hdf5File::close() {
  if (H5Fflush(library_->file, H5F_SCOPE_GLOBAL) < 0)
    fail(fmt::format("that writing failed ({})", cause()), "room for all of the file");
  library_->isUnfinished = false;
  if (!library_->file.closeNow())
    fail(fmt::format("that writing failed ({})", cause()), "room for all of the file");
}

void Hdf5File::writeText(const std::string& name, const std::string& text) {
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose), space(H5Screate(H5S_SCALAR), H5Sclose);
  H5Tset_size(type, text.size() + 1);
  H5Tset_cset(type, H5T_CSET_UTF8);
  const Handle attribute(H5Acreate2(library_->file, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose);
  if (!attribute.isValid() || H5Awrite(attribute, type, text.c_str()) < 0)
    fail(fmt::format("that '{}' cannot be written ({})", name, cause()), "room for it");
}

std::string Hdf5File::readText(const std::string& name) const {
  const std::string expected = fmt::format("the text '{}' of a checkpoint of ritz", name);
  const Handle attribute(H5Aopen(library_->file, name.c_str(), H5P_DEFAULT), H5Aclose);
  if (!attribute.isValid()) fail("none", expected);
  const Handle type(H5Aget_type(attribute), H5Tclose), space(H5Aget_space(attribute), H5Sclose);
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0 ||
      H5Sget_simple_extent_npoints(space) != 1)
    fail("something else there", expected);
  std::string text(H5Tget_size(type), '\0');
  if (H5Aread(attribute, type, text.data()) < 0) fail(fmt::format("it damaged ({})", cause()), expected);
  return text.c_str();
}

template <class T>
void Hdf5File::write(const std::string& name, const std::vector<T>& values) {
  const hsize_t size = values.size();
  const Handle array = createArray<T>(library_->file, name, {size}, {std::min<hsize_t>(size, ChunkEntries)});
  if (!array.isValid() ||
      (size > 0 && H5Dwrite(array, memoryType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0))
    fail(fmt::format("that '{}' cannot be written ({})", name, cause()), "room for it");
}

template <class T>
std::vector<T> Hdf5File::read(const std::string& name) const {
  const std::string expected = fmt::format("the numbers '{}' of a checkpoint of ritz", name);
  const Handle array(H5Dopen2(library_->file, name.c_str(), H5P_DEFAULT), H5Dclose);
  if (!array.isValid()) fail("none", expected);
  const Handle type(H5Dget_type(array), H5Tclose);
  const std::vector<hsize_t> size = sizeOf(array);
  if (H5Tget_class(type) != (std::is_integral_v<T> ? H5T_INTEGER : H5T_FLOAT) || size.size() != 1)
    fail("something else there", expected);
  std::vector<T> values(size[0]);
  if (size[0] > 0 && H5Dread(array, memoryType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    fail(fmt::format("them damaged ({})", cause()), expected);
  return values;
}

template <class T>
void Hdf5File::createColumns(const std::string& name, const Shape& shape) {
  std::vector<hsize_t> size{static_cast<hsize_t>(shape.columns), static_cast<hsize_t>(shape.rows)};
  if (shape.width > 1) size.push_back(static_cast<hsize_t>(shape.width));
  std::vector<hsize_t> chunk = size;
  chunk[0] = std::min<hsize_t>(chunk[0], 1);
  chunk[1] = std::min(chunk[1], ChunkEntries / static_cast<hsize_t>(shape.width));
  if (!createArray<T>(library_->file, name, size, chunk).isValid())
    fail(fmt::format("that '{}' cannot be made ({})", name, cause()), "room for it");
}

Hdf5File::Shape Hdf5File::shapeOf(const std::string& name) const {
  const std::string expected = fmt::format("the columns '{}' of a checkpoint of ritz", name);
  const Handle array(H5Dopen2(library_->file, name.c_str(), H5P_DEFAULT), H5Dclose);
  if (!array.isValid()) fail("none", expected);
  const std::vector<hsize_t> size = sizeOf(array);
  if (size.size() < 2 || size.size() > 3) fail("something else there", expected);
  return {static_cast<long long>(size[0]), static_cast<long long>(size[1]),
          size.size() == 3 ? static_cast<int>(size[2]) : 1};
}

template <class T>
void Hdf5File::writeColumn(const std::string& name, long long column, const T* numbers) {
  const Handle array(H5Dopen2(library_->file, name.c_str(), H5P_DEFAULT), H5Dclose);
  const Handle there = selectionOf(array, column), here = lineSpace(there);
  if (H5Dwrite(array, memoryType<T>(), here, there, H5P_DEFAULT, numbers) < 0)
    fail(fmt::format("that column {} of '{}' cannot be written ({})", column + 1, name, cause()),
         "room for it");
}

template <class T>
void Hdf5File::readColumn(const std::string& name, long long column, T* numbers) const {
  const Handle array(H5Dopen2(library_->file, name.c_str(), H5P_DEFAULT), H5Dclose);
  const Handle there = selectionOf(array, column), here = lineSpace(there);
  if (H5Dread(array, memoryType<T>(), here, there, H5P_DEFAULT, numbers) < 0)
    fail(fmt::format("column {} of '{}' damaged ({})", column + 1, name, cause()), "what was written there");
}

#define RITZ_HDF5_NUMBERS(T)                                                            \
  template void Hdf5File::write<T>(const std::string&, const std::vector<T>&);          \
  template std::vector<T> Hdf5File::read<T>(const std::string&) const;                  \
  template void Hdf5File::createColumns<T>(const std::string&, const Hdf5File::Shape&); \
  template void Hdf5File::writeColumn<T>(const std::string&, long long, const T*);      \
  template void Hdf5File::readColumn<T>(const std::string&, long long, T*) const;
RITZ_HDF5_NUMBERS(float)
RITZ_HDF5_NUMBERS(double)
RITZ_HDF5_NUMBERS(long long)

}  // namespace ritz
