#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace ritz {

/// Declares an option whose value is a list, "1,-0.5,3", of T: double, long long or std::string. `to` gets
/// its items when the command line is parsed, which throws InvalidOption for an item that is empty or no T.
/// In a configuration file it may be an array.
template <class T>
CLI::Option* addList(CLI::App& app, const std::string& name, std::vector<T>& to,
                     const std::string& description);

}  // namespace ritz
