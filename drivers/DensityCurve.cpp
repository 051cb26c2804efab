#include <ritz/drivers/DensityCurve.hpp>
#include <ritz/operators/CsvFile.hpp>
#include <ritz/operators/NumberText.hpp>

#include <fmt/format.h>

#include <cstddef>

namespace ritz {

namespace {

constexpr std::size_t Fields = 7;

const char* const header =
    "lambda,density,density_standard_error,density_quadrature_error,count_below,count_standard_error,"
    "count_quadrature_error\n";

}  // namespace

std::string densityCsv(const std::vector<DensityPoint>& curve) {
  std::string text = header;
  for (const auto& [lambda, density, below] : curve)
    text += fmt::format("{:.12g},{:.8g},{:.3g},{:.3g},{:.10g},{:.3g},{:.3g}\n", lambda, density.value,
                        density.standardError, density.quadratureError, below.value, below.standardError,
                        below.quadratureError);
  return text;
}

std::vector<DensityPoint> readDensityCsv(const std::string& path) {
  CsvFile file(path, ',');
  std::vector<std::string> fields;
  file.next(fields);  // the names
  std::vector<DensityPoint> curve;
  while (file.next(fields)) {
    std::vector<double> x;
    for (const auto& field : fields)
      if (const auto number = realFrom(field)) x.push_back(*number);
    if (fields.size() != Fields || x.size() != Fields)
      file.fail(fmt::format("{} fields, {} of them numbers", fields.size(), x.size()),
                "7 numbers, as ritz density writes them");
    curve.push_back({x[0], {x[1], x[2], x[3]}, {x[4], x[5], x[6]}});
  }
  return curve;
}

}  // namespace ritz
