#pragma once

#include <Teuchos_Comm.hpp>

#include <string>

namespace ritz {

/// Creates the folder for results, and those above it, and sees that files can be made in it, so that an
/// hour's work is not lost at its end. Collective. Throws DataError on every rank if that fails.
void prepareOutputFolder(const Teuchos::Comm<int>& comm, const std::string& folder);

}  // namespace ritz
