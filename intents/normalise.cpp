#include "intents/normalise.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace intents {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Character {
    utf8proc_int32_t code = -1;  // -1: not UTF-8
    std::size_t bytes = 1;
};

Character next_character(std::string_view text) {
    utf8proc_int32_t code = -1;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (bytes <= 0) return {};
    return {code, static_cast<std::size_t>(bytes)};
}

// Attached to the character before it, so that both must be composed together.
bool attaches(utf8proc_int32_t code) {
    if (code < 0x300) return false;
    const auto* property = utf8proc_get_property(code);
    const bool jamo = (code >= 0x1160 && code <= 0x11FF) || code == 0xFF9E || code == 0xFF9F;  // Hangul vowels, kana marks
    return jamo || property->combining_class != 0 || property->category == UTF8PROC_CATEGORY_MN;
}

std::string map(std::string_view text, int options) {
    utf8proc_uint8_t* mapped = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    if (size < 0) return std::string(kReplacement);
    return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

constexpr int kNfkc = UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_STABLE;
constexpr int kFolded = kNfkc | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;

bool is_ideograph(utf8proc_int32_t code) { return code >= 0x4E00 && code <= 0x9FFF; }
bool is_apostrophe(utf8proc_int32_t code) { return code == 0x2019 || code == 0x2018 || code == 0x02BC || code == 0xB4; }

// The length of the character at the start of `text` with all that attaches to it.
std::size_t cluster_bytes(std::string_view text, std::size_t first) {
    std::size_t bytes = first;
    while (bytes < text.size()) {
        const auto next = next_character(text.substr(bytes));
        if (!attaches(next.code)) break;
        bytes += next.bytes;
    }
    return bytes;
}

class Writer {
public:
    explicit Writer(std::size_t size) {
        out_.text.reserve(size);
        out_.begins.reserve(size);
        out_.ends.reserve(size);
    }

    void add(std::string_view piece, std::size_t begin, std::size_t end) {
        for (char c : piece) add(c, begin, end);
    }

    NormalisedText take() { return std::move(out_); }

private:
    void add(char c, std::size_t begin, std::size_t end) {
        if (c == '\t' || c == '\r' || c == '\v' || c == '\f') c = ' ';
        const bool blank = c == ' ' || c == '\n';
        if (blank && !out_.text.empty() && (out_.text.back() == ' ' || out_.text.back() == '\n')) {
            if (c == '\n') out_.text.back() = '\n';  // a new line ends a clause, a blank does not
            out_.ends.back() = static_cast<std::uint32_t>(end);
            return;
        }
        out_.text.push_back(c);
        out_.begins.push_back(static_cast<std::uint32_t>(begin));
        out_.ends.push_back(static_cast<std::uint32_t>(end));
    }

    NormalisedText out_;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Writes the first character (with what attaches to it) and returns how many bytes it took.
std::size_t write_cluster(std::string_view text, std::size_t at, Writer& out) {
    const auto rest = text.substr(at);
    const auto first = next_character(rest);
    const auto bytes = first.code < 0 ? first.bytes : cluster_bytes(rest, first.bytes);
    const auto end = at + bytes;
    if (first.code < 0) {
        out.add(kReplacement, at, end);
    } else if (bytes > first.bytes) {
        out.add(map(rest.substr(0, bytes), kFolded), at, end);
    } else if (first.code < 0x80) {
        const char c = lower(rest[0]);
        out.add({&c, 1}, at, end);
    } else if (is_ideograph(first.code)) {
        out.add(rest.substr(0, bytes), at, end);
    } else {
        out.add(is_apostrophe(first.code) ? "'" : map(rest.substr(0, bytes), kFolded), at, end);
    }
    return bytes;
}

}  // namespace

Span NormalisedText::original(Span span) const {
    if (span.begin >= span.end || span.end > text.size()) return {};
    return {begins[span.begin], ends[span.end - 1]};
}

NormalisedText normalise(std::string_view text) {
    text = text.substr(0, kMaxTextBytes);
    Writer out(text.size() + 1);
    for (std::size_t at = 0; at < text.size();) at += write_cluster(text, at, out);
    return out.take();
}

std::string nfkc(std::string_view text) {
    std::string valid;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = next_character(text.substr(at));
        valid += character.code < 0 ? kReplacement : text.substr(at, character.bytes);
        at += character.bytes;
    }
    return map(valid, kNfkc);
}

}  // namespace intents
