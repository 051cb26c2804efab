#pragma once

#include <ritz/drivers/Picture.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// Pictures of a result, made of its result.json alone. Each is empty where there is nothing to draw.

/// The worst residual and the number of converged pairs against applications of A.
std::optional<Picture> convergencePicture(const nlohmann::ordered_json& result);

/// The eigenvalues with their error bounds as bars.
std::optional<Picture> spectrumPicture(const nlohmann::ordered_json& result);

/// Residual and error bound of each pair, and the residual that counts as converged.
std::optional<Picture> accuracyPicture(const nlohmann::ordered_json& result);

/// Where the time of the solve went.
std::optional<Picture> secondsPicture(const nlohmann::ordered_json& result);

/// The leading directions as images of the input, where result.json has `directions`.
std::optional<Picture> directionsPicture(const nlohmann::ordered_json& result);

/// Eigenvectors where their unknowns lie, where result.json has `modes`.
std::optional<Picture> modesPicture(const nlohmann::ordered_json& result);

/// All that there are, in this order: convergence, spectrum, accuracy, seconds, directions, modes. Of a
/// density the seconds alone: its curve is no part of result.json.
std::vector<Picture> resultPictures(const nlohmann::ordered_json& result);

/// What the results of a command are called.
struct ResultWords {
  std::string value = "eigenvalue", pair = "pair", heading = "Pairs", products = "A";
};

/// Of `ritz svd`: singular value, triplet, A and its transpose.
ResultWords wordsOf(const nlohmann::ordered_json& result);

/// "A.mtx: 10 largest of n = 48, lanczos"; of `ritz svd` with the order: "of 48 x 20".
std::string headlineOf(const nlohmann::ordered_json& result);

/// "operator A" and the seconds that it took, and so on; sums to `seconds.total`.
std::vector<std::pair<std::string, double>> secondsSpent(const nlohmann::ordered_json& result);

}  // namespace ritz
