#include <ritz/adjoint/EnergyError.hpp>

#include <numeric>

namespace ritz {

template <class R>
void EnergyError<R>::add(R alpha, R rz) {
  terms_.push_back(alpha * rz);
  squares_.push_back(rz);
  if (terms_.size() <= Delay) return;
  terms_.erase(terms_.begin());
  squares_.erase(squares_.begin());
}

template <class R>
R EnergyError<R>::perResidual() const {
  if (terms_.size() < Delay || !(squares_.front() > 0)) return 0;
  return std::accumulate(terms_.begin(), terms_.end(), R(0)) / squares_.front();
}

template class EnergyError<double>;
template class EnergyError<float>;

}  // namespace ritz
