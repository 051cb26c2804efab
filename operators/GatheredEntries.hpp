#pragma once

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace ritz::detail {

/// Runs `transfer(bytes, count)` over an array in pieces that an int can count.
template <class T, class F>
void inPieces(T* values, std::size_t size, const F& transfer) {
  constexpr std::size_t Most = std::size_t(1) << 30;
  using Byte = std::conditional_t<std::is_const_v<T>, const char, char>;
  auto* const bytes = reinterpret_cast<Byte*>(values);
  for (std::size_t at = 0, end = size * sizeof(T); at < end; at += Most)
    transfer(bytes + at, static_cast<int>(std::min(Most, end - at)));
}

/// What all ranks hold, on rank 0, one rank's after the other's; nothing elsewhere. Collective.
template <class T>
std::vector<T> gathered(const Teuchos::Comm<int>& comm, const std::vector<T>& mine) {
  constexpr int Root = 0;
  std::vector<T> all;
  if (comm.getRank() != Root) {
    const auto size = static_cast<long long>(mine.size());
    Teuchos::send(comm, 1, &size, Root);
    inPieces(mine.data(), mine.size(),
             [&](const char* bytes, int count) { Teuchos::send(comm, count, bytes, Root); });
    return all;
  }
  all = mine;
  for (int rank = 1; rank < comm.getSize(); ++rank) {
    long long size = 0;
    Teuchos::receive(comm, rank, 1, &size);
    const std::size_t from = all.size();
    all.resize(from + static_cast<std::size_t>(size));
    inPieces(all.data() + from, static_cast<std::size_t>(size),
             [&](char* bytes, int count) { Teuchos::receive(comm, rank, count, bytes); });
  }
  return all;
}

}  // namespace ritz::detail
