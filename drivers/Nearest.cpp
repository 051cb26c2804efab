#include <ritz/drivers/Nearest.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace ritz {

namespace {

int changesTo(const std::string& candidate, const std::string& word) {
  const bool begun = word.size() >= 3 && candidate.compare(0, word.size(), word) == 0;
  return begun ? std::min(1, editDistance(word, candidate)) : editDistance(word, candidate);
}

}  // namespace

int editDistance(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  std::string best;
  int fewest = std::max(2, static_cast<int>(word.size()) / 3) + 1;
  for (const auto& candidate : candidates)
    if (const int changes = changesTo(candidate, word); changes < fewest) {
      fewest = changes;
      best = candidate;
    }
  return best;
}

std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? "" : fmt::format("; did you mean '{}'?", found);
}

const std::string& oneOf(const std::string& option, const std::string& word,
                         const std::vector<std::string>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), word) == allowed.end())
    throw InvalidOption(fmt::format("{} knows no '{}'{} It takes one of: {}", option, word,
                                    nearest(word, allowed).empty() ? "." : didYouMean(word, allowed),
                                    fmt::join(allowed, ", ")));
  return word;
}

}  // namespace ritz
