#include "learn/dreams.h"

#include "core/random.h"

namespace vae {

void Dream(const VaeParams& params, uint64_t seed, uint64_t draw, Columns digits) {
  Matrix z(params.shape().latent_dim, digits.cols());
  FillNormal({seed, Stream::kDream, draw}, z);
  digits = Decode(params, z);
}

}  // namespace vae
