// redact() of tickets/mask.hpp: finds on half-width text, replaces in the original.
#include "tickets/card_numbers.hpp"
#include "tickets/half_width.hpp"
#include "tickets/mask.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>

namespace tickets {

namespace {

enum class Kind { identity_card, bank_card, password, code };

struct KindRow {
    std::string_view name;
    std::string_view replacement;
};
constexpr std::array<KindRow, 4> kKinds{{
    {"identity_card", "[身份证号已隐去]"},
    {"bank_card", "[银行卡号已隐去]"},
    {"password", "[密码已隐去]"},
    {"code", "[验证码已隐去]"},
}};

struct Find {
    std::size_t begin;
    std::size_t end;
    Kind kind;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Numbers as people type them: groups of digits, at most one space or dash between two groups.
class NumberRun {
public:
    NumberRun(std::string_view text, std::size_t at) : text_(text), end_(at) {
        while (end_ < text.size() && is_digit(text[end_])) {
            begins_.push_back(end_);
            while (end_ < text.size() && is_digit(text[end_])) ++end_;
            if (ends_with_x(text.substr(end_))) ++end_;
            ends_.push_back(end_);
            if (end_ + 1 >= text.size() || (text[end_] != ' ' && text[end_] != '-') || !is_digit(text[end_ + 1])) break;
            ++end_;
        }
    }

    std::size_t end() const { return end_; }

    void find(std::vector<Find>& finds) const {
        for (std::size_t first = 0; first < begins_.size(); ++first)
            if (const auto last = longest_from(first, finds)) first = *last;
    }

private:
    static constexpr std::size_t kLongest = 19;

    // The check digit X of an identity card, and no word that begins with it.
    static bool ends_with_x(std::string_view rest) {
        return !rest.empty() && lower(rest[0]) == 'x' && (rest.size() == 1 || (!is_digit(rest[1]) && !is_letter(rest[1])));
    }

    // Records the longest card that begins with group `first` and returns the group it ends with.
    std::optional<std::size_t> longest_from(std::size_t first, std::vector<Find>& finds) const {
        std::string digits;
        std::optional<std::size_t> last;
        std::optional<Kind> kind;
        for (std::size_t group = first; group < begins_.size() && digits.size() < kLongest; ++group) {
            digits += text_.substr(begins_[group], ends_[group] - begins_[group]);
            if (!is_identity_card(digits) && (digits.size() > kLongest || !is_bank_card(digits))) continue;
            kind = is_identity_card(digits) ? Kind::identity_card : Kind::bank_card;
            last = group;
        }
        if (last) finds.push_back({begins_[first], ends_[*last], *kind});
        return last;
    }

    std::string_view text_;
    std::size_t end_;
    std::vector<std::size_t> begins_;
    std::vector<std::size_t> ends_;
};

// A word that says a secret follows. Of a word in English the value must be announced (is, :, =); Chinese puts it right behind.
struct Announcement {
    std::string_view word;
    Kind kind;
    bool needs_link;
};
constexpr std::array kAnnouncements{
    Announcement{"密码", Kind::password, false},          Announcement{"口令", Kind::password, false},
    Announcement{"password", Kind::password, true},       Announcement{"passcode", Kind::password, true},
    Announcement{"passwd", Kind::password, true},         Announcement{"pwd", Kind::password, true},
    Announcement{"验证码", Kind::code, false},            Announcement{"校验码", Kind::code, false},
    Announcement{"动态码", Kind::code, false},            Announcement{"安全码", Kind::code, false},
    Announcement{"付款码", Kind::code, false},            Announcement{"支付码", Kind::code, false},
    Announcement{"verification code", Kind::code, false}, Announcement{"security code", Kind::code, false},
    Announcement{"one-time code", Kind::code, false},     Announcement{"payment code", Kind::code, false},
    Announcement{"otp", Kind::code, false},               Announcement{"cvv", Kind::code, false},
    Announcement{"pin code", Kind::code, false},
};

constexpr std::array<std::string_view, 10> kLinks{"就是", "是", "为", "应该是", "改成", "设成", "is", "was", "=", ":"};
// What follows "my password is" without being one.
constexpr std::array<std::string_view, 14> kNoSecrets{"not",     "wrong",   "incorrect", "invalid", "correct",  "right",   "lost",
                                                      "expired", "too",     "the",       "still",   "required", "rejected", "now"};

bool starts_with_word(std::string_view text, std::string_view word) {
    if (text.size() < word.size()) return false;
    return std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

bool same_word(std::string_view a, std::string_view b) { return a.size() == b.size() && starts_with_word(a, b); }

bool starts_with_link(std::string_view text, std::string_view link) {
    if (!starts_with_word(text, link)) return false;
    return !is_letter(link[0]) || text.size() == link.size() || !is_letter(text[link.size()]);  // "is", not "issue"
}

// Skips spaces and links behind an announcement; tells whether there was a link.
std::size_t skip_links(std::string_view text, std::size_t at, bool& linked) {
    for (bool moved = true; moved;) {
        moved = false;
        while (at < text.size() && (text[at] == ' ' || text[at] == '"')) ++at;
        for (const auto link : kLinks)
            if (!moved && starts_with_link(text.substr(at), link)) {
                at += link.size();
                moved = linked = true;
            }
    }
    return at;
}

bool in_value(char c) { return c > ' ' && c < '\x7F' && c != ',' && c != ';' && c != '"'; }

bool is_secret(const Announcement& announcement, bool linked, std::string_view value) {
    const bool has_digit = std::any_of(value.begin(), value.end(), is_digit);
    if (announcement.kind == Kind::code) return has_digit && value.size() >= 3 && value.size() <= 32;
    if (value.size() < 4) return false;
    if (has_digit || !announcement.needs_link) return true;
    return linked && std::none_of(kNoSecrets.begin(), kNoSecrets.end(), [&](auto word) { return same_word(value, word); });
}

// By the first byte of a text, a bit for each announcement that can begin with it: most places of a text begin none.
constexpr auto kBegins = [] {
    std::array<std::uint32_t, 256> begins{};
    static_assert(kAnnouncements.size() <= 32);
    for (std::size_t i = 0; i < kAnnouncements.size(); ++i) {
        const char first = kAnnouncements[i].word[0];
        begins[static_cast<unsigned char>(first)] |= 1u << i;
        if (is_letter(first)) begins[static_cast<unsigned char>(first - 'a' + 'A')] |= 1u << i;
    }
    return begins;
}();

std::optional<Find> announced_at(std::string_view text, std::size_t at) {
    for (auto left = kBegins[static_cast<unsigned char>(text[at])]; left != 0; left &= left - 1) {
        const auto& announcement = kAnnouncements[static_cast<std::size_t>(std::countr_zero(left))];
        if (!starts_with_word(text.substr(at), announcement.word)) continue;
        if (is_letter(text[at]) && at > 0 && is_letter(text[at - 1])) continue;  // "pwd" inside another word
        bool linked = false;
        const auto begin = skip_links(text, at + announcement.word.size(), linked);
        auto end = begin;
        while (end < text.size() && in_value(text[end])) ++end;
        while (end > begin && (text[end - 1] == '.' || text[end - 1] == '!' || text[end - 1] == '?')) --end;
        if (is_secret(announcement, linked, text.substr(begin, end - begin))) return Find{begin, end, announcement.kind};
    }
    return std::nullopt;
}

std::vector<Find> find_all(std::string_view text) {
    std::vector<Find> finds;
    for (std::size_t at = 0; at < text.size();) {
        const auto before = finds.size();
        if (const auto announced = announced_at(text, at)) {
            finds.push_back(*announced);
        } else if (is_digit(text[at])) {
            const NumberRun run(text, at);
            run.find(finds);
            at = run.end();
            continue;
        }
        at = finds.size() > before ? finds.back().end : at + 1;
    }
    return finds;
}

}  // namespace

Redaction redact(std::string_view text) {
    const auto plain = half_width(text);
    Redaction out;
    std::size_t copied = 0;
    for (const auto& find : find_all(plain.text)) {
        const auto& kind = kKinds[static_cast<std::size_t>(find.kind)];
        const auto begin = plain.original[find.begin];
        out.text.append(text, copied, begin - copied).append(kind.replacement);
        copied = plain.original[find.end];
        if (std::find(out.kinds.begin(), out.kinds.end(), kind.name) == out.kinds.end()) out.kinds.emplace_back(kind.name);
    }
    out.text.append(text.substr(copied));
    return out;
}

}  // namespace tickets
