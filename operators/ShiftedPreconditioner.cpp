#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ShiftedPreconditioner.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

/// Sets a pointer for as long as it lives.
template <class T>
class Lent {
 public:
  Lent(const T*& place, const T& value) : place_(place) { place_ = &value; }
  ~Lent() { place_ = nullptr; }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

 private:
  const T*& place_;
};

}  // namespace

template <class S>
void ShiftedPreconditioner<S>::applyShifted(const MultiVector<S>& X, const std::vector<Real<S>>& shifts,
                                            MultiVector<S>& Y) const {
  if (shifts.size() != X.getNumVectors())
    throw SpaceMismatch(
        fmt::format("ShiftedPreconditioner: asked to apply to {} columns with {} shifts; give one a column",
                    X.getNumVectors(), shifts.size()));
  const Lent lent(shifts_, shifts);
  this->apply(X, Y);
}

template <class S>
void ShiftedPreconditioner<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  if (shifts_)
    applyShiftedImpl(X, *shifts_, Y);
  else
    applyShiftedImpl(X, std::vector<Real<S>>(X.getNumVectors(), Real<S>(0)), Y);
}

RITZ_INSTANTIATE(ShiftedPreconditioner)

}  // namespace ritz
