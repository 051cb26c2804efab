#pragma once

#include <ritz/drivers/Picture.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ritz {

/// Draws DIR/`name`.svg and .png. Returns what there is to tell the user: the pictures' names, or why there
/// are none; earlier pictures are then removed, for they would belong to another result. Not collective.
/// Throws nothing.
std::string drawPicture(const std::string& folder, const std::string& name,
                        const std::optional<Picture>& picture);

/// The picture in each of these styles, as the text of an SVG; nothing is left in `folder`, where gnuplot
/// writes for a moment. Throws Error where gnuplot is missing or fails.
std::vector<std::string> drawSvg(const std::string& folder, const Picture& picture,
                                 const std::vector<PictureStyle>& styles);

}  // namespace ritz
