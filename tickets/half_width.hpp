// Text with its full-width ASCII folded to plain ASCII, so that １３８ is found like 138. Keeps the way back to the original bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tickets {

struct HalfWidth {
    std::string text;
    std::vector<std::size_t> original;  // byte of `text` to byte of the original; one more for the end
};

HalfWidth half_width(std::string_view text);

// Bytes of the first character of UTF-8 `text`; 0 of an empty text, 1 of a byte that begins none.
std::size_t character_size(std::string_view text);

}  // namespace tickets
