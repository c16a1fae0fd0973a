#include "tickets/card_numbers.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace tickets {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

bool passes_luhn(std::string_view card) {
    int sum = 0;
    bool doubled = false;
    for (auto digit = card.rbegin(); digit != card.rend(); ++digit, doubled = !doubled) {
        const int value = (*digit - '0') * (doubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

struct Issuer {
    int first;  // first four digits, from .. to
    int last;
    std::size_t shortest;
    std::size_t longest;
};
// ISO/IEC 7812 prefixes in use. The obsolete 13-digit Visa and its 19-digit form are left out: order numbers look like them.
constexpr std::array kIssuers{
    Issuer{6200, 6299, 16, 19},  // UnionPay
    Issuer{9558, 9559, 16, 19},  // ICBC and ABC cards from before UnionPay
    Issuer{4000, 4999, 16, 16},  // Visa
    Issuer{5100, 5599, 16, 16},  // Mastercard
    Issuer{2221, 2720, 16, 16},  // Mastercard
    Issuer{3528, 3589, 16, 16},  // JCB
    Issuer{3400, 3499, 15, 15},  // American Express
    Issuer{3700, 3799, 15, 15},  // American Express
    Issuer{3600, 3699, 14, 14},  // Diners Club
    Issuer{6011, 6011, 16, 16},  // Discover
};

}  // namespace

bool is_identity_card(std::string_view card) {
    static constexpr std::string_view kProvinces =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91";
    static constexpr std::string_view kCheckDigits = "10X98765432";
    if (card.size() != 18 || !std::all_of(card.begin(), card.end() - 1, is_digit)) return false;
    if (kProvinces.find(card.substr(0, 2)) == std::string_view::npos) return false;
    const std::chrono::year_month_day born{std::chrono::year(number(card.substr(6, 4))),
                                           std::chrono::month(static_cast<unsigned>(number(card.substr(10, 2)))),
                                           std::chrono::day(static_cast<unsigned>(number(card.substr(12, 2))))};
    if (!born.ok() || born.year() < std::chrono::year(1850)) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += (card[i] - '0') * static_cast<int>((1U << (17 - i)) % 11);
    const char last = card[17] == 'x' ? 'X' : card[17];
    return last == kCheckDigits[static_cast<std::size_t>(sum % 11)];
}

bool is_bank_card(std::string_view card) {
    if (card.size() < 14 || !std::all_of(card.begin(), card.end(), is_digit)) return false;
    const int prefix = number(card.substr(0, 4));
    const bool known = std::any_of(kIssuers.begin(), kIssuers.end(), [&](const Issuer& issuer) {
        return prefix >= issuer.first && prefix <= issuer.last && card.size() >= issuer.shortest && card.size() <= issuer.longest;
    });
    return known && passes_luhn(card);
}

}  // namespace tickets
