#pragma once

#include <ritz/benchmarks/Harness.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <memory>

/// The cases as Tpetra sees them. One rank.
namespace ritz::bench {

/// `product` on columns; it stays borrowed.
OperatorPtr<double> tpetra(const CountedOperator& product);
/// The block with the task's start vectors.
std::shared_ptr<MultiVector<double>> tpetraStart(const Task& task, int columns);
/// Appends the columns of X to `vectors`.
void append(const MultiVector<double>& X, std::vector<double>& vectors);

}  // namespace ritz::bench
