#pragma once

#include <Teuchos_Comm.hpp>

#include <functional>

namespace ritz {

/// Runs `work`, which may fail on some ranks and not on others, on all of them. Collective. If it throws
/// somewhere, every rank throws InvalidOption with the text of the lowest rank that failed.
void onEveryRank(const Teuchos::Comm<int>& comm, const std::function<void()>& work);

}  // namespace ritz
