#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/CheckpointFields.hpp>

#include <algorithm>
#include <complex>

namespace ritz::detail {

namespace {

constexpr std::size_t HistoryWidth = 3;

template <class Fields>
void exchange(Fields& fields, const std::string& name, ApplyCount& count) {
  whole(fields, name + " columns", count.columns);
  whole(fields, name + " calls", count.calls);
  number(fields, name + " seconds", count.seconds);
}

template <class Fields>
void exchange(Fields& fields, InverseWork& work) {
  exchange(fields, "inverse of A - sigma B", work.solves);
  whole(fields, "factorizations", work.factorizations);
  exchange(fields, "A inside the inverse", work.inner.A);
  exchange(fields, "B inside the inverse", work.inner.mass);
}

template <class Fields>
void exchange(Fields& fields, const std::string& name, std::vector<HistoryPoint>& history) {
  std::vector<double> flat;
  for (const HistoryPoint& point : history)
    flat.insert(flat.end(), {static_cast<double>(point.applications), static_cast<double>(point.converged),
                             point.maxResidual});
  fields.numbers(name, flat);
  history.resize(flat.size() / HistoryWidth);
  for (std::size_t i = 0; i < history.size(); ++i)
    history[i] = {static_cast<long>(flat[HistoryWidth * i]), static_cast<int>(flat[HistoryWidth * i + 1]),
                  flat[HistoryWidth * i + 2]};
}

template <class Fields>
void exchange(Fields& fields, const std::string& name, std::vector<float>& values) {
  std::vector<double> wide(values.begin(), values.end());
  fields.numbers(name, wide);
  values.resize(wide.size());
  for (std::size_t i = 0; i < wide.size(); ++i) values[i] = static_cast<float>(wide[i]);
}

template <class Fields>
void exchange(Fields& fields, const std::string& name, std::vector<double>& values) {
  fields.numbers(name, values);
}

/// Real and imaginary parts in turn.
template <class Fields, class R>
void exchange(Fields& fields, const std::string& name, std::vector<std::complex<R>>& values) {
  std::vector<double> flat;
  for (const auto& value : values) flat.insert(flat.end(), {value.real(), value.imag()});
  fields.numbers(name, flat);
  values.resize(flat.size() / 2);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = {flat[2 * i], flat[2 * i + 1]};
}

template <class Fields, class S>
void exchange(Fields& fields, SolverState<S>& state) {
  exchange(fields, "coupling", state.coupling);
  const auto m = static_cast<int>(state.coupling.size());
  std::vector<S> entries(state.projected.data(),
                         state.projected.data() + state.projected.rows() * state.projected.cols());
  exchange(fields, "projected", entries);
  entries.resize(static_cast<std::size_t>(m) * static_cast<std::size_t>(m));
  state.projected = Dense<S>(m, m);
  std::copy(entries.begin(), entries.end(), state.projected.data());
  number(fields, "largest product", state.largestProduct);
  whole(fields, "steps", state.steps);
  whole(fields, "full", state.isFull);
  exchange(fields, "vector norms", state.vectorNorms);
}

}  // namespace

template <class S, class Fields>
void exchange(Fields& fields, Checkpoint<S>& checkpoint) {
  number(fields, "probed norm of A", checkpoint.probedNormA);
  number(fields, "probed norm of B", checkpoint.probedNormB);
  whole(fields, "basis", checkpoint.basis);
  whole(fields, "block", checkpoint.block);
  number(fields, "slack", checkpoint.slack);
  number(fields, "scale of A", checkpoint.scaleA);
  number(fields, "scale of B", checkpoint.scaleB);
  number(fields, "norm of A", checkpoint.normA);
  number(fields, "norm of B", checkpoint.normB);
  whole(fields, "fresh columns", checkpoint.freshColumns);
  exchange(fields, "A", checkpoint.A);
  exchange(fields, "B", checkpoint.mass);
  exchange(fields, "inverse of B", checkpoint.massInverse);
  exchange(fields, "preconditioner", checkpoint.preconditioner);
  exchange(fields, checkpoint.inverse);
  whole(fields, "verification columns", checkpoint.verificationColumns);
  whole(fields, "iterations", checkpoint.iterations);
  number(fields, "seconds", checkpoint.seconds);
  number(fields, "orthogonalization seconds", checkpoint.orthogonalizationSeconds);
  exchange(fields, "history", checkpoint.history);
  exchange(fields, checkpoint.state);
}

#define RITZ_FIELDS(S)                                                  \
  template void exchange<S, FieldWriter>(FieldWriter&, Checkpoint<S>&); \
  template void exchange<S, FieldReader>(FieldReader&, Checkpoint<S>&); \
  template void exchange<S, FieldBroadcast>(FieldBroadcast&, Checkpoint<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_FIELDS)

}  // namespace ritz::detail
