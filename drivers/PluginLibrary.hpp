#pragma once

#include <ritz/solvers/EigenProblem.hpp>

#include <string>

namespace ritz {

/// The problem that the shared library at `path` makes, see Plugin.hpp. The library stays loaded until the
/// program ends, since the operators' code lives in it. A file name without a slash means the current folder.
/// Collective. Throws InvalidOption if the file, a symbol or A is missing, the version differs or making the
/// problem throws.
EigenProblem<double> loadPlugin(const Teuchos::Comm<int>& comm, const std::string& path,
                                const std::string& arguments);

}  // namespace ritz
