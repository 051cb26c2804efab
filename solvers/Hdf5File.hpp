#pragma once

#include <memory>
#include <string>
#include <vector>

namespace ritz {

/// An HDF5 file of texts, arrays of numbers and blocks of columns, all with checksums. Not collective: use it
/// on one rank, inside runOnRoot. Every failure throws DataError with the file, what was found and what was
/// expected; HDF5 itself prints nothing meanwhile. T is float, double or long long.
class Hdf5File {
 public:
  /// Makes the file anew.
  static Hdf5File create(const std::string& path);
  /// Opens it to read.
  static Hdf5File open(const std::string& path);

  ~Hdf5File();
  Hdf5File(Hdf5File&&) noexcept;
  Hdf5File& operator=(Hdf5File&&) = delete;

  /// Takes so much room on the disk at once, where the file system can: better to fail here than in the
  /// middle. What is not used is given back by close().
  void reserve(long long bytes);

  void writeText(const std::string& name, const std::string& text);
  std::string readText(const std::string& name) const;

  template <class T>
  void write(const std::string& name, const std::vector<T>& values);
  template <class T>
  std::vector<T> read(const std::string& name) const;

  /// `columns` vectors of `rows` entries, each of `width` numbers (2 for complex ones).
  struct Shape {
    long long columns = 0, rows = 0;
    int width = 1;
  };
  template <class T>
  void createColumns(const std::string& name, const Shape& shape);
  Shape shapeOf(const std::string& name) const;
  template <class T>
  void writeColumn(const std::string& name, long long column, const T* numbers);
  template <class T>
  void readColumn(const std::string& name, long long column, T* numbers) const;

  /// Hands all that was written to the system; without it the file is of no use.
  void close();

  /// Throws DataError: `found` in this file, `expected`.
  [[noreturn]] void fail(const std::string& found, const std::string& expected) const;

 private:
  struct Library;
  Hdf5File(std::string path, std::unique_ptr<Library> library);

  std::string path_;
  std::unique_ptr<Library> library_;
};

}  // namespace ritz
