#include <ritz/operators/Compat.hpp>
#include <ritz/operators/CsvFile.hpp>
#include <ritz/operators/CsvTable.hpp>
#include <ritz/operators/NumberText.hpp>
#include <ritz/operators/RootTask.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

using Fields = std::vector<std::string>;

/// All rows of the table on one rank, label columns included.
struct Content {
  std::vector<double> values;
  std::size_t columns = 0, rows = 0;
  Fields names;
  std::size_t label = 0;  // `columns` if there is none
};

std::size_t countNumbers(const Fields& fields) {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [](const auto& field) { return realFrom(field).has_value(); }));
}

double numberIn(const CsvFile& file, const Fields& fields, std::size_t column) {
  const auto value = realFrom(fields[column]);
  if (!value || !std::isfinite(*value))
    file.fail(fields[column].empty() ? fmt::format("an empty field in column {}", column + 1)
                                     : fmt::format("{} in column {}", quotedText(fields[column]), column + 1),
              "a finite number; remove or replace what is missing");
  return *value;
}

void addRow(const CsvFile& file, const Fields& fields, Content& content) {
  if (fields.size() != content.columns)
    file.fail(fmt::format("{} fields", fields.size()),
              fmt::format("{} as in the rows before", content.columns));
  for (std::size_t j = 0; j < fields.size(); ++j) content.values.push_back(numberIn(file, fields, j));
  ++content.rows;
}

/// Reads headers and the first row; the names of the columns if a header has as many.
void readBeginning(CsvFile& file, Content& content) {
  Fields fields, header;
  while (file.next(fields)) {
    const std::size_t numbers = countNumbers(fields);
    const bool row = 2 * numbers > fields.size() && numbers > 0;
    if (numbers == fields.size() || (row && fields.size() == header.size())) {
      content.columns = fields.size();
      if (header.size() == fields.size()) content.names = header;
      return addRow(file, fields, content);
    }
    if (row && header.empty()) {
      // Either a damaged first row or a header with numbers in it: the next line tells by its length.
      const Fields suspect = fields;
      if (file.next(fields) && fields.size() == suspect.size())
        file.fail(fmt::format("as many fields as in the line before it, of which {} is no number",
                              quotedText(*std::find_if(suspect.begin(), suspect.end(),
                                                       [](const auto& f) { return !realFrom(f); }))),
                  "numbers in both; repair that line, or remove it if it is a header");
      content.columns = fields.size();
      return addRow(file, fields, content);
    }
    header = fields;
  }
  file.failAtEnd("a row of numbers");
}

std::size_t labelOf(const CsvFile& file, const Content& content, const LabelColumn& label) {
  switch (label.kind) {
    case LabelColumn::Kind::Last:
      return content.columns - 1;
    case LabelColumn::Kind::First:
      return 0;
    case LabelColumn::Kind::None:
      return content.columns;
    case LabelColumn::Kind::Named:
      break;
  }
  const auto found = std::find(content.names.begin(), content.names.end(), label.name);
  if (found == content.names.end())
    file.fail(content.names.empty() ? "no header line with the names of the columns"
                                    : fmt::format("the columns {}", fmt::join(content.names, ", ")),
              fmt::format("one named {} as the label; name another, or take the first or last",
                          quotedText(label.name)));
  return static_cast<std::size_t>(found - content.names.begin());
}

Content readContent(const std::string& path, const CsvOptions& options) {
  CsvFile file(path, options.separator);
  Content content;
  readBeginning(file, content);
  content.label = labelOf(file, content, options.label);
  Fields fields;
  while (file.next(fields)) addRow(file, fields, content);
  if (content.columns == 1 && content.label == 0) file.failAtEnd("at least one column beside the label");
  if (content.columns > static_cast<std::size_t>(std::numeric_limits<int>::max() / 2))
    file.failAtEnd("fewer than 2^30 columns");
  return content;
}

/// Moves the rows that `map` gives to this rank from rank 0 to it.
std::vector<double> spread(const Map& map, const Content& content, std::size_t columns) {
  const auto& comm = *map.getComm();
  const auto rowsPerMessage =
      static_cast<GlobalIndex>(std::max<std::size_t>(1, (std::size_t(1) << 20) / columns));
  const GlobalIndex mine = localSize(map), first = mine > 0 ? map.getMinGlobalIndex() : 0;
  GlobalIndex range[2] = {first, first + mine};
  std::vector<GlobalIndex> ranges(2 * static_cast<std::size_t>(comm.getSize()));
  Teuchos::gatherAll(comm, 2, range, static_cast<int>(ranges.size()), ranges.data());
  std::vector<double> rows(static_cast<std::size_t>(mine) * columns);
  const auto forEachMessage = [&](int rank, const auto& work) {
    const GlobalIndex begin = ranges[2 * std::size_t(rank)], end = ranges[2 * std::size_t(rank) + 1];
    for (GlobalIndex row = begin; row < end; row += rowsPerMessage)
      work(static_cast<std::size_t>(row), static_cast<std::size_t>(row - begin),
           static_cast<int>(std::min(rowsPerMessage, end - row) * static_cast<GlobalIndex>(columns)));
  };
  if (comm.getRank() > 0) {
    forEachMessage(comm.getRank(), [&](std::size_t, std::size_t at, int count) {
      Teuchos::receive(comm, 0, count, rows.data() + at * columns);
    });
    return rows;
  }
  for (int rank = 1; rank < comm.getSize(); ++rank)
    forEachMessage(rank, [&](std::size_t row, std::size_t, int count) {
      Teuchos::send(comm, count, content.values.data() + row * columns, rank);
    });
  std::copy_n(
      content.values.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(range[0]) * columns),
      rows.size(), rows.begin());
  return rows;
}

void takeLabels(std::size_t label, std::size_t columns, CsvTable& table) {
  std::vector<double> features;
  features.reserve(table.values.size());
  for (std::size_t i = 0; i < table.values.size(); ++i)
    (i % columns == label ? table.labels : features).push_back(table.values[i]);
  table.values = std::move(features);
}

/// What rank 0 knows, on every rank.
Fields broadcastNames(const Teuchos::Comm<int>& comm, const Fields& names) {
  std::string text;
  for (const auto& name : names) text += name + '\0';
  int length = static_cast<int>(text.size());
  Teuchos::broadcast(comm, 0, &length);
  text.resize(static_cast<std::size_t>(length));
  if (length > 0) Teuchos::broadcast(comm, 0, length, text.data());
  Fields all;
  for (std::size_t at = 0; at < text.size(); at += all.back().size() + 1) all.emplace_back(text.c_str() + at);
  return all;
}

}  // namespace

CsvTable readCsv(const CommPtr& comm, const std::string& path, const CsvOptions& options) {
  Content content;
  runOnRoot(*comm, [&] { content = readContent(path, options); });
  long long shape[3] = {static_cast<long long>(content.rows), static_cast<long long>(content.columns),
                        static_cast<long long>(content.label)};
  Teuchos::broadcast(*comm, 0, 3, shape);
  const auto columns = static_cast<std::size_t>(shape[1]), label = static_cast<std::size_t>(shape[2]);
  CsvTable table;
  table.path = path;
  table.rows = makeMap(comm, static_cast<GlobalIndex>(shape[0]));
  table.hasLabels = label < columns;
  table.features = static_cast<int>(columns) - (table.hasLabels ? 1 : 0);
  table.values = spread(*table.rows, content, columns);
  if (table.hasLabels) takeLabels(label, columns, table);
  table.names = broadcastNames(*comm, content.names);
  if (!table.names.empty() && table.hasLabels)
    table.names.erase(table.names.begin() + static_cast<std::ptrdiff_t>(label));
  return table;
}

}  // namespace ritz
