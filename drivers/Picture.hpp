#pragma once

#include <string>

namespace ritz {

/// A drawing in gnuplot's language, not yet drawn.
struct Picture {
  std::string name;     ///< of its files: "convergence"
  std::string heading;  ///< what it shows, for a page: "Convergence"
  std::string title;    ///< the problem, for a picture that stands alone
  std::string caption;  ///< what is to be seen, also for people who cannot see it
  /// Data, settings and plots. Colours go by the names that PictureStyle defines: `ink`, `grid`, `first` …;
  /// `narrow` is 1 where there is little room, `heading` the title, empty on pages.
  std::string commands;
  double aspect = 0.625;  ///< height over width
};

/// Colours and size of a drawn picture.
struct PictureStyle {
  std::string ink, paper, grid;  ///< "#rrggbb"; no paper: transparent
  std::string first, second, third;
  int width = 800;  ///< pixels
  int fontSize = 12;
  double scale = 1.0;  ///< of text and lines, for pictures in pixels
  bool titled = true;
};

/// For papers and slides: on white, with the title.
PictureStyle printedStyle();

/// For a page that says the title itself.
PictureStyle pageStyle(bool dark, bool narrow);

/// `text` for gnuplot's single quotes, where only they have a meaning; on one line.
std::string gnuplotQuoted(const std::string& text);

/// All commands for gnuplot that draw `picture` into `file`, a .svg or a .png.
std::string gnuplotScript(const Picture& picture, const PictureStyle& style, const std::string& file);

}  // namespace ritz
