#pragma once

#include <ritz/drivers/Picture.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace ritz {

/// A picture and its four SVGs: for wide and narrow windows, light and dark.
struct PagePicture {
  Picture picture;
  std::string wide, wideDark, narrow, narrowDark;
};

/// One page of HTML about a result: pictures inlined, nothing loaded from elsewhere, all texts escaped; light
/// or dark as the reader's system asks, from the width of a telephone on.
std::string reportPage(const nlohmann::ordered_json& result, const std::vector<PagePicture>& pictures);

/// The command that computes the result again, for a POSIX shell; "" where result.json does not have it.
std::string reproducingCommand(const nlohmann::ordered_json& result);

}  // namespace ritz
