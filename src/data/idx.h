// IDX, the format of the MNIST files (http://yann.lecun.com/exdb/mnist): a big-endian magic number
// 0x0000TTDD (TT = 8 for unsigned bytes, DD = dimensions), one 32-bit size per dimension, then the
// bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/types.h"

namespace vae {

// The pixels of an image file (magic 0x00000803) of 28x28 bytes, where they stand in `bytes`: 784 a
// digit, at least one digit. `name` is how error sentences call the source
// ("train-images-idx3-ubyte.gz"). Fails on a wrong magic number, another image size, no images, and
// on too few or too many bytes.
Result<std::span<const uint8_t>> ParseIdxPixels(std::span<const std::byte> bytes,
                                                std::string_view name);

// The same as digits: (784, N), byte / 255.
Result<Matrix> ParseIdxImages(std::span<const std::byte> bytes, std::string_view name);

// Parses a label file (magic 0x00000801) into N labels, which are any bytes: EMNIST's letters go to
// 26. Fails likewise.
Result<std::vector<uint8_t>> ParseIdxLabels(std::span<const std::byte> bytes,
                                            std::string_view name);

}  // namespace vae
