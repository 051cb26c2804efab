#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#ifndef RITZ_SOURCE_DIR
#define RITZ_SOURCE_DIR "."
#endif

namespace ritz::test {

/// Where a matrix of the shared collection lies: below RITZ_SHARED, or ../shared beside the sources. Empty if
/// absent.
inline std::string sharedData(const std::string& name) {
  const char* named = std::getenv("RITZ_SHARED");
  const std::filesystem::path folder = named ? named : std::filesystem::path(RITZ_SOURCE_DIR) / "../shared";
  const auto path = folder / "data" / name;
  return std::filesystem::exists(path) ? path.string() : std::string();
}

}  // namespace ritz::test
