// How dense a sample of numbers is.
#pragma once

#include <cstddef>
#include <vector>

namespace tools {

// A Gaussian kernel density at each of `places` of `values`, which are some of `all`: its integral
// is their share. The kernels are as wide as Silverman's rule of thumb has it, 1.06 sigma n^(-1/5)
// (Density Estimation for Statistics and Data Analysis, 1986, equation 3.28), and at least 0.02.
std::vector<double> KernelDensity(const std::vector<double>& values, size_t all,
                                  const std::vector<double>& places);

}  // namespace tools
