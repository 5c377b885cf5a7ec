// Tighter estimates of log p(x) than the ELBO: the importance-weighted bound of Burda, Grosse &
// Salakhutdinov, "Importance Weighted Autoencoders" (arXiv 1509.00519).
#pragma once

#include <cstdint>

#include "core/thread_pool.h"
#include "core/types.h"
#include "core/vae.h"

namespace vae {

// -L_K of each column of x (784, N), in nats, with K = samples draws from q(z|x) [eq. 8]:
//   L_K = log (1/K) sum_k p(x, z_k) / q(z_k|x)
// summed stably and streamed, so that memory does not grow with K or N beyond the result. K = 1 is
// one draw of -ELBO. Noise depends on (seed, column, draw) only: results are the same for any
// number of threads, and K draws are the first K of more.
Vector ImportanceWeightedNats(const VaeParams& params, const Matrix& x, int64_t samples,
                              uint64_t seed, ThreadPool& pool);

// How many latent dimensions carry anything: Var_x(E[z_j|x]) > 0.01 over the columns of x (section
// 5.2 of the paper).
Index ActiveUnits(const VaeParams& params, const Matrix& x);

}  // namespace vae
