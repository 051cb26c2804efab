#pragma once

#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>

#include <Teuchos_Array.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <functional>
#include <vector>

/// Small tools for tests of operators.
namespace ritz::test {

using Block = MultiVector<double>;
using Column = Tpetra::Vector<double>;

inline Block hashBlock(const MapPtr& map, std::size_t columns, std::uint64_t seed = 0) {
  Block X(map, columns);
  fillHash(X, seed);
  return X;
}

/// The vector whose entry of global index g is value(g).
inline Column columnOf(const MapPtr& map, const std::function<double(GlobalIndex)>& value) {
  Column x(map);
  const auto entries = x.getDataNonConst(0);
  for (Teuchos_Ordinal i = 0; i < entries.size(); ++i)
    entries[i] = value(map->getGlobalElement(static_cast<LocalIndex>(i)));
  return x;
}

/// max |X − Y|; NaN if there is one.
inline double distance(const Block& X, const Block& Y) {
  Block difference(X, Teuchos::Copy);
  difference.update(-1.0, Y, 1.0);
  Teuchos::Array<double> norms(static_cast<Teuchos_Ordinal>(X.getNumVectors()));
  difference.norm2(norms());  // normInf would lose NaNs
  if (std::any_of(norms.begin(), norms.end(), [](double norm) { return norm != norm; }))
    return norms[0] * 0.0 / 0.0;
  difference.normInf(norms());
  return *std::max_element(norms.begin(), norms.end());
}

inline std::vector<double> norms(const Block& X) {
  std::vector<double> result(X.getNumVectors());
  X.norm2(Teuchos::arrayView(result.data(), static_cast<Teuchos_Ordinal>(result.size())));
  return result;
}

/// All of one column on every rank, by global index.
inline std::vector<double> gather(const Block& X, std::size_t column = 0) {
  std::vector<double> mine(X.getGlobalLength(), 0.0), all(mine.size());
  const auto entries = X.getData(column);
  for (Teuchos_Ordinal i = 0; i < entries.size(); ++i)
    mine[static_cast<std::size_t>(X.getMap()->getGlobalElement(static_cast<LocalIndex>(i)))] = entries[i];
  Teuchos::reduceAll(*X.getMap()->getComm(), Teuchos::REDUCE_SUM, static_cast<int>(mine.size()), mine.data(),
                     all.data());
  return all;
}

/// A e_j for every j: the matrix by columns, on every rank.
inline std::vector<std::vector<double>> denseColumns(const Operator<double>& A) {
  std::vector<std::vector<double>> columns;
  const auto n = static_cast<GlobalIndex>(A.getDomainMap()->getGlobalNumElements());
  for (GlobalIndex j = 0; j < n; ++j) {
    const Column unit = columnOf(A.getDomainMap(), [j](GlobalIndex g) { return g == j ? 1.0 : 0.0; });
    Column image(A.getRangeMap());
    A.apply(unit, image);
    columns.push_back(gather(image));
  }
  return columns;
}

/// True on every rank if it is on one.
inline bool anywhere(const Teuchos::Comm<int>& comm, bool mine) {
  const int flag = mine ? 1 : 0;
  int any = 0;
  Teuchos::reduceAll(comm, Teuchos::REDUCE_MAX, flag, Teuchos::outArg(any));
  return any == 1;
}

}  // namespace ritz::test
