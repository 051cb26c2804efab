#pragma once

#include <ritz/solvers/PairFinder.hpp>

#include <string>

namespace ritz {

/// A method for singular triplets at work: all that SvdRun needs to know about it.
template <class S>
class TripletSource {
 public:
  virtual ~TripletSource() = default;

  /// Until the wanted triplets have residuals ≤ slack · allowed, or it has to stop; called again it goes on.
  /// Collective.
  virtual RunEnd run(Real<S> slack) = 0;

  virtual int available() const = 0;  ///< Ritz triplets that there are
  /// Left and right Ritz vectors, orthonormal, `count` behind the best `first`. Collective.
  virtual MultiVector<S> left(int first, int count) const = 0;
  virtual MultiVector<S> right(int first, int count) const = 0;
  virtual double orthogonalizationSeconds() const = 0;

  Status stopStatus = Status::Breakdown;  ///< after RunEnd::Supervised
  std::string exhaustedBecause;           ///< after RunEnd::Exhausted
};

}  // namespace ritz
