#include <ritz/drivers/Plugin.hpp>

extern "C" int ritzPluginVersion() { return 12345; }

extern "C" void ritzMakeProblem(const Teuchos::Comm<int>&, const char*, ritz::EigenProblem<double>&) {}
