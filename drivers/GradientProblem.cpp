#include <ritz/drivers/GradientProblem.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/drivers/ProblemSource.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <Teuchos_CommHelpers.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace ritz {

namespace {

using Json = nlohmann::json;

/// The whole text of a file that rank 0 reads, on every rank.
std::string readText(const Teuchos::Comm<int>& comm, const std::string& path) {
  std::string text;
  runOnRoot(comm, [&] {
    std::ifstream file(path);
    if (!file || std::filesystem::is_directory(path))
      throw DataError(
          fmt::format("{}: asked to read this file, found none that can be read; `ritz gradient --help` says "
                      "what it holds",
                      path));
    text.assign(std::istreambuf_iterator<char>(file), {});
  });
  int size = static_cast<int>(text.size());
  Teuchos::broadcast(comm, 0, &size);
  text.resize(static_cast<std::size_t>(size));
  Teuchos::broadcast<int, char>(comm, 0, size, text.data());
  return text;
}

/// The reader of one problem: knows the file for its messages.
class Reader {
 public:
  Reader(const CommPtr& comm, const std::string& path) : comm_(comm), path_(path) {}

  GradientProblem read() const {
    const Json json = parse(readText(*comm_, path_));
    if (!json.is_object()) fail("it holds no JSON object; `ritz gradient --help` says what one has");
    refuseMisspelt(json);
    GradientProblem result;
    result.theta = get<std::vector<double>>(json, "theta");
    if (json.contains("k")) result.numPairs = get<int>(json, "k");
    if (json.contains("which")) result.which = get<std::string>(json, "which");
    readFamily(json, "A", result.theta.size(), result.A, result.problem.A);
    if (!result.problem.A) fail("'A' is missing or empty; it lists the matrices A0, A1, …");
    readFamily(json, "B", result.theta.size(), result.mass, result.problem.mass);
    requireEffect(json, result.theta.size());
    result.loss = readLoss(json);
    result.setParameters(result.theta);
    return result;
  }

 private:
  Json parse(const std::string& text) const {
    try {
      return Json::parse(text);
    } catch (const Json::parse_error& error) {
      fail(fmt::format("found no JSON: {}", error.what()));
    }
  }

  /// Other keys at the top are notes of the user.
  void refuseMisspelt(const Json& json) const {
    for (const auto& [key, value] : json.items())
      if (const auto meant = nearest(key, {"theta", "which", "loss"}); !meant.empty() && meant != key)
        fail(fmt::format("found the key '{}', which means nothing; did you mean '{}'?", key, meant));
  }

  void expectKeys(const Json& object, const char* name, const std::vector<std::string>& known) const {
    for (const auto& [key, value] : object.items())
      if (std::find(known.begin(), known.end(), key) == known.end())
        fail(fmt::format("'{}' may have {}; found '{}', which means nothing{}", name, fmt::join(known, ", "),
                         key, didYouMean(key, known)));
  }

  /// A parameter that is in no matrix is a matrix forgotten.
  void requireEffect(const Json& json, std::size_t parameters) const {
    std::size_t listed = 0;
    for (const char* const key : {"A", "B"})
      if (json.contains(key) && json.at(key).is_array()) listed = std::max(listed, json.at(key).size());
    if (parameters < listed || parameters == 0) return;
    fail(
        fmt::format("'theta' has {} numbers, but 'A' and 'B' list no matrix beyond number {}; theta_i goes "
                    "with A_i and B_i, counted from A0 and B0, which go with none",
                    parameters, listed - 1));
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw DataError(fmt::format("{}: {}", path_, what));
  }

  template <class T>
  T get(const Json& json, const char* key) const {
    if (!json.contains(key))
      fail(fmt::format("the key '{}' is missing; `ritz gradient --help` shows which there are", key));
    try {
      return json.at(key).get<T>();
    } catch (const Json::exception& error) {
      fail(fmt::format("'{}' is not what it should be: {}", key, error.what()));
    }
  }

  std::shared_ptr<const MatrixOperator<double>> matrix(const std::string& name) const {
    return readSymmetric(comm_, (std::filesystem::path(path_).parent_path() / name).string());
  }

  void readFamily(const Json& json, const char* key, std::size_t most,
                  std::shared_ptr<AffineOperator<double>>& family, OperatorPtr<double>& op) const {
    if (!json.contains(key) || json.at(key).is_null()) return;
    const auto names = get<std::vector<std::string>>(json, key);
    if (names.empty()) return;
    if (names.size() > most + 1)
      fail(fmt::format("'{}' lists {} matrices for {} parameters; it may have one more than 'theta'", key,
                       names.size(), most));
    std::vector<OperatorPtr<double>> parts;
    for (const std::string& name : names) parts.push_back(matrix(name));
    op = parts.front();
    parts.erase(parts.begin());
    if (parts.empty()) return;
    if (parts.size() < most) {
      const auto zero =
          std::make_shared<DiagonalOperator<double>>(Tpetra::Vector<double>(op->getDomainMap()));
      parts.resize(most, zero);
    }
    family = std::make_shared<AffineOperator<double>>(op, parts);
    op = family;
  }

  std::shared_ptr<const Loss<double>> readLoss(const Json& json) const {
    const Json loss = get<Json>(json, "loss");
    if (!loss.is_object()) fail("'loss' is no object");
    expectKeys(loss, "loss", {"values", "vectors", "density"});
    std::vector<std::shared_ptr<const Loss<double>>> terms;
    if (loss.contains("values") && !loss.at("values").is_null())
      terms.push_back(std::make_shared<ValueSum<double>>(get<std::vector<double>>(loss, "values")));
    if (loss.contains("vectors") && !loss.at("vectors").is_null()) {
      const Json part = loss.at("vectors");
      expectKeys(part, "vectors", {"W", "weights"});
      terms.push_back(std::make_shared<VectorForms<double>>(matrix(get<std::string>(part, "W")),
                                                            get<std::vector<double>>(part, "weights")));
    }
    if (loss.contains("density") && !loss.at("density").is_null()) {
      const Json part = loss.at("density");
      expectKeys(part, "density", {"W", "f"});
      terms.push_back(std::make_shared<DensityLoss<double>>(matrix(get<std::string>(part, "W")),
                                                            function(get<std::string>(part, "f"))));
    }
    if (terms.empty()) fail("'loss' has no term; give 'values', 'vectors' or 'density'");
    return std::make_shared<LossSum<double>>(terms);
  }

  SpectralFunction<double> function(const std::string& name) const {
    const auto constant = [](double value) { return [value](double) { return value; }; };
    if (name == "one") return {constant(1), constant(0), constant(0)};
    if (name == "identity") return {[](double x) { return x; }, constant(1), constant(0)};
    if (name == "square")
      return {[](double x) { return x * x; }, [](double x) { return 2 * x; }, constant(2)};
    fail(fmt::format("'f' of the density is '{}'; it is one of one, identity, square", name));
  }

  CommPtr comm_;
  std::string path_;
};

void set(const std::shared_ptr<AffineOperator<double>>& family, const std::vector<double>& values) {
  if (!family) return;
  Tpetra::Vector<double> theta(family->parameterMap());
  const auto count = static_cast<GlobalIndex>(family->parameterMap()->getGlobalNumElements());
  for (GlobalIndex i = 0; i < count; ++i)
    if (family->parameterMap()->isNodeGlobalElement(i))
      theta.replaceGlobalValue(i, values[static_cast<std::size_t>(i)]);
  family->setParameters(theta);
}

}  // namespace

void GradientProblem::setParameters(const std::vector<double>& parameters) const {
  set(A, parameters);
  set(mass, parameters);
}

GradientProblem readGradientProblem(const CommPtr& comm, const std::string& path) {
  return Reader(comm, path).read();
}

}  // namespace ritz
