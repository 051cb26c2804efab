#include <ritz/operators/Error.hpp>
#include <ritz/operators/TextLines.hpp>

#include <fmt/format.h>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace ritz {

namespace {

constexpr std::size_t BufferSize = std::size_t(1) << 20;
constexpr double LargestPackingRatio = 1032;  // of deflate: 258 bytes from 2 bits

/// Looks at the first two bytes and puts them back, as a pipe cannot be rewound.
bool startsLikeGzip(std::ifstream& file) {
  constexpr int End = std::ifstream::traits_type::eof();
  const int first = file.get(), second = first == End ? End : file.get();
  file.clear();
  if (second != End) file.unget();
  if (first != End) file.unget();
  return first == 0x1f && second == 0x8b;
}

std::unique_ptr<std::streambuf> unpack(std::ifstream& file) {
  auto chain = std::make_unique<boost::iostreams::filtering_streambuf<boost::iostreams::input>>();
  chain->push(boost::iostreams::gzip_decompressor());
  chain->push(file);
  return chain;
}

}  // namespace

TextLines::TextLines(const std::string& path) : path_(path), buffer_(BufferSize, '\0') {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw DataError(fmt::format("{}: asked to read this file, found a folder; name a file in it", path));
  errno = 0;
  file_.open(path, std::ios::binary);
  if (!file_)
    throw DataError(fmt::format("{}: asked to read this file, found: {}; check the name and the permissions",
                                path, std::strerror(errno)));
  const auto bytes = std::filesystem::file_size(path, ignored);
  if (startsLikeGzip(file_)) unpacked_ = unpack(file_);
  if (!ignored) capacity_ = static_cast<double>(bytes) * (unpacked_ ? LargestPackingRatio : 1.0);
  source_ = unpacked_ ? unpacked_.get() : file_.rdbuf();
}

TextLines::~TextLines() = default;

bool TextLines::next(std::string_view& line) {
  std::size_t searched = begin_;
  for (;;) {
    const void* newline = std::memchr(buffer_.data() + searched, '\n', end_ - searched);
    if (newline != nullptr) {
      const auto length =
          static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data()) - begin_;
      line = {buffer_.data() + begin_, length};
      begin_ += length + 1;
      break;
    }
    const std::size_t pending = end_ - begin_;
    if (!refill()) {
      if (pending == 0) return false;
      line = {buffer_.data() + begin_, pending};
      begin_ = end_;
      break;
    }
    searched = begin_ + pending;
  }
  ++number_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return true;
}

bool TextLines::refill() {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= begin_;
  begin_ = 0;
  if (end_ == buffer_.size())
    throw DataError(fmt::format("{}: line {}: found a line of more than {} characters, expected a text file",
                                path_, number_ + 1, buffer_.size()));
  try {
    const auto got =
        source_->sgetn(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
    if (got <= 0) return false;
    end_ += static_cast<std::size_t>(got);
    return true;
  } catch (const std::exception& error) {
    throw DataError(fmt::format("{}: after line {}: found {} ({}), expected {}", path_, number_,
                                unpacked_ ? "truncated or corrupt gzip data" : "a read error", error.what(),
                                unpacked_ ? "a whole gzip file; fetch or pack it again" : "a readable file"));
  }
}

void TextLines::fail(const std::string& found, const std::string& expected) const {
  throw DataError(fmt::format("{}: line {}: found {}, expected {}", path_, number_, found, expected));
}

void TextLines::failAtEnd(const std::string& expected) const {
  if (number_ == 0) throw DataError(fmt::format("{}: found an empty file, expected {}", path_, expected));
  throw DataError(
      fmt::format("{}: found the end of the file after line {}, expected {}", path_, number_, expected));
}

}  // namespace ritz
