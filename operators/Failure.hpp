#pragma once

#include <ritz/operators/Types.hpp>

#include <exception>
#include <string>

namespace ritz {

/// What becomes of an exception inside an operator on one rank of many. LinearOperator::apply cannot let it
/// out (the other ranks would wait forever in their next message), so it keeps it here, fills the result with
/// NaN and returns; the next call of raiseOperatorFailure makes every rank throw. One slot per thread; the
/// first failure stays.
void keepOperatorFailure(std::exception_ptr failure);

/// True while an exception is kept on this rank.
bool hasOperatorFailure() noexcept;

/// Collective over `comm`. If a failure is kept on some rank, throws OperatorFailure on all of them, with the
/// text of the lowest such rank; where it happened the original exception is nested in it. Empties the slot.
void raiseOperatorFailure(const Teuchos::Comm<int>& comm, const std::string& asked);

}  // namespace ritz
