#include "intents/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace intents {

namespace {

using Word = std::pair<std::string_view, long>;

constexpr Word kWords[] = {{"one", 1},
                           {"two", 2},
                           {"three", 3},
                           {"four", 4},
                           {"five", 5},
                           {"six", 6},
                           {"seven", 7},
                           {"eight", 8},
                           {"nine", 9},
                           {"ten", 10},
                           {"eleven", 11},
                           {"twelve", 12},
                           {"dozen", 12},
                           {"俩", 2},
                           {"仨", 3},
                           {"几", kSeveral},
                           {"好几", kSeveral},
                           {"several", kSeveral},
                           {"multiple", kSeveral},
                           {"many", kSeveral},
                           {"一半", kSeveral},
                           {"几十", 30},
                           {"好几十", 30},
                           {"几百", 300},
                           {"好几百", 300}};
constexpr Word kDigits[] = {{"零", 0}, {"〇", 0}, {"一", 1}, {"幺", 1}, {"二", 2}, {"两", 2}, {"三", 3},
                            {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
constexpr Word kUnits[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}};
constexpr std::size_t kIdeographBytes = 3;
constexpr std::size_t kMaxNumeralBytes = 10 * kIdeographBytes;  // longer ones are no counts, and would overflow

template <std::size_t N>
std::optional<long> look_up(const Word (&table)[N], std::string_view word) {
    const auto* found = std::find_if(std::begin(table), std::end(table), [&](const Word& row) { return row.first == word; });
    if (found == std::end(table)) return std::nullopt;
    return found->second;
}

std::optional<long> chinese_number(std::string_view text) {
    long total = 0;
    long pending = -1;  // a digit that waits for its unit
    bool any = false;
    for (std::size_t at = 0; at + kIdeographBytes <= text.size(); at += kIdeographBytes) {
        const auto piece = text.substr(at, kIdeographBytes);
        if (const auto digit = look_up(kDigits, piece)) {
            pending = (pending > 0 && !any ? pending * 10 : 0) + *digit;
        } else if (const auto unit = look_up(kUnits, piece)) {
            total += (pending < 0 ? 1 : pending) * *unit;
            pending = -1;
            any = true;
        } else if (piece != "几" && piece != "多") {  // 十几, 二十多: at least that
            return std::nullopt;
        }
    }
    if (pending >= 0) total += pending;
    return total;
}

}  // namespace

std::optional<long> parse_number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (const auto word = look_up(kWords, text)) return word;
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value;
    if (error == std::errc::result_out_of_range || text.size() > kMaxNumeralBytes || text.size() % kIdeographBytes != 0)
        return std::nullopt;
    return chinese_number(text);
}

std::string digits_one_by_one(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] >= '0' && text[at] <= '9') out += text[at];
        const bool ideograph = static_cast<unsigned char>(text[at]) >= 0xE0;
        if (ideograph)
            if (const auto digit = look_up(kDigits, text.substr(at, kIdeographBytes))) out += static_cast<char>('0' + *digit);
        at += ideograph ? kIdeographBytes : 1;
    }
    return out;
}

}  // namespace intents
