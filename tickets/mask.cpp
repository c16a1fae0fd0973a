#include "tickets/mask.hpp"

#include "tickets/half_width.hpp"

#include <algorithm>

namespace tickets {

namespace {

constexpr std::size_t kShortestMasked = 8;      // digits; of a shorter number nothing is shown
constexpr std::size_t kShortestWithPrefix = 11; // of 8 to 10 digits only the last four, or one digit alone would stay hidden
constexpr std::size_t kNameStars = 2;           // at most, so that a long name does not show its length

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits of a number however it was typed: full-width, with spaces, with the country code of China.
std::string national_digits(std::string_view phone) {
    std::string digits;
    for (const char c : half_width(phone).text)
        if (is_digit(c)) digits += c;
    for (const std::string_view country : {"0086", "86"})
        if (digits.size() == 11 + country.size() && digits.starts_with(country)) return digits.substr(country.size());
    return digits;
}

}  // namespace

std::string mask_phone(std::string_view phone) {
    const auto digits = national_digits(phone);
    if (digits.size() < kShortestMasked) return std::string(digits.size(), '*');
    const auto shown_first = digits.size() < kShortestWithPrefix ? std::string() : digits.substr(0, 3);
    return shown_first + "****" + digits.substr(digits.size() - 4);
}

std::string mask_email(std::string_view address) {
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) return "***";
    return std::string(address.substr(0, std::min(at, character_size(address)))) + "***" + std::string(address.substr(at));
}

std::string mask_name(std::string_view name) {
    const auto first = character_size(name);
    std::size_t stars = 0;
    for (auto rest = name.substr(first); !rest.empty() && stars < kNameStars; ++stars) rest.remove_prefix(character_size(rest));
    return std::string(name.substr(0, first)) + std::string(stars, '*');
}

}  // namespace tickets
