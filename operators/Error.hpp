#pragma once

#include <stdexcept>
#include <string>

namespace ritz {

/// Base of all that Ritz throws. The text says what was asked, what was found and what to do.
/// Errors of collective calls are thrown on every rank or on none.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option is out of its range, or two options exclude each other. Nothing was computed.
class InvalidOption : public Error {
 public:
  using Error::Error;
};

/// Vectors and operator live on different maps, or column counts differ.
class SpaceMismatch : public Error {
 public:
  using Error::Error;
};

/// The combination asked for is not built (yet), or this back end cannot do it.
class NotSupported : public Error {
 public:
  using Error::Error;
};

/// An operator threw while applying, or returned NaN or Inf. On the rank where a user's exception was thrown
/// it is nested in this one: std::rethrow_if_nested gives it back.
class OperatorFailure : public Error {
 public:
  using Error::Error;
};

/// ⟨x, A y⟩ and ⟨A x, y⟩ differ by more than rounding where a Hermitian operator is needed.
class NotSymmetric : public Error {
 public:
  using Error::Error;
};

/// The mass operator B is not positive definite where it has to be.
class IndefiniteMass : public Error {
 public:
  using Error::Error;
};

/// An iteration ended without the accuracy asked for. See NotConvergedWith for the partial results.
class NotConverged : public Error {
 public:
  using Error::Error;
};

/// A file does not hold what it should. The text gives file, line, what was found and what was expected.
class DataError : public Error {
 public:
  using Error::Error;
};

}  // namespace ritz
