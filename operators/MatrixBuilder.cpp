#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/MatrixBuilder.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <type_traits>
#include <utility>

namespace ritz {

namespace {

template <class S>
void sendEntries(const Teuchos::Comm<int>& comm, const std::vector<MatrixEntry<S>>& entries, int to) {
  static_assert(std::is_trivially_copyable_v<MatrixEntry<S>>, "entries travel as bytes");
  const auto bytes = static_cast<int>(entries.size() * sizeof(MatrixEntry<S>));
  Teuchos::send(comm, bytes, reinterpret_cast<const char*>(entries.data()), to);
}

template <class S>
void receiveEntries(const Teuchos::Comm<int>& comm, int count, std::vector<MatrixEntry<S>>& entries) {
  const std::size_t before = entries.size();
  entries.resize(before + static_cast<std::size_t>(count));
  const auto bytes = static_cast<int>(static_cast<std::size_t>(count) * sizeof(MatrixEntry<S>));
  Teuchos::receive(comm, 0, bytes, reinterpret_cast<char*>(entries.data() + before));
}

}  // namespace

template <class S>
MatrixBuilder<S>::MatrixBuilder(MapPtr rows) : rows_(std::move(rows)) {
  const auto& comm = *rows_->getComm();
  const GlobalIndex owned = rows_->getMaxLocalIndex() + 1;
  ends_.resize(static_cast<std::size_t>(comm.getSize()));
  Teuchos::gatherAll(comm, 1, &owned, comm.getSize(), ends_.data());
  std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
}

template <class S>
bool MatrixBuilder<S>::add(const std::vector<MatrixEntry<S>>& portion) {
  const auto& comm = *rows_->getComm();
  const int ranks = comm.getSize();
  std::vector<std::vector<MatrixEntry<S>>> parts;
  std::vector<int> counts(static_cast<std::size_t>(ranks), 0);
  if (comm.getRank() == 0) {
    parts = splitByOwner(portion);
    std::transform(parts.begin(), parts.end(), counts.begin(),
                   [](const auto& part) { return static_cast<int>(part.size()); });
  }
  Teuchos::broadcast(comm, 0, ranks, counts.data());

  if (comm.getRank() == 0) {
    mine_.insert(mine_.end(), parts[0].begin(), parts[0].end());
    for (int rank = 1; rank < ranks; ++rank)
      if (const auto& part = parts[static_cast<std::size_t>(rank)]; !part.empty())
        sendEntries(comm, part, rank);
  } else if (const int count = counts[static_cast<std::size_t>(comm.getRank())]; count > 0) {
    receiveEntries(comm, count, mine_);
  }
  return std::any_of(counts.begin(), counts.end(), [](int count) { return count > 0; });
}

template <class S>
std::vector<std::vector<MatrixEntry<S>>> MatrixBuilder<S>::splitByOwner(
    const std::vector<MatrixEntry<S>>& portion) const {
  std::vector<std::vector<MatrixEntry<S>>> parts(ends_.size());
  for (const auto& entry : portion) {
    const auto owner = std::upper_bound(ends_.begin(), ends_.end(), entry.row) - ends_.begin();
    parts[static_cast<std::size_t>(owner)].push_back(entry);
  }
  return parts;
}

template <class S>
void MatrixBuilder<S>::sortAndSum() {
  std::stable_sort(mine_.begin(), mine_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  });
  auto last = mine_.begin();
  for (auto entry = mine_.begin(); entry != mine_.end(); ++entry) {
    if (entry == last) continue;
    if (entry->row == last->row && entry->column == last->column)
      last->value += entry->value;
    else
      *++last = *entry;
  }
  if (last != mine_.end()) mine_.erase(std::next(last), mine_.end());
}

template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> MatrixBuilder<S>::build(const MapPtr& domain) {
  sortAndSum();
  std::vector<std::size_t> perRow(static_cast<std::size_t>(rows_->getMaxLocalIndex() + 1), 0);
  for (const auto& entry : mine_) ++perRow[static_cast<std::size_t>(rows_->getLocalElement(entry.row))];
  const auto matrix =
      Teuchos::rcp(new Tpetra::CrsMatrix<S>(rows_, Teuchos::ArrayView<const std::size_t>(perRow)));

  std::vector<GlobalIndex> columns;
  std::vector<S> values;
  for (auto begin = mine_.begin(); begin != mine_.end();) {
    columns.clear();
    values.clear();
    const GlobalIndex row = begin->row;
    for (; begin != mine_.end() && begin->row == row; ++begin) {
      columns.push_back(begin->column);
      values.push_back(begin->value);
    }
    matrix->insertGlobalValues(row, static_cast<LocalIndex>(columns.size()), values.data(), columns.data());
  }
  std::vector<MatrixEntry<S>>().swap(mine_);
  matrix->fillComplete(domain, rows_);
  return Teuchos::get_shared_ptr(Teuchos::rcp_implicit_cast<const Tpetra::CrsMatrix<S>>(matrix));
}

RITZ_INSTANTIATE(MatrixBuilder)

}  // namespace ritz
