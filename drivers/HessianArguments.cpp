#include <ritz/drivers/HessianArguments.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <filesystem>
#include <optional>

namespace ritz {

namespace {

/// "64-32-10" apart at `separator`; nothing where a part is no number from 1 to 10⁶.
std::optional<std::vector<int>> numbersOf(const std::string& text, char separator) {
  std::vector<int> numbers;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    if (part.empty() || part.size() > 7 || part.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    numbers.push_back(std::stoi(part));
    if (numbers.back() < 1 || numbers.back() > 1'000'000) return std::nullopt;
    begin = end + 1;
  }
  return numbers;
}

void expectNumber(const char* option, double value, bool isFine, const char* wanted) {
  if (!std::isfinite(value) || !isFine)
    throw InvalidOption(fmt::format("{} {:g}: {}", option, value, wanted));
}

}  // namespace

void HessianArguments::validate() const {
  if (data.empty())
    throw InvalidOption("no data given; for example: ritz hessian --data digits.csv.gz --scale 16");
  if (labelColumn.empty() || labelColumn == "none")
    throw InvalidOption("--label-column: classification needs labels; give last, first or a column's name");
  expectNumber("--scale", scale, scale != 0.0,
               "give a number other than zero, the features are divided by it");
  if (standardize && scale != 1.0)
    throw InvalidOption("--scale and --standardize: give one of them; standardized features have no scale");
  expectNumber("--ridge", ridge, ridge >= 0.0, "give a number >= 0");
  if (trainSteps < 1) throw InvalidOption(fmt::format("--train-steps {}: give one at least", trainSteps));
  oneOf("--activation", activation, {"tanh", "relu", "sigmoid", "identity"});
  oneOf("--compare", compare, {"none", "power"});
  const bool isMlp = oneOf("--model", model, {"softmax", "mlp"}) == "mlp";
  if (isMlp == layers.empty())
    throw InvalidOption(isMlp ? "--model mlp needs --layers, all sizes, features first, classes last; for "
                                "example --layers 64-64-32-10"
                              : "--layers belongs to --model mlp; softmax has none");
  if (isMlp) sizes();
  imageSize();
  if (verify && !gradient)
    throw InvalidOption("--verify belongs to --gradient: it compares that with differences");
}

CsvOptions HessianArguments::csv() const {
  CsvOptions options;
  using Kind = LabelColumn::Kind;
  options.label.kind = labelColumn == "last"    ? Kind::Last
                       : labelColumn == "first" ? Kind::First
                                                : Kind::Named;
  if (options.label.kind == Kind::Named) options.label.name = labelColumn;
  return options;
}

NetworkOptions HessianArguments::fit() const {
  NetworkOptions options;
  options.ridge = ridge;
  return options;
}

NetworkHessianOptions HessianArguments::curvature() const {
  NetworkHessianOptions options;
  options.ridge = ridge;
  options.theta.featureScales = gradient;
  if (gaussNewton) options.curvature = NetworkCurvature::GaussNewton;
  return options;
}

std::vector<int> HessianArguments::sizes() const {
  if (layers.empty()) return {};
  const auto numbers = numbersOf(layers, '-');
  if (!numbers || numbers->size() < 2)
    throw InvalidOption(fmt::format(
        "--layers {}: give two sizes at least, from 1 to 1000000, with '-' between; for example 64-64-32-10",
        layers));
  return *numbers;
}

std::pair<int, int> HessianArguments::imageSize() const {
  if (image.empty()) return {0, 0};
  const auto numbers = numbersOf(image, 'x');
  if (!numbers || numbers->size() != 2)
    throw InvalidOption(fmt::format("--image {}: give rows x columns; for example --image 8x8", image));
  return {(*numbers)[0], (*numbers)[1]};
}

std::string HessianArguments::describe() const {
  const std::string file = std::filesystem::path(data).filename().string();
  return fmt::format("{}, {}{}", file, model,
                     layers.empty() ? "" : fmt::format(" {} {}", layers, activation));
}

}  // namespace ritz
