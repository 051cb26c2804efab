#include <ritz/operators/CsvFile.hpp>

#include <csv.h>

#include <new>
#include <string_view>
#include <utility>

namespace ritz {

/// libcsv's state, and the record that it is putting together.
struct CsvFile::Parser {
  csv_parser state{};
  std::vector<std::string> fields;
  std::size_t count = 0;  // of the fields that belong to this record
  bool complete = false;

  explicit Parser(char separator) {
    if (csv_init(&state, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&state, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&state); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void onField(void* text, std::size_t length, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    if (parser.count == parser.fields.size()) parser.fields.emplace_back();
    parser.fields[parser.count++].assign(static_cast<const char*>(text), length);
  }
  static void onRecord(int, void* self) { static_cast<Parser*>(self)->complete = true; }
};

CsvFile::CsvFile(const std::string& path, char separator)
    : lines_(path), parser_(std::make_unique<Parser>(separator)) {}

CsvFile::~CsvFile() = default;

void CsvFile::fail(const std::string& found, const std::string& expected) const {
  lines_.fail(found, expected);
}

void CsvFile::feed(const char* text, std::size_t length) {
  if (csv_parse(&parser_->state, text, length, Parser::onField, Parser::onRecord, parser_.get()) == length)
    return;
  fail("a quotation mark inside a field or text after its end",
       "fields quoted as a whole, with marks inside them doubled");
}

bool CsvFile::next(std::vector<std::string>& fields) {
  constexpr std::string_view ByteOrderMark = "\xef\xbb\xbf";
  parser_->count = 0;
  parser_->complete = false;
  std::string_view line;
  while (!parser_->complete) {
    if (!lines_.next(line)) {
      if (csv_fini(&parser_->state, Parser::onField, Parser::onRecord, parser_.get()) != 0)
        failAtEnd("the end of a quoted field");
      return false;
    }
    if (lines_.number() == 1 && line.substr(0, ByteOrderMark.size()) == ByteOrderMark)
      line.remove_prefix(ByteOrderMark.size());
    feed(line.data(), line.size());
    feed("\n", 1);
  }
  parser_->fields.resize(parser_->count);
  std::swap(fields, parser_->fields);
  return true;
}

}  // namespace ritz
