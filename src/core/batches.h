// Forward passes over many digits, cut into batches that threads share out.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/thread_pool.h"
#include "core/types.h"
#include "core/vae.h"

namespace vae {

// EvaluateElbo draws each batch's noise with a key of its own (trainer.h), so that this number is
// part of what a seed means.
inline constexpr Index kEvaluationBatch = 250;

// Calls f(uint64_t batch, ColumnRange range) for the batches of `columns` columns, in any order and
// from the pool's threads.
template <class F>
void ForEachBatch(Index columns, ThreadPool& pool, const F& f) {
  const auto batches = static_cast<int>((columns + kEvaluationBatch - 1) / kEvaluationBatch);
  pool.Run(batches, [&](int batch) {
    const Index first = batch * kEvaluationBatch;
    f(static_cast<uint64_t>(batch),
      ColumnRange{first, std::min(kEvaluationBatch, columns - first)});
  });
}

}  // namespace vae
