#include <ritz/solvers/TridiagonalEigen.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace ritz {

namespace {

constexpr int MostSweeps = 60;

/// T as it becomes diagonal, and the last row of the rotations.
template <class R>
class QlIteration {
 public:
  QlIteration(std::vector<R> diagonal, std::vector<R> next)
      : d_(std::move(diagonal)), e_(std::move(next)), z_(d_.size(), R(0)) {
    e_.resize(d_.size(), R(0));
    z_.back() = R(1);
  }

  /// Makes the first `from` + 1 values final where those before are.
  bool isolate(std::size_t from) {
    for (int sweep = 0; sweep < MostSweeps; ++sweep) {
      const std::size_t to = endOfBlock(from);
      if (to == from) return true;
      chase(from, to);
    }
    return false;
  }

  TridiagonalEigen<R> take() { return {std::move(d_), std::move(z_)}; }

 private:
  /// The last row of the block that cannot be split and begins at `from`.
  std::size_t endOfBlock(std::size_t from) const {
    std::size_t i = from;
    while (i + 1 < d_.size() &&
           !(std::abs(e_[i]) <= std::numeric_limits<R>::epsilon() * (std::abs(d_[i]) + std::abs(d_[i + 1]))))
      ++i;
    return i;
  }

  /// One step on rows from … to with Wilkinson's shift, from the bottom up.
  void chase(std::size_t from, std::size_t to) {
    const R half = (d_[from + 1] - d_[from]) / (2 * e_[from]);
    const R shift = d_[from] - e_[from] / (half + std::copysign(std::hypot(half, R(1)), half));
    R bulge = d_[to] - shift, sine = 1, cosine = 1, moved = 0;
    for (std::size_t i = to; i-- > from;) {
      const R across = sine * e_[i], along = cosine * e_[i];
      const R length = std::sqrt(across * across + bulge * bulge);
      e_[i + 1] = length;
      if (length == 0) {
        d_[i + 1] -= moved;
        e_[to] = 0;
        return;
      }
      sine = across / length;
      cosine = bulge / length;
      const R rest = d_[i + 1] - moved, turned = (d_[i] - rest) * sine + 2 * cosine * along;
      moved = sine * turned;
      d_[i + 1] = rest + moved;
      bulge = cosine * turned - along;
      const R z = z_[i + 1];
      z_[i + 1] = sine * z_[i] + cosine * z;
      z_[i] = cosine * z_[i] - sine * z;
    }
    d_[from] -= moved;
    e_[from] = bulge;
    e_[to] = 0;
  }

  std::vector<R> d_, e_, z_;
};

}  // namespace

template <class R>
std::optional<TridiagonalEigen<R>> tridiagonalEigen(std::vector<R> diagonal, std::vector<R> next) {
  const std::size_t size = diagonal.size();
  QlIteration<R> iteration(std::move(diagonal), std::move(next));
  for (std::size_t i = 0; i < size; ++i)
    if (!iteration.isolate(i)) return std::nullopt;
  return iteration.take();
}

template std::optional<TridiagonalEigen<double>> tridiagonalEigen(std::vector<double>, std::vector<double>);
template std::optional<TridiagonalEigen<float>> tridiagonalEigen(std::vector<float>, std::vector<float>);

}  // namespace ritz
