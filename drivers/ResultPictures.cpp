#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

namespace ritz {

ResultWords wordsOf(const nlohmann::ordered_json& result) {
  if (textAt(result, "/command") == "svd")
    return {"singular value", "triplet", "Triplets", "A and its transpose"};
  return {};
}

std::string headlineOf(const nlohmann::ordered_json& result) {
  const auto& problem = result["problem"];
  if (isDensity(result))
    return fmt::format("{}: density of the eigenvalues, n = {}, {}", textAt(result, "/problem/source"),
                       problem["n"].get<long long>(), textAt(result, "/method/name"));
  const std::string which = textAt(result, "/which");
  const std::string order =
      problem.contains("rows") && problem.contains("columns")
          ? fmt::format("{} x {}", problem["rows"].get<long long>(), problem["columns"].get<long long>())
          : fmt::format("n = {}", problem["n"].get<long long>());
  return fmt::format("{}: {} {} of {}, {}", textAt(result, "/problem/source"), result["k"].get<long>(),
                     which.empty() ? wordsOf(result).value + "s" : which, order,
                     textAt(result, "/method/name"));
}

std::vector<Picture> resultPictures(const nlohmann::ordered_json& result) {
  std::vector<Picture> pictures;
  if (isDensity(result)) {
    if (auto picture = secondsPicture(result)) pictures.push_back(std::move(*picture));
    return pictures;
  }
  for (const auto make : {convergencePicture, spectrumPicture, accuracyPicture, secondsPicture,
                          directionsPicture, modesPicture})
    if (auto picture = make(result)) pictures.push_back(std::move(*picture));
  return pictures;
}

}  // namespace ritz
