#pragma once

#include <ritz/solvers/Verification.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <cstdint>
#include <optional>

namespace ritz {

/// Throws SpaceMismatch unless all given vectors lie in the space of `map`.
template <class S>
void checkStart(const Start<S>& start, const Map& map);

/// How many vectors are given, those of `resumed` (of a checkpoint, may be null) among them.
template <class S>
int givenColumns(const Start<S>& start, const MultiVectorPtr<S>& resumed);

/// `columns` vectors to begin with: the given ones and then `resumed` (of a checkpoint, may be null), hash
/// vectors behind them; more given ones than columns are added up into the first columns.
template <class S>
MultiVector<S> startBlock(const Start<S>& start, const MultiVectorPtr<S>& resumed, const MapPtr& map,
                          int columns, std::uint64_t seed);

/// The given ones and then `resumed` as they are; none if there are none.
template <class S>
std::optional<MultiVector<S>> givenBlock(const Start<S>& start, const MultiVectorPtr<S>& resumed,
                                         const MapPtr& map);

/// Given vectors that are the answer already, which a method that starts from one vector could not use; none
/// if they are not. The first one decides, so that a warm start which is none costs one product. Collective.
template <class S>
std::optional<VerifiedPairs<S>> verifiedStart(const Pencil<S>& pencil, const Start<S>& start,
                                              const Which& which, int numPairs);

}  // namespace ritz
