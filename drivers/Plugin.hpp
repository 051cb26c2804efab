#pragma once

#include <ritz/solvers/EigenProblem.hpp>

namespace ritz {

/// Raised whenever EigenProblem or anything reached through it changes in memory: `ritz` refuses plugins
/// built against another one.
constexpr int PluginVersion = 1;

}  // namespace ritz

/// What a shared library for `ritz eigs --plugin` exports. Built against the same Ritz, Trilinos and MPI.
extern "C" {

/// Returns ritz::PluginVersion.
int ritzPluginVersion();

/// Sets at least problem.A, over a map on `comm`, which lives until the program ends. Called once, on every
/// rank. `arguments` is the text of
/// --plugin-arguments, "" without it. Throw ritz::InvalidOption for arguments that make no sense, on every
/// rank.
void ritzMakeProblem(const Teuchos::Comm<int>& comm, const char* arguments,
                     ritz::EigenProblem<double>& problem);
}
