#pragma once

#include <ritz/operators/CountingOperator.hpp>
#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/InverseWork.hpp>
#include <ritz/solvers/SolverState.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ritz {

/// What a checkpoint and the solve that goes on from it have to agree on.
struct CheckpointIdentity {
  std::string scalar;  ///< "double", "float", "complex"
  std::string which, method;
  long long n = 0;
  int numPairs = 0;
  bool isGeneralized = false;
  bool isSwapped = false;  ///< B u = μ A u was solved for a singular B
  std::uint64_t seed = 0;
};

/// All that a solve needs to go on.
template <class S>
struct Checkpoint {
  CheckpointIdentity identity;
  double probedNormA = 0,
         probedNormB = 1;  ///< of the first probe, unscaled: the fingerprint of the operators

  int basis = 0, block = 0;
  double slack = 1;                ///< of the run that was interrupted, see PairFinder::run
  double scaleA = 1, scaleB = 1;   ///< sA, sB of the pencil
  double normA = 0, normB = 1;     ///< α′, β′
  std::uint64_t freshColumns = 0;  ///< see Pencil::freshColumns

  ApplyCount A, mass, massInverse, preconditioner;
  InverseWork inverse;
  long verificationColumns = 0, iterations = 0;
  double seconds = 0, orthogonalizationSeconds = 0;
  std::vector<HistoryPoint> history;

  SolverState<S> state;
};

/// Sees that writeCheckpoint can make this file, which it leaves as it is, and removes what killed solves
/// have left unfinished beside it. Collective. Throws DataError if not.
void expectWritable(const Teuchos::Comm<int>& comm, const std::string& path);

/// Writes an HDF5 file, whole or not at all: the one that was there stays until the new one is on the disk.
/// Vectors are in the order of the global indices, so that any number of ranks can read them; rank 0 holds
/// one column at a time. Collective. Throws DataError, on every rank, if that fails.
template <class S>
void writeCheckpoint(const std::string& path, const Checkpoint<S>& checkpoint);

/// The identity alone. Collective. Throws DataError for a file that is missing, damaged or no checkpoint of
/// this version.
CheckpointIdentity readIdentity(const Teuchos::Comm<int>& comm, const std::string& path);

/// Reads it over `map`. Collective. Throws DataError as readIdentity does, and if scalar or n are others.
template <class S>
Checkpoint<S> readCheckpoint(const std::string& path, const MapPtr& map);

/// "double", "float" or "complex".
template <class S>
std::string nameOfScalar();

}  // namespace ritz
