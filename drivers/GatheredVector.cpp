#include <ritz/drivers/GatheredVector.hpp>

#include <Teuchos_CommHelpers.hpp>

namespace ritz {

std::vector<double> gathered(const MultiVector<double>& X, std::size_t column) {
  const auto n = static_cast<std::size_t>(X.getMap()->getGlobalNumElements());
  std::vector<double> mine(n, 0.0), all(n, 0.0);
  const auto entries = X.getData(column);
  for (Teuchos_Ordinal i = 0; i < entries.size(); ++i)
    mine[static_cast<std::size_t>(X.getMap()->getGlobalElement(static_cast<LocalIndex>(i)))] = entries[i];
  Teuchos::reduceAll(*X.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(n), mine.data(),
                     all.data());
  return all;
}

}  // namespace ritz
