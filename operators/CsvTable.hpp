#pragma once

#include <ritz/operators/Types.hpp>

#include <string>
#include <vector>

namespace ritz {

/// Which column of a table is the label; the others are features.
struct LabelColumn {
  enum class Kind { Last, First, Named, None } kind = Kind::Last;
  std::string name{};  ///< of a Named one, as the header line writes it
};

struct CsvOptions {
  LabelColumn label{};
  char separator = ',';
};

/// A table of numbers, its rows spread over the ranks.
struct CsvTable {
  std::string path;
  MapPtr rows;                     ///< makeMap(comm, number of rows)
  int features = 0;                ///< columns other than the label
  std::vector<std::string> names;  ///< of the features; empty if no header line names them
  std::vector<double> values;      ///< this rank's rows, one after the other, `features` numbers each
  std::vector<double> labels;  ///< one for each of this rank's rows; empty everywhere without label column
  bool hasLabels = false;
};

/// Reads numbers separated by commas (RFC 4180), plain or packed by gzip. Leading lines with a field that is
/// no number are headers: skipped, but the last of them names the columns if it has as many fields as the
/// rows. Rank 0 reads all and hands each rank its rows. Collective. Throws DataError on every rank, with the
/// line, for rows of different lengths, fields that are no finite numbers (empty ones, too; also in a first
/// line most of whose fields are numbers), a label column that is not there, and a table without rows or
/// features.
CsvTable readCsv(const CommPtr& comm, const std::string& path, const CsvOptions& options = {});

}  // namespace ritz
