#pragma once

#include <ritz/anasazi/BreakdownFreeOrthoManager.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <AnasaziBasicEigenproblem.hpp>
#include <AnasaziBasicOutputManager.hpp>
#include <AnasaziBasicSort.hpp>
#include <AnasaziEigensolverDecl.hpp>
#include <AnasaziStatusTest.hpp>
#include <AnasaziTpetraAdapter.hpp>

/// What the methods built on Anasazi's iterations share. Only for .cpp files.
namespace ritz {

/// Hands control back after each step: iterate() returns when the iteration count has grown by one.
template <class S>
class StopAfterStep final : public Anasazi::StatusTest<S, MultiVector<S>, Operator<S>> {
  using Solver = Anasazi::Eigensolver<S, MultiVector<S>, Operator<S>>;

 public:
  void allowOneMore(const Solver& solver) { next_ = solver.getNumIters() + 1; }

  Anasazi::TestStatus checkStatus(Solver* solver) override {
    return status_ = solver->getNumIters() >= next_ ? Anasazi::Passed : Anasazi::Failed;
  }
  Anasazi::TestStatus getStatus() const override { return status_; }
  std::vector<int> whichVecs() const override { return {}; }
  int howMany() const override { return 0; }
  void reset() override {}
  void clearStatus() override { status_ = Anasazi::Undefined; }
  std::ostream& print(std::ostream& out, int) const override { return out; }

 private:
  int next_ = 0;
  Anasazi::TestStatus status_ = Anasazi::Undefined;
};

template <class S>
using OrthoManagerFor = BreakdownFreeOrthoManager<S, MultiVector<S>, Operator<S>>;

/// Fresh directions are hash vectors of columns that nothing else uses. `pencil` has to outlive it.
template <class S>
Teuchos::RCP<OrthoManagerFor<S>> makeOrthoManager(const Pencil<S>& pencil, std::uint64_t seed);

template <class S>
Teuchos::RCP<Anasazi::OutputManager<S>> makeSilence() {
  return Teuchos::rcp(new Anasazi::OutputManager<S>(0));
}

template <class S>
Teuchos::RCP<Anasazi::SortManager<Real<S>>> makeSorter(const Which& which) {
  const char* name = std::holds_alternative<LargestMagnitude>(which) ? "LM"
                     : std::holds_alternative<Largest>(which)        ? "LR"
                                                                     : "SR";
  return Teuchos::rcp(new Anasazi::BasicSort<Real<S>>(name));
}

}  // namespace ritz
