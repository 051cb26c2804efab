// Operators with one fault each, named by the arguments: throw (on the last rank), nan, skew, indefinite
// (mass).
#include <ritz/drivers/Plugin.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/Runtime.hpp>

#include <limits>
#include <stdexcept>
#include <string>

using Vectors = ritz::MultiVector<double>;

extern "C" int ritzPluginVersion() { return ritz::PluginVersion; }

extern "C" void ritzMakeProblem(const Teuchos::Comm<int>& comm, const char* arguments,
                                ritz::EigenProblem<double>& problem) {
  const std::string fault = arguments;
  const auto map = ritz::makeMap(Teuchos::rcpFromRef(comm), 60);
  const bool isFirst = comm.getRank() == 0, isLast = comm.getRank() == comm.getSize() - 1;

  /// Y = diag(1, …, 60) X, and what the fault adds.
  problem.A = ritz::makeOperator<double>(map, [=](const Vectors& X, Vectors& Y) {
    if (fault == "throw" && isLast) throw std::runtime_error("out of ideas");
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = X.getData(j);
      const auto y = Y.getDataNonConst(j);
      for (int i = 0; i < x.size(); ++i) {
        y[i] = static_cast<double>(map->getGlobalElement(i) + 1) * x[i];
        if (fault == "skew" && i + 1 < x.size()) y[i] += 5.0 * x[i + 1];
        if (fault == "nan" && isLast) y[i] = std::numeric_limits<double>::quiet_NaN();
      }
    }
  });
  if (fault != "indefinite") return;
  problem.mass = ritz::makeOperator<double>(map, [=](const Vectors& X, Vectors& Y) {
    Y.update(1.0, X, 0.0);
    if (!isFirst) return;
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) Y.getDataNonConst(j)[0] = -X.getData(j)[0];
  });
}
