#pragma once

#include <ritz/solvers/Checkpoint.hpp>
#include <ritz/solvers/Hdf5File.hpp>

#include <Teuchos_CommHelpers.hpp>

#include <string>
#include <vector>

/// The list of what a checkpoint holds beside its vectors, for all that is done with it: written, read, told
/// to the other ranks. Only for .cpp files.
namespace ritz::detail {

/// Knows texts, whole numbers and arrays of numbers by their names.
class FieldWriter {
 public:
  explicit FieldWriter(Hdf5File& file) : file_(file) {}
  void text(const std::string& name, std::string& value) { file_.writeText(name, value); }
  void whole(const std::string& name, long long& value) { file_.write<long long>(name, {value}); }
  void numbers(const std::string& name, std::vector<double>& values) { file_.write(name, values); }

 private:
  Hdf5File& file_;
};

class FieldReader {
 public:
  explicit FieldReader(const Hdf5File& file) : file_(file) {}
  void text(const std::string& name, std::string& value) { value = file_.readText(name); }
  void whole(const std::string& name, long long& value) {
    const auto values = file_.read<long long>(name);
    if (values.size() != 1) file_.fail(std::to_string(values.size()) + " numbers '" + name + "'", "one");
    value = values.front();
  }
  void numbers(const std::string& name, std::vector<double>& values) { values = file_.read<double>(name); }

 private:
  const Hdf5File& file_;
};

/// Gives every rank what rank 0 has.
class FieldBroadcast {
 public:
  explicit FieldBroadcast(const Teuchos::Comm<int>& comm) : comm_(comm) {}
  void text(const std::string&, std::string& value) { resized(value); }
  void whole(const std::string&, long long& value) { Teuchos::broadcast(comm_, 0, &value); }
  void numbers(const std::string&, std::vector<double>& values) { resized(values); }

 private:
  template <class Container>
  void resized(Container& values) {
    int size = static_cast<int>(values.size());
    Teuchos::broadcast(comm_, 0, &size);
    values.resize(static_cast<std::size_t>(size));
    if (size > 0) Teuchos::broadcast(comm_, 0, size, values.data());
  }

  const Teuchos::Comm<int>& comm_;
};

template <class Fields, class Number>
void whole(Fields& fields, const std::string& name, Number& value) {
  auto converted = static_cast<long long>(value);
  fields.whole(name, converted);
  value = static_cast<Number>(converted);
}

template <class Fields, class Number>
void number(Fields& fields, const std::string& name, Number& value) {
  std::vector<double> one{static_cast<double>(value)};
  fields.numbers(name, one);
  value = one.empty() ? Number(0) : static_cast<Number>(one.front());
}

template <class Fields>
void exchange(Fields& fields, CheckpointIdentity& identity) {
  fields.text("scalar", identity.scalar);
  fields.text("which", identity.which);
  fields.text("method", identity.method);
  whole(fields, "n", identity.n);
  whole(fields, "k", identity.numPairs);
  whole(fields, "generalized", identity.isGeneralized);
  whole(fields, "swapped", identity.isSwapped);
  whole(fields, "seed", identity.seed);
}

/// All but the identity and the vectors.
template <class S, class Fields>
void exchange(Fields& fields, Checkpoint<S>& checkpoint);

}  // namespace ritz::detail
