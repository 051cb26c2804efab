#pragma once

#include <ritz/operators/Network.hpp>

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace ritz {

/// What a direction in weight space does to the inputs, as one image.
struct InputImage {
  std::vector<double> pixels;  ///< one for each feature; norm 1, or all zero
  double share = 0.0;          ///< of the direction's squared norm, what this image explains
};

/// For each column v of `directions`: of the features × units block of v that multiplies the inputs, the
/// leading left singular vector over the features, and σ₁²/‖v‖². A direction z ⊗ c (all of them for softmax
/// regression at zero) is its image z entirely. Collective; O(features³) for each.
std::vector<InputImage> inputImages(const Network& network, const MultiVector<double>& directions);

/// "directions" of result.json: image (rows, columns), share, pixels.
nlohmann::ordered_json imagesJson(const std::vector<InputImage>& images, const std::pair<int, int>& size);

}  // namespace ritz
