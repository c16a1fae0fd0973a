// Masks and redaction of personal data (R33, R62). Pure text functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tickets {

// 138****5678 of a number in any spelling (+86, spaces, full-width); of 8 to 10 digits only the last four are shown, of fewer none.
std::string mask_phone(std::string_view phone);
// a***@example.com; what has no @ is hidden as a whole.
std::string mask_email(std::string_view address);
// 王** (first character, then at most two stars)
std::string mask_name(std::string_view name);

// What must never be stored in clear: Chinese identity card numbers (with a valid check digit), bank card numbers (Luhn, 14-19 digits
// with a known issuer prefix, order numbers are left alone), passwords and codes that are named as such.
struct Redaction {
    std::string text;                 // with each find replaced by [身份证号已隐去] or the like
    std::vector<std::string> kinds;   // identity_card, bank_card, password, code; empty when nothing was found
    bool operator==(const Redaction&) const = default;
};
Redaction redact(std::string_view text);

}  // namespace tickets
