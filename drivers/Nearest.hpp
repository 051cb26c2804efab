#pragma once

#include <string>
#include <vector>

namespace ritz {

/// Least number of single-letter insertions, deletions and replacements that turn `a` into `b`.
int editDistance(const std::string& a, const std::string& b);

/// The candidate closest to `word`, or "" if all need more changes than a third of its letters (at least
/// two). One that begins with the whole of `word`, three letters or more, counts as a single change.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/// "; did you mean 'smallest'?", or "" if nothing is near. To be hung on an error about an unknown word.
std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates);

/// `word` if it is one of `allowed`; else throws InvalidOption with the option, the list and the nearest of
/// it.
const std::string& oneOf(const std::string& option, const std::string& word,
                         const std::vector<std::string>& allowed);

}  // namespace ritz
