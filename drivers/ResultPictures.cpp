#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>

namespace ritz {

std::string headlineOf(const nlohmann::ordered_json& result) {
  const std::string which = textAt(result, "/which");
  return fmt::format("{}: {} {} of n = {}, {}", textAt(result, "/problem/source"), result["k"].get<long>(),
                     which.empty() ? "eigenvalues" : which, result["problem"]["n"].get<long long>(),
                     textAt(result, "/method/name"));
}

std::vector<Picture> resultPictures(const nlohmann::ordered_json& result) {
  std::vector<Picture> pictures;
  for (const auto make : {convergencePicture, spectrumPicture, accuracyPicture, secondsPicture,
                          directionsPicture, modesPicture})
    if (auto picture = make(result)) pictures.push_back(std::move(*picture));
  return pictures;
}

}  // namespace ritz
