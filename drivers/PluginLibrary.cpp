#include <ritz/drivers/OnEveryRank.hpp>
#include <ritz/drivers/Plugin.hpp>
#include <ritz/drivers/PluginLibrary.hpp>
#include <ritz/operators/Error.hpp>

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

namespace ritz {

namespace {

void* openLibrary(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored))
    throw InvalidOption(fmt::format("--plugin {}: there is no such file; name a shared library", path));
  // dlopen looks for plain names in the system's folders only.
  const std::string name = path.find('/') == std::string::npos ? "./" + path : path;
  void* library = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw InvalidOption(fmt::format("--plugin {}: cannot be loaded: {}", path, ::dlerror()));
  return library;
}

template <class Function>
Function* symbol(void* library, const std::string& path, const char* name) {
  void* found = ::dlsym(library, name);
  if (found == nullptr)
    throw InvalidOption(
        fmt::format("--plugin {}: it does not export {}; define it as extern \"C\", see "
                    "<ritz/drivers/Plugin.hpp>",
                    path, name));
  return reinterpret_cast<Function*>(found);
}

}  // namespace

EigenProblem<double> loadPlugin(const Teuchos::Comm<int>& comm, const std::string& path,
                                const std::string& arguments) {
  decltype(ritzMakeProblem)* makeProblem = nullptr;
  onEveryRank(comm, [&] {
    void* library = openLibrary(path);
    const int version = symbol<decltype(ritzPluginVersion)>(library, path, "ritzPluginVersion")();
    if (version != PluginVersion)
      throw InvalidOption(
          fmt::format("--plugin {}: built for plugin version {}, this program has version {}; build "
                      "it again with the headers of this Ritz",
                      path, version, PluginVersion));
    makeProblem = symbol<decltype(ritzMakeProblem)>(library, path, "ritzMakeProblem");
  });

  EigenProblem<double> problem;
  onEveryRank(comm, [&] {
    try {
      makeProblem(comm, arguments.c_str(), problem);
    } catch (const std::exception& error) {
      throw InvalidOption(
          fmt::format("--plugin {} with --plugin-arguments \"{}\": {}", path, arguments, error.what()));
    }
    if (!problem.A)
      throw InvalidOption(fmt::format("--plugin {}: ritzMakeProblem left the operator A null", path));
  });
  return problem;
}

}  // namespace ritz
