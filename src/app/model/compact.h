// Numbers packed into few characters of an address: variable-length integers, a check against
// damage, base64url.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

class CompactWriter {
 public:
  // Seven bits a byte, the lowest first.
  void Unsigned(uint32_t value);
  // Small magnitudes stay small.
  void Signed(int32_t value);

  // Everything written so far with its check, in base64url without padding.
  std::string Text() const;

 private:
  std::vector<uint8_t> bytes_;
};

// Reads what CompactWriter wrote. Damaged text is found out before anything of it is read; reading
// past the end, or more than 32 bits, gives 0 and makes ok() false.
class CompactReader {
 public:
  explicit CompactReader(std::string_view text);

  uint32_t Unsigned();
  int32_t Signed();

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  std::vector<uint8_t> bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace app
