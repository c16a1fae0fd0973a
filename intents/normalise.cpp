#include "intents/normalise.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace intents {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Decoded {
    utf8proc_int32_t code = -1;  // -1: not UTF-8
    std::size_t bytes = 1;
};

Decoded next_character(std::string_view text) {
    utf8proc_int32_t code = -1;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (bytes <= 0) return {};
    return {code, static_cast<std::size_t>(bytes)};
}

constexpr utf8proc_int32_t kAscii = 0x80;
constexpr utf8proc_int32_t kReplacementCode = 0xFFFD;
constexpr utf8proc_int32_t kFullWidth = 0xFF00 - 0x20;  // from ASCII to its wide form

bool is_ideograph(utf8proc_int32_t code) { return code >= 0x4E00 && code <= 0x9FFF; }
bool is_full_width(utf8proc_int32_t code) { return code >= 0xFF01 && code <= 0xFF5E; }
// Characters of Chinese texts that the mapping leaves as they are.
bool stays(utf8proc_int32_t code) { return is_ideograph(code) || (code >= 0x3001 && code <= 0x3020) || code == 0x201C || code == 0x201D; }

// Attached to the character before it, so that both must be composed together.
bool attaches(utf8proc_int32_t code) {
    if (code < 0x300 || stays(code) || is_full_width(code)) return false;
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
        out_.characters.reserve(size);
    }

    // One character that needs no blanks joined.
    void add(char32_t code, std::string_view bytes, std::size_t begin, std::size_t end) {
        out_.characters.push_back({code, static_cast<std::uint32_t>(out_.text.size()), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        out_.text += bytes;
    }

    void add_ascii(char c, std::size_t begin, std::size_t end) {
        if (c == '\t' || c == '\r' || c == '\v' || c == '\f') c = ' ';
        if ((c == ' ' || c == '\n') && joins_blank(c, end)) return;
        add(static_cast<char32_t>(c), {&c, 1}, begin, end);
    }

    // What a mapping made of one character: UTF-8.
    void add_all(std::string_view mapped, std::size_t begin, std::size_t end) {
        while (!mapped.empty()) {
            const auto character = next_character(mapped);
            if (character.code < kAscii) add_ascii(mapped[0], begin, end);
            else add(static_cast<char32_t>(character.code), mapped.substr(0, character.bytes), begin, end);
            mapped.remove_prefix(character.bytes);
        }
    }

    NormalisedText take() { return std::move(out_); }

private:
    // Adds `blank` to the one that the text ends with, if it does. A new line ends a clause, a blank does not.
    bool joins_blank(char blank, std::size_t end) {
        if (out_.text.empty() || (out_.text.back() != ' ' && out_.text.back() != '\n')) return false;
        if (blank == '\n') {
            out_.text.back() = '\n';
            out_.characters.back().code = '\n';
        }
        out_.characters.back().end = static_cast<std::uint32_t>(end);
        return true;
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
        out.add(kReplacementCode, kReplacement, at, end);
    } else if (bytes > first.bytes) {
        out.add_all(map(rest.substr(0, bytes), kFolded), at, end);
    } else if (first.code < kAscii) {
        out.add_ascii(lower(rest[0]), at, end);
    } else if (stays(first.code)) {
        out.add(static_cast<char32_t>(first.code), rest.substr(0, bytes), at, end);
    } else if (is_full_width(first.code)) {
        out.add_ascii(lower(static_cast<char>(first.code - kFullWidth)), at, end);
    } else if (is_apostrophe(first.code)) {
        out.add_ascii('\'', at, end);
    } else {
        out.add_all(map(rest.substr(0, bytes), kFolded), at, end);
    }
    return bytes;
}

}  // namespace

Span NormalisedText::original(Span span) const {
    if (span.begin >= span.end || span.end > characters.size()) return {};
    return {characters[span.begin].begin, characters[span.end - 1].end};
}

std::string_view NormalisedText::piece(Span span) const {
    const auto byte = [this](std::size_t at) { return at < characters.size() ? std::size_t{characters[at].at} : text.size(); };
    return std::string_view(text).substr(byte(span.begin), byte(span.end) - byte(span.begin));
}

NormalisedText NormalisedText::part(Span span) const {
    NormalisedText out{std::string(piece(span)), {characters.begin() + static_cast<std::ptrdiff_t>(span.begin), characters.begin() + static_cast<std::ptrdiff_t>(span.end)}};
    const auto before = out.characters.empty() ? 0 : out.characters.front().at;
    for (auto& character : out.characters) character.at -= before;
    return out;
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
