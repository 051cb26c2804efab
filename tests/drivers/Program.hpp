#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace ritz::test {

/// How a run of the `ritz` program ended.
struct Outcome {
  int status = -1;  ///< exit status; 128 + signal where one ended it
  std::string out, err;
};

/// Runs `ritz` with these arguments to its end, without MPI's launcher on one rank.
Outcome runRitz(const std::vector<std::string>& arguments, int ranks = 1);

/// Runs it and kills it and all its children after `delay`, unless it has ended before. With several ranks
/// these end when their launcher is gone.
void runAndKill(const std::vector<std::string>& arguments, std::chrono::milliseconds delay, int ranks = 1);

/// Runs it, sends `signal` to the program, or to its launcher, once `isTime()`, and waits for its end.
Outcome runAndSignal(const std::vector<std::string>& arguments, int ranks, int signal,
                     const std::function<bool()>& isTime);

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// Writes a file there and returns its path.
  std::string write(const std::string& name, const std::string& content) const;
  bool has(const std::string& name) const { return std::filesystem::exists(folder_ / name); }

 private:
  std::filesystem::path folder_;
};

/// The content of a Matrix Market file with diag(1 … n).
std::string diagonalFile(int n);

nlohmann::json readJson(const std::string& path);
std::string readText(const std::string& path);

}  // namespace ritz::test
