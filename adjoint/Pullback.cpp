#include <ritz/adjoint/Pullback.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>

namespace ritz {

template <class S>
void Pullback<S>::accumulateA(const ParametricOperator<S>& A, Theta& g) const {
  A.accumulateGradient(Real<S>(1), *W, *U, g);
}

template <class S>
void Pullback<S>::accumulateMass(const ParametricOperator<S>& B, Theta& g) const {
  if (!Y)
    throw InvalidOption(
        "Pullback: asked for the gradient in B's parameters, but B had none when it was made; give the "
        "problem a "
        "ParametricOperator as mass, or set AdjointOptions::wantsMass");
  B.accumulateGradient(Real<S>(-1), *Y, besideY(), g);
}

RITZ_INSTANTIATE(Pullback)

}  // namespace ritz
