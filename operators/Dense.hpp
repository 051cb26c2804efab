#pragma once

#include <cstddef>
#include <vector>

namespace ritz {

/// A small rows × cols matrix, column-major, the same on every rank.
template <class S>
class Dense {
 public:
  Dense() = default;
  Dense(int rows, int cols, S value = S(0))
      : rows_(rows),
        cols_(cols),
        data_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols), value) {}

  int rows() const { return rows_; }
  int cols() const { return cols_; }
  S& operator()(int i, int j) { return data_[index(i, j)]; }
  const S& operator()(int i, int j) const { return data_[index(i, j)]; }
  S* data() { return data_.data(); }
  const S* data() const { return data_.data(); }
  S* column(int j) { return data_.data() + index(0, j); }
  const S* column(int j) const { return data_.data() + index(0, j); }

 private:
  std::size_t index(int i, int j) const {
    return static_cast<std::size_t>(j) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(i);
  }

  int rows_ = 0, cols_ = 0;
  std::vector<S> data_;
};

}  // namespace ritz
