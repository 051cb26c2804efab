#include <gtest/gtest.h>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Tridiagonal.hpp>
#include <ritz/ritz.hpp>

#include <chrono>

TEST(Scratch, Tridiagonal) {
  for (const ritz::Method method : {ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::KrylovSchur{60}),
                                    ritz::Method(ritz::Lobpcg{})}) {
    auto A = std::make_shared<ritz::Tridiagonal<double>>(ritz::worldComm(), 5000);
    ritz::EigenOptions options;
    options.numPairs = 10;
    options.seed = 7;
    options.tolerance = 1e-6;
    options.method = method;
    auto t0 = std::chrono::steady_clock::now();
    auto r = ritz::eigsolve<double>({A}, options);
    std::printf("%s %s: %ld columns (%ld verification), %.3f s, it %ld\n", r.method.name.c_str(),
                nameOf(r.status).c_str(), r.applications.A.columns, r.applications.verificationColumns,
                std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count(), r.iterations);
    for (int j = 0; j < 3; ++j)
      std::printf("  %.10f res %.2e bound %.2e\n", r.values[j], r.residuals[j], r.errorBounds[j]);
    std::printf("%s\n", r.reason.c_str());
    for (double x : r.residuals) std::printf("%.1e ", x);
    std::puts("");
    for (auto& h : r.history)
      if (h.applications % 20 == 0) std::printf("%ld:%d:%.1e ", h.applications, h.converged, h.maxResidual);
    std::puts("");
  }
}
