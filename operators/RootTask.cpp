#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <optional>
#include <string>

namespace ritz {

namespace {

std::optional<std::string> errorOf(const std::function<void()>& work) {
  try {
    work();
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace

void runOnRoot(const Teuchos::Comm<int>& comm, const std::function<void()>& work) {
  std::optional<std::string> error;
  if (comm.getRank() == 0) error = errorOf(work);
  int length = error ? static_cast<int>(error->size()) : -1;
  Teuchos::broadcast(comm, 0, &length);
  if (length < 0) return;
  std::string text = error.value_or("");
  text.resize(static_cast<std::size_t>(length));
  if (length > 0) Teuchos::broadcast(comm, 0, length, text.data());
  throw DataError(text);
}

}  // namespace ritz
