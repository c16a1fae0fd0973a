#include "server/masking.hpp"

#include "tickets/mask.hpp"

#include <cctype>

namespace server {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool mail_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("._%+-").find(c) != std::string_view::npos; }

// A run of digits, single spaces and dashes from `at`; `digits` receives its digits. Returns its end.
std::size_t digit_run(std::string_view text, std::size_t at, std::string& digits) {
    std::size_t end = at;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (digit(text[i])) {
            digits.push_back(text[i]);
            end = i + 1;
        } else if ((text[i] != ' ' && text[i] != '-') || i != end) {
            break;
        }
    }
    return end;
}

// The end of the run when it is a mobile number, else npos; `number` receives its 11 digits.
std::size_t phone_at(std::string_view text, std::size_t at, std::string& number) {
    const std::size_t end = digit_run(text, at, number);
    if (number.size() == 13 && number.starts_with("86")) number.erase(0, 2);
    const bool phone = number.size() == 11 && number[0] == '1' && number[1] >= '3';
    return phone ? end : std::string_view::npos;
}

std::string mask_phones(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (!digit(text[at])) {
            out.push_back(text[at++]);
            continue;
        }
        std::string number;
        const std::size_t end = phone_at(text, at, number);
        if (end != std::string_view::npos) {
            if (out.ends_with('+')) out.pop_back();
            out += tickets::mask_phone(number);
            at = end;
        } else {
            while (at < text.size() && digit(text[at])) out.push_back(text[at++]);
        }
    }
    return out;
}

std::string mask_mails(std::string_view text) {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t sign = text.find('@'); sign != std::string_view::npos; sign = text.find('@', sign + 1)) {
        std::size_t from = sign;
        while (from > copied && mail_character(text[from - 1])) --from;
        std::size_t to = sign + 1;
        while (to < text.size() && mail_character(text[to])) ++to;
        if (from == sign || to == sign + 1) continue;
        out += text.substr(copied, from - copied);
        out += tickets::mask_email(text.substr(from, to - from));
        copied = to;
    }
    out += text.substr(copied);
    return out;
}

}  // namespace

std::string masked_text(std::string_view text) { return mask_mails(mask_phones(text)); }

std::string masked_fact(std::string_view slot, std::string_view value) {
    if (slot == "name" || slot == "contact_name" || slot == "address") return tickets::mask_name(value);
    if (slot == "phone" || slot == "phone_last4") return tickets::mask_phone(value);
    return masked_text(value);
}

}  // namespace server
