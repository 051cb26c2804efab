// Diffusion in a rod as a class of its own: the operator fetches its neighbours' values from the ranks that
// own them.
#include <ritz/ritz.hpp>

#include <Tpetra_Import.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

/// −u'' on (0, 1), u = 0 at the ends: (A u)ᵢ = (2 uᵢ − uᵢ₋₁ − uᵢ₊₁)/h² at n inner points, h = 1/(n + 1).
class Diffusion : public ritz::LinearOperator<double> {
 public:
  explicit Diffusion(const ritz::MapPtr& map)
      : LinearOperator(map, map),
        n_(static_cast<ritz::GlobalIndex>(map->getGlobalNumElements())),
        fetch_(map, withNeighbours(*map)) {}

 private:
  void applyImpl(const ritz::MultiVector<double>& X, ritz::MultiVector<double>& Y) const override {
    ritz::MultiVector<double> all(fetch_.getTargetMap(), X.getNumVectors());
    all.doImport(X, fetch_, Tpetra::INSERT);
    const ritz::Map& own = *getDomainMap();
    const double scale = static_cast<double>(n_ + 1) * static_cast<double>(n_ + 1);
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = all.getData(j);
      const auto y = Y.getDataNonConst(j);
      const auto at = [&](ritz::GlobalIndex i) {
        return i < 0 || i >= n_ ? 0.0 : x[fetch_.getTargetMap()->getLocalElement(i)];
      };
      for (int local = 0; local < static_cast<int>(y.size()); ++local) {
        const ritz::GlobalIndex i = own.getGlobalElement(local);
        y[local] = scale * (2 * at(i) - at(i - 1) - at(i + 1));
      }
    }
  }

  static ritz::MapPtr withNeighbours(const ritz::Map& own) {
    std::vector<ritz::GlobalIndex> indices;
    if (own.getMinGlobalIndex() <= own.getMaxGlobalIndex()) {
      const auto last = static_cast<ritz::GlobalIndex>(own.getGlobalNumElements()) - 1;
      for (auto i = std::max<ritz::GlobalIndex>(own.getMinGlobalIndex() - 1, 0);
           i <= std::min(own.getMaxGlobalIndex() + 1, last); ++i)
        indices.push_back(i);
    }
    const auto unknown = Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid();
    return Teuchos::rcp(new ritz::Map(unknown, indices, 0, own.getComm()));
  }

  ritz::GlobalIndex n_;
  Tpetra::Import<> fetch_;
};

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto map = ritz::makeMap(200);
  const auto diffusion = std::make_shared<const Diffusion>(map);

  ritz::EigenOptions options;
  options.numPairs = 4;
  options.which = ritz::Smallest{};
  const auto modes = ritz::eigsolve<double>({diffusion}, options);
  if (map->getComm()->getRank() != 0) return modes.allConverged() ? 0 : 1;

  std::printf("%s\n", ritz::nameOf(modes.status).c_str());
  for (std::size_t i = 0; i < modes.values.size(); ++i) {
    const double exact =
        std::pow(2 * 201 * std::sin(static_cast<double>(i + 1) * std::acos(-1.0) / (2 * 201)), 2);
    std::printf("decay rate %.6f, exact %.6f\n", modes.values[i], exact);
  }
  return modes.allConverged() ? 0 : 1;
}
