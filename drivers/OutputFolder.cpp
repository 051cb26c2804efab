#include <ritz/drivers/OutputFolder.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace ritz {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& folder, const std::string& found) {
  throw DataError(
      fmt::format("--output {}: cannot write there: {}; give a folder that you can write to", folder, found));
}

}  // namespace

void prepareOutputFolder(const Teuchos::Comm<int>& comm, const std::string& folder) {
  runOnRoot(comm, [&folder] {
    if (folder.empty()) refuse("\"\"", "the name is empty");
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) refuse(folder, error.message());
    const fs::path trial = fs::path(folder) / fmt::format(".ritz-{}.tmp", ::getpid());
    errno = 0;
    std::ofstream(trial) << "trial\n";
    const int failure = errno;
    if (!fs::exists(trial, error)) refuse(folder, std::strerror(failure));
    fs::remove(trial, error);
  });
}

}  // namespace ritz
