// Numbers that prove by their own form what they are, so that an order number of the same length is left alone.
#pragma once

#include <string_view>

namespace tickets {

// 18 characters of half-width ASCII, GB 11643: a province, a date of birth, a check digit of weights 2^17 .. 2^0 modulo 11.
bool is_identity_card(std::string_view card);

// 14 to 19 digits: an issuer's prefix with a length that it gives out, and a right Luhn digit (ISO/IEC 7812).
bool is_bank_card(std::string_view card);

}  // namespace tickets
