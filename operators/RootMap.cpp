#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootMap.hpp>

#include <fmt/format.h>

#include <limits>

namespace ritz {

MapPtr rootMapOf(const Map& map, const char* asked) {
  const auto n = map.getGlobalNumElements();
  const bool gaps =
      n > 0 &&
      static_cast<Tpetra::global_size_t>(map.getMaxAllGlobalIndex() - map.getMinAllGlobalIndex()) + 1 != n;
  if (gaps || n > static_cast<Tpetra::global_size_t>(std::numeric_limits<LocalIndex>::max()))
    throw SpaceMismatch(
        fmt::format("{}: found a map of {} entries, expected one whose global indices follow each "
                    "other, each on one rank, and fit on rank 0",
                    asked, n));
  const auto first = n > 0 ? map.getMinAllGlobalIndex() : map.getIndexBase();
  const auto here = map.getComm()->getRank() == 0 ? static_cast<std::size_t>(n) : 0;
  return Teuchos::rcp(new Map(n, here, first, map.getComm()));
}

}  // namespace ritz
