#include <ritz/operators/Error.hpp>
#include <ritz/operators/Failure.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <utility>

namespace ritz {

namespace {

thread_local std::exception_ptr kept;

std::string textOf(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

std::string broadcastText(const Teuchos::Comm<int>& comm, int root, std::string text) {
  int length = static_cast<int>(text.size());
  Teuchos::broadcast(comm, root, &length);
  text.resize(static_cast<std::size_t>(length));
  if (length > 0) Teuchos::broadcast(comm, root, length, text.data());
  return text;
}

}  // namespace

void keepOperatorFailure(std::exception_ptr failure) {
  if (!kept) kept = std::move(failure);
}

bool hasOperatorFailure() noexcept { return kept != nullptr; }

void raiseOperatorFailure(const Teuchos::Comm<int>& comm, const std::string& asked) {
  const int mine = kept ? comm.getRank() : comm.getSize();
  int first = 0;
  Teuchos::reduceAll(comm, Teuchos::REDUCE_MIN, mine, Teuchos::outArg(first));
  if (first == comm.getSize()) return;

  const std::exception_ptr original = std::exchange(kept, nullptr);
  const std::string text = broadcastText(comm, first, comm.getRank() == first ? textOf(original) : "");
  const OperatorFailure failure(fmt::format("{}: the operator threw on rank {}: {}", asked, first, text));
  if (!original) throw failure;
  try {
    std::rethrow_exception(original);
  } catch (...) {
    std::throw_with_nested(failure);
  }
}

}  // namespace ritz
