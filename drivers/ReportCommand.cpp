#include <ritz/drivers/DensityReport.hpp>
#include <ritz/drivers/Gnuplot.hpp>
#include <ritz/drivers/OutputFolder.hpp>
#include <ritz/drivers/ReportCommand.hpp>
#include <ritz/drivers/ReportPage.hpp>
#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>
#include <ritz/operators/AtomicFile.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/RootTask.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>

namespace ritz {

namespace {

const char* const example =
    "Examples:\n"
    "  ritz report ritz-out\n"
    "  ritz report ritz-out --output public\n\n"
    "Reads DIR/result.json, of ritz density DIR/density.csv, too. Writes report.html, one page that needs no "
    "other file, and its pictures as "
    "SVG\n"
    "and PNG. Exit status: 0 done, 2 DIR or its result.json is missing or broken; 1 anything else.";

std::vector<Picture> picturesOf(const nlohmann::ordered_json& result, const std::string& folder) {
  std::vector<Picture> pictures = resultPictures(result);
  if (!isDensity(result)) return pictures;
  const auto curve = readDensityCsv((std::filesystem::path(folder) / "density.csv").string());
  if (auto picture = densityPicture(result, curve)) pictures.insert(pictures.begin(), std::move(*picture));
  return pictures;
}

std::optional<PagePicture> forPage(const std::string& folder, const Picture& picture, std::string& trouble) {
  try {
    const auto drawn = drawSvg(
        folder, picture,
        {pageStyle(false, false), pageStyle(true, false), pageStyle(false, true), pageStyle(true, true)});
    return PagePicture{picture, drawn[0], drawn[1], drawn[2], drawn[3]};
  } catch (const Error& error) {
    trouble = error.what();
    return std::nullopt;
  }
}

}  // namespace

void ReportCommand::declare(CLI::App& app) {
  app.add_option("dir", folder_, "The folder that a run has written: its --output")->type_name("DIR");
  app.add_option("--output", output_, "Folder for the page and the pictures (default: the same)")
      ->type_name("DIR")
      ->group("Output");
  app.add_flag("--quiet", quiet_, "Print nothing but errors")->group("Output");
  app.footer(example);
}

ExitStatus ReportCommand::run(const CommPtr& comm) {
  if (folder_.empty()) throw InvalidOption("no folder given; for example: ritz report ritz-out");
  if (output_.empty()) output_ = folder_;
  nlohmann::ordered_json result;
  runOnRoot(*comm, [&] { result = readResult(folder_); });
  prepareOutputFolder(*comm, output_);
  runOnRoot(*comm, [&] {
    try {
      const std::string written = write(result);
      if (!quiet_) fmt::print("{}", written);
    } catch (const nlohmann::json::exception& error) {
      throw DataError(fmt::format("{}: not as ritz writes it: {}; run ritz again",
                                  (std::filesystem::path(folder_) / "result.json").string(), error.what()));
    }
  });
  return ExitStatus::Done;
}

std::string ReportCommand::write(const nlohmann::ordered_json& result) const {
  std::vector<PagePicture> drawn;
  std::string written, trouble;
  for (const Picture& picture : picturesOf(result, folder_)) {
    written += fmt::format("{:<16}{}\n", "picture", drawPicture(output_, picture.name, picture));
    if (auto inlined = forPage(output_, picture, trouble)) drawn.push_back(std::move(*inlined));
  }
  const std::string path = (std::filesystem::path(output_) / "report.html").string();
  AtomicFile page(path);
  page.stream() << reportPage(result, drawn);
  page.commit();
  return fmt::format("{:<16}{}{}\n{}", "report", path, trouble.empty() ? "" : ", without all pictures",
                     written);
}

}  // namespace ritz
