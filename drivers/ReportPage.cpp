#include <ritz/drivers/ReportPage.hpp>
#include <ritz/drivers/ReportTables.hpp>
#include <ritz/drivers/ReportTemplate.hpp>
#include <ritz/drivers/ResultPictures.hpp>
#include <ritz/drivers/ResultReader.hpp>

#include <fmt/format.h>
#include <boost/archive/iterators/base64_from_binary.hpp>
#include <boost/archive/iterators/transform_width.hpp>
#include <kainjow/mustache.hpp>

#include <utility>

namespace ritz {

namespace {

using Json = nlohmann::ordered_json;
using kainjow::mustache::data;

constexpr std::size_t FoldedRows = 30;  ///< longer tables are shown when asked for

/// As an address that holds the picture itself.
std::string inlined(std::string svg) {
  using namespace boost::archive::iterators;
  using Base64 = base64_from_binary<transform_width<std::string::const_iterator, 6, 8>>;
  while (svg.size() % 3 != 0) svg += '\n';  // no padding
  return "data:image/svg+xml;base64," + std::string(Base64(svg.begin()), Base64(svg.end()));
}

/// What the SVG says about its own size: width="800" gives 800.
std::string sizeOf(const std::string& svg, const std::string& name) {
  const auto at = svg.find(" " + name + "=\"");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 3;
  return svg.substr(begin, svg.find_first_not_of("0123456789", begin) - begin);
}

data pictureData(const PagePicture& drawn) {
  data item;
  item["heading"] = drawn.picture.heading;
  item["caption"] = drawn.picture.caption;
  item["wide"] = inlined(drawn.wide);
  item["wide_dark"] = inlined(drawn.wideDark);
  item["narrow"] = inlined(drawn.narrow);
  item["narrow_dark"] = inlined(drawn.narrowDark);
  item["width"] = sizeOf(drawn.wide, "width");
  item["height"] = sizeOf(drawn.wide, "height");
  item["narrow_width"] = sizeOf(drawn.narrow, "width");
  item["narrow_height"] = sizeOf(drawn.narrow, "height");
  return item;
}

data listOf(const std::vector<std::string>& texts) {
  data list{data::type::list};
  for (const auto& text : texts) list << data{text};
  return list;
}

data tableData(const ReportTable& table) {
  data item;
  item["heading"] = table.heading;
  item["caption"] = table.caption;
  item["columns"] = listOf(table.columns);
  item["count"] = std::to_string(table.rows.size());
  item["long"] = table.rows.size() > FoldedRows;
  data rows{data::type::list};
  for (const auto& row : table.rows) rows << data{"cells", listOf(row)};
  item["rows"] = std::move(rows);
  return item;
}

/// Quoted where a POSIX shell would not take it as it is.
std::string shellWord(const std::string& word) {
  const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+.,/:@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string densityVerdict(const Json& result) {
  if (textAt(result, "/method/name") == "dense") return "Done: all eigenvalues";
  const std::string status = textAt(result, "/status"),
                    said = status == "converged" ? "Done" : fmt::format("Not done ({})", status);
  return fmt::format("{}: {:.0f} of {:.0f} random vectors", said, numberAt(result, "/method/probes_taken"),
                     numberAt(result, "/method/probes"));
}

std::string verdictOf(const Json& result) {
  if (isDensity(result)) return densityVerdict(result);
  const long found = result["num_converged"].get<long>(), wanted = result["k"].get<long>();
  const std::string status = result["status"].get<std::string>();
  const std::string pairs = wordsOf(result).pair + "s";
  if (status == "converged") return fmt::format("Converged: {} of {} {}", found, wanted, pairs);
  return fmt::format("Not done ({}): {} of {} {} converged", status, found, wanted, pairs);
}

/// The headline without the source, and why this method.
std::string subtitleOf(const Json& result) {
  const std::string why = textAt(result, "/method/chosen_by") == "auto"
                              ? "; chosen by auto: " + textAt(result, "/method/why")
                              : "";
  return headlineOf(result).substr(textAt(result, "/problem/source").size() + 2) + why;
}

}  // namespace

std::string reproducingCommand(const nlohmann::ordered_json& result) {
  if (!result.contains("command_line") || !result["command_line"].is_array()) return "";
  const long ranks = result["ranks"].get<long>();
  std::string command = ranks > 1 ? fmt::format("mpiexec -n {}", ranks) : "";
  for (const Json& word : result["command_line"])
    command += (command.empty() ? "" : " ") + shellWord(word.get<std::string>());
  return command;
}

std::string reportPage(const nlohmann::ordered_json& result, const std::vector<PagePicture>& pictures) {
  const bool isDone = result["status"] == "converged";
  const std::string command = reproducingCommand(result), message = textAt(result, "/message");
  const std::string reason = message.empty() ? textAt(result, "/reason") : message;
  data page;
  page["version"] = textAt(result, "/ritz");
  page["title"] = headlineOf(result);
  page["source"] = textAt(result, "/problem/source");
  page["subtitle"] = subtitleOf(result);
  page["verdict"] = verdictOf(result);
  page["tone"] = std::string(isDone ? "good" : "bad");
  page["has_reason"] = !isDone && !reason.empty();
  page["reason"] = reason;
  page["has_command"] = !command.empty();
  page["command"] = command;
  page["footer"] =
      fmt::format("ritz {}, {}; written by ritz report", textAt(result, "/ritz"), textAt(result, "/backend"));
  data facts{data::type::list}, drawings{data::type::list}, tables{data::type::list};
  for (const auto& [name, value] : reportFacts(result)) {
    data fact{"name", name};
    fact["value"] = value;
    facts << fact;
  }
  for (const auto& picture : pictures) drawings << pictureData(picture);
  for (const auto& table : reportTables(result)) tables << tableData(table);
  page["facts"] = std::move(facts);
  page["pictures"] = std::move(drawings);
  page["tables"] = std::move(tables);
  return kainjow::mustache::mustache(reportTemplate).render(page);
}

}  // namespace ritz
