#pragma once

#include <ritz/operators/Types.hpp>

#include <functional>

namespace ritz {

/// Runs `work` on rank 0 of `comm` alone, for what only one rank should do: files, above all. Collective.
/// Whatever it throws there leaves as DataError, with the same text, on every rank.
void runOnRoot(const Teuchos::Comm<int>& comm, const std::function<void()>& work);

}  // namespace ritz
