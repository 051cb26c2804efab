#pragma once

#include <ritz/operators/Runtime.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace ritz::test {

/// A folder of this test's own, the same on all ranks, removed at the end. All members are collective.
class TemporaryFolder {
 public:
  TemporaryFolder() : comm_(worldComm()) {
    std::string name = (std::filesystem::temp_directory_path() / "ritz-test-XXXXXX").string();
    if (comm_->getRank() == 0 && ::mkdtemp(name.data()) == nullptr) std::abort();
    Teuchos::broadcast(*comm_, 0, static_cast<int>(name.size()), name.data());
    path_ = name;
  }
  ~TemporaryFolder() {
    comm_->barrier();
    std::error_code ignored;
    if (comm_->getRank() == 0) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }

  /// Writes `content` on rank 0; the name of the file.
  std::string write(const std::string& name, const std::string& content) const {
    comm_->barrier();
    if (comm_->getRank() == 0) std::ofstream(file(name), std::ios::binary) << content;
    comm_->barrier();
    return file(name);
  }

  std::string read(const std::string& name) const {
    comm_->barrier();
    std::ifstream in(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  /// How many files there are, whatever their names.
  long count() const {
    comm_->barrier();
    const auto files = std::filesystem::directory_iterator(path_);
    return static_cast<long>(std::distance(begin(files), end(files)));
  }

 private:
  CommPtr comm_;
  std::filesystem::path path_;
};

}  // namespace ritz::test
