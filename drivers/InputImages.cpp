#include <ritz/drivers/GatheredVector.hpp>
#include <ritz/drivers/InputImages.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <algorithm>
#include <cmath>

namespace ritz {

namespace {

/// M Mᵀ of the features × units block M of `v`, whose columns have a bias below.
Dense<double> gramOfFeatures(const std::vector<double>& v, int features, int units) {
  Dense<double> gram(features, features);
  for (int unit = 0; unit < units; ++unit) {
    const double* column = v.data() + static_cast<std::ptrdiff_t>(unit) * (features + 1);
    for (int j = 0; j < features; ++j)
      for (int i = 0; i <= j; ++i) gram(i, j) += column[i] * column[j];
  }
  return gram;
}

InputImage imageOf(const std::vector<double>& v, const Network& network) {
  const int features = network.inputs(), units = network.layers[1];
  const auto eigen = hermitianEigen(gramOfFeatures(v, features, units));
  double norm = 0.0;
  for (const double entry : v) norm += entry * entry;
  InputImage image{std::vector<double>(static_cast<std::size_t>(features), 0.0), 0.0};
  if (!(norm > 0.0) || !(eigen.values.back() > 0.0)) return image;
  image.share = eigen.values.back() / norm;
  for (int i = 0; i < features; ++i)
    image.pixels[static_cast<std::size_t>(i)] = eigen.vectors(i, features - 1);
  // A sign that does not depend on the ranks: the largest pixel is positive.
  const double largest = *std::max_element(image.pixels.begin(), image.pixels.end(),
                                           [](double a, double b) { return std::abs(a) < std::abs(b); });
  if (largest < 0.0)
    for (double& pixel : image.pixels) pixel = -pixel;
  return image;
}

}  // namespace

std::vector<InputImage> inputImages(const Network& network, const MultiVector<double>& directions) {
  std::vector<InputImage> images;
  for (std::size_t j = 0; j < directions.getNumVectors(); ++j)
    images.push_back(imageOf(gathered(directions, j), network));
  return images;
}

nlohmann::ordered_json imagesJson(const std::vector<InputImage>& images, const std::pair<int, int>& size) {
  nlohmann::ordered_json json{{"image", {size.first, size.second}},
                              {"share", nlohmann::ordered_json::array()},
                              {"pixels", nlohmann::ordered_json::array()}};
  for (const auto& image : images) {
    json["share"].push_back(image.share);
    json["pixels"].push_back(image.pixels);
  }
  return json;
}

}  // namespace ritz
