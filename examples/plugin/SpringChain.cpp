// A plugin for `ritz eigs`: n equal masses in a row, each tied to its neighbours and the outermost to the
// walls by equal springs. The squares of the natural frequencies are the eigenvalues of K u = λ M u,
//   λ_j = 4 (stiffness/mass) sin²(π j / (2 (n + 1))),   j = 1 … n.
//
//     ritz eigs --plugin ./libspringchain.so --plugin-arguments n=200,stiffness=2.5,mass=0.1 -k 4
#include <ritz/drivers/Plugin.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/Runtime.hpp>

#include <mpi.h>
#include <Teuchos_DefaultMpiComm.hpp>

#include <map>
#include <sstream>
#include <string>

namespace {

using Vectors = ritz::MultiVector<double>;

/// "n=200,stiffness=1" on top of the defaults.
std::map<std::string, double> parse(const std::string& text) {
  std::map<std::string, double> values{{"n", 100.0}, {"stiffness", 1.0}, {"mass", 1.0}};
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto equals = part.find('=');
    const auto found = values.find(part.substr(0, equals));
    if (equals == std::string::npos || found == values.end())
      throw ritz::InvalidOption("'" + part + "' is none of n=N, stiffness=S, mass=M");
    std::istringstream number(part.substr(equals + 1));
    if (!(number >> found->second) || !number.eof() || !(found->second > 0.0))
      throw ritz::InvalidOption("'" + part + "' does not give a positive number");
  }
  return values;
}

/// Entries of the masses just before and just after this rank's, 0 at the walls.
class Neighbours {
 public:
  explicit Neighbours(const ritz::Map& map) {
    const auto comm = Teuchos::rcp_dynamic_cast<const Teuchos::MpiComm<int>>(map.getComm(), true);
    comm_ = *comm->getRawMpiComm();
    const auto n = static_cast<ritz::GlobalIndex>(map.getGlobalNumElements());
    const auto first = map.getMinGlobalIndex(), last = map.getMaxGlobalIndex();
    if (first > last) return;  // no masses here: makeMap leaves out ranks at the end only
    if (first > 0) before_ = comm->getRank() - 1;
    if (last < n - 1) after_ = comm->getRank() + 1;
  }

  void exchange(double first, double last, double& before, double& after) const {
    before = after = 0.0;
    MPI_Sendrecv(&first, 1, MPI_DOUBLE, before_, 0, &after, 1, MPI_DOUBLE, after_, 0, comm_,
                 MPI_STATUS_IGNORE);
    MPI_Sendrecv(&last, 1, MPI_DOUBLE, after_, 1, &before, 1, MPI_DOUBLE, before_, 1, comm_,
                 MPI_STATUS_IGNORE);
  }

 private:
  MPI_Comm comm_ = MPI_COMM_NULL;
  int before_ = MPI_PROC_NULL, after_ = MPI_PROC_NULL;
};

}  // namespace

extern "C" int ritzPluginVersion() { return ritz::PluginVersion; }

extern "C" void ritzMakeProblem(const Teuchos::Comm<int>& comm, const char* arguments,
                                ritz::EigenProblem<double>& problem) {
  auto values = parse(arguments);
  const double stiffness = values["stiffness"], mass = values["mass"];
  const auto map = ritz::makeMap(Teuchos::rcpFromRef(comm), static_cast<ritz::GlobalIndex>(values["n"]));
  const Neighbours neighbours(*map);

  problem.A = ritz::makeArrayOperator<double>(map, [=](const double* x, double* y, std::size_t count) {
    double before = 0.0, after = 0.0;
    neighbours.exchange(count > 0 ? x[0] : 0.0, count > 0 ? x[count - 1] : 0.0, before, after);
    for (std::size_t i = 0; i < count; ++i) {
      const double left = i > 0 ? x[i - 1] : before, right = i + 1 < count ? x[i + 1] : after;
      y[i] = stiffness * (2.0 * x[i] - left - right);
    }
  });
  problem.mass =
      ritz::makeOperator<double>(map, [mass](const Vectors& X, Vectors& Y) { Y.update(mass, X, 0.0); });
}
