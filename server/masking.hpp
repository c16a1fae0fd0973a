// Masks contact data inside any text that goes to a list or a page (R33, R62).
#pragma once

#include <string>
#include <string_view>

namespace server {

// Mainland mobile numbers (11 digits, also with +86, spaces or dashes between) and mail addresses become 138****5678 and a***@example.com.
// A longer run of digits (an order number) is left alone.
std::string masked_text(std::string_view text);

// The value of a fact by its slot: names, phones, mail and addresses masked whole, everything else as masked_text.
std::string masked_fact(std::string_view slot, std::string_view value);

}  // namespace server
