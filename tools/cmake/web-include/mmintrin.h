// Deliberately empty, ahead of clang's own mmintrin.h, which is for x86 with MMX only: Eigen's SSE
// packets include it and use nothing of it.
#pragma once
