#include <ritz/drivers/OnEveryRank.hpp>
#include <ritz/operators/Error.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <optional>
#include <string>

namespace ritz {

namespace {

std::optional<std::string> errorOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
  return std::nullopt;
}

}  // namespace

void onEveryRank(const Teuchos::Comm<int>& comm, const std::function<void()>& work) {
  const auto error = errorOf(work);
  const int mine = error ? comm.getRank() : comm.getSize();
  int first = 0;
  Teuchos::reduceAll(comm, Teuchos::REDUCE_MIN, mine, Teuchos::outArg(first));
  if (first == comm.getSize()) return;

  std::string text = error.value_or("");
  int length = static_cast<int>(text.size());
  Teuchos::broadcast(comm, first, &length);
  text.resize(static_cast<std::size_t>(length));
  if (length > 0) Teuchos::broadcast(comm, first, length, text.data());
  throw InvalidOption(text);
}

}  // namespace ritz
