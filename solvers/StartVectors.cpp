#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/StartVectors.hpp>

#include <fmt/format.h>

#include <array>

namespace ritz {

namespace {

/// The vectors of the user and those of a previous result; null where there are none.
template <class S>
std::array<MultiVectorPtr<S>, 2> givenVectors(const Start<S>& start) {
  return {start.vectors, start.previous ? start.previous->vectors : nullptr};
}

template <class S>
std::array<MultiVectorPtr<S>, 3> allGiven(const Start<S>& start, const MultiVectorPtr<S>& resumed) {
  const auto [user, previous] = givenVectors(start);
  return {user, previous, resumed};
}

}  // namespace

template <class S>
void checkStart(const Start<S>& start, const Map& map) {
  const auto given = givenVectors(start);
  for (const MultiVectorPtr<S>& vectors : given)
    if (vectors && !vectors->getMap()->isSameAs(map))
      throw SpaceMismatch(
          fmt::format("eigsolve: the start vectors have {} entries and A acts on {}, or they are spread "
                      "differently; make them from A's map",
                      vectors->getGlobalLength(), map.getGlobalNumElements()));
}

template <class S>
int givenColumns(const Start<S>& start, const MultiVectorPtr<S>& resumed) {
  std::size_t count = 0;
  for (const MultiVectorPtr<S>& given : allGiven(start, resumed))
    if (given) count += given->getNumVectors();
  return static_cast<int>(count);
}

template <class S>
MultiVector<S> startBlock(const Start<S>& start, const MultiVectorPtr<S>& resumed, const MapPtr& map,
                          int columns, std::uint64_t seed) {
  MultiVector<S> X(map, static_cast<std::size_t>(columns), false);
  fillHash(X, seed);
  std::size_t at = 0;
  for (const MultiVectorPtr<S>& given : allGiven(start, resumed))
    for (std::size_t j = 0; given && j < given->getNumVectors(); ++j, ++at) {
      const auto target = X.getVectorNonConst(at % X.getNumVectors());
      if (at < X.getNumVectors())
        Tpetra::deep_copy(*target, *given->getVector(j));
      else
        target->update(S(1), *given->getVector(j), S(1));
    }
  return X;
}

template <class S>
std::optional<MultiVector<S>> givenBlock(const Start<S>& start, const MultiVectorPtr<S>& resumed,
                                         const MapPtr& map) {
  const auto [user, previous] = givenVectors(start);
  std::size_t count = 0;
  for (const auto* given : {&user, &previous, &resumed})
    if (*given) count += (*given)->getNumVectors();
  if (count == 0) return std::nullopt;
  return startBlock(start, resumed, map, static_cast<int>(count), 0);
}

template <class S>
std::optional<VerifiedPairs<S>> verifiedStart(const Pencil<S>& pencil, const Start<S>& start,
                                              const Which& which, int numPairs) {
  const auto [user, previous] = givenVectors(start);
  const MultiVectorPtr<S>& given = user ? user : previous;
  if (!given || static_cast<int>(given->getNumVectors()) < numPairs) return std::nullopt;
  try {
    auto pairs = verify(pencil, columns(*given, 0, 1), which);
    if (pairs.numConverged() == 1 && numPairs > 1)
      pairs = merge(pencil, pairs, verify(pencil, columns(*given, 1, numPairs - 1), which), which, numPairs);
    if (pairs.numConverged() == numPairs) return pairs;
  } catch (const IndefiniteMass&) {  // linearly dependent vectors; on every rank
  }
  return std::nullopt;
}

#define RITZ_START_VECTORS(S)                                                                                \
  template void checkStart<S>(const Start<S>&, const Map&);                                                  \
  template int givenColumns<S>(const Start<S>&, const MultiVectorPtr<S>&);                                   \
  template MultiVector<S> startBlock<S>(const Start<S>&, const MultiVectorPtr<S>&, const MapPtr&, int,       \
                                        std::uint64_t);                                                      \
  template std::optional<MultiVector<S>> givenBlock<S>(const Start<S>&, const MultiVectorPtr<S>&,            \
                                                       const MapPtr&);                                       \
  template std::optional<VerifiedPairs<S>> verifiedStart<S>(const Pencil<S>&, const Start<S>&, const Which&, \
                                                            int);
RITZ_FOR_EACH_SCALAR(RITZ_START_VECTORS)

}  // namespace ritz
