#include "server/wire_fields.hpp"

#include "server/net/utf8.hpp"
#include "server/wire.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace server::wire {

// Reads strictly what RFC 8259 calls JSON, once, from left to right, and keeps the top level only: a tree would cost as much as the
// turn. Each step is false when the text ends as refused, with `why_` set for another reason than its syntax.
class FieldReader {
public:
    explicit FieldReader(std::string_view text) : text_(text) {}

    std::variant<Fields, std::string> read() && {
        skip_space();
        if (peek() != '{') return "not an object";
        fields_.values_.reserve(8);
        bool parsed = net::is_utf8(text_) && object();
        skip_space();
        parsed = parsed && at_ == text_.size();
        if (!parsed) return why_.empty() ? "not JSON" : why_;
        return std::move(fields_);
    }

private:
    bool refuse(const char* why) {
        why_ = why;
        return false;
    }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c || at_ == text_.size()) return false;
        ++at_;
        return true;
    }
    void skip_space() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
    }

    bool open() {
        ++at_;
        return ++depth_ <= kMaxDepth || refuse("more than 16 levels");
    }

    bool object() {
        if (!open()) return false;
        const auto first_name = names_.size();
        skip_space();
        if (!take('}')) {
            do {
                skip_space();
                if (!key(first_name)) return false;
                skip_space();
                if (!take(':') || !value()) return false;
                skip_space();
            } while (take(','));
            if (!take('}')) return false;
        }
        names_.resize(first_name);
        --depth_;
        return true;
    }

    bool key(std::size_t first_name) {
        std::string name;
        if (!string(name)) return false;
        if (++key_count_ > kMaxKeys) return refuse("more than 128 keys");
        if (std::find(names_.begin() + static_cast<std::ptrdiff_t>(first_name), names_.end(), name) != names_.end()) return refuse("a key stands twice");
        if (depth_ == 1) top_key_ = name;
        check(name);
        names_.push_back(std::move(name));
        return true;
    }

    bool array() {
        if (!open()) return false;
        skip_space();
        if (!take(']')) {
            do {
                if (!value()) return false;
                skip_space();
            } while (take(','));
            if (!take(']')) return false;
        }
        --depth_;
        return true;
    }

    bool value() {
        skip_space();
        switch (peek()) {
            case '{': keep(Other{}); return object();
            case '[': keep(Other{}); return array();
            case '"': {
                std::string text;
                if (!string(text)) return false;
                check(text);
                keep(std::move(text));
                return true;
            }
            case 't': return literal("true", true);
            case 'f': return literal("false", false);
            case 'n': return literal("null", Other{});
            default: return number();
        }
    }

    void keep(Value value) {
        if (depth_ == 1) fields_.values_.emplace_back(top_key_, std::move(value));
    }

    bool literal(std::string_view word, Value meaning) {
        if (text_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        keep(std::move(meaning));
        return true;
    }

    bool digits() {
        const auto begin = at_;
        while (peek() >= '0' && peek() <= '9') ++at_;
        return at_ > begin;
    }

    bool number() {
        const auto begin = at_;
        take('-');
        if (!take('0') && !digits()) return false;
        const bool fraction = take('.');
        if (fraction && !digits()) return false;
        const bool exponent = take('e') || take('E');
        if (exponent && !take('+')) take('-');
        if (exponent && !digits()) return false;
        const auto token = text_.substr(begin, at_ - begin);
        std::int64_t whole = 0;
        const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), whole);
        if (error == std::errc{} && end == token.data() + token.size()) {
            keep(whole);
            return true;
        }
        keep(Other{});
        return std::isfinite(std::strtod(std::string(token).c_str(), nullptr));
    }

    // The text between the quotes, in runs between its escapes.
    bool string(std::string& out) {
        if (!take('"')) return false;
        for (auto run = at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c != '"' && c != '\\') continue;
            out += text_.substr(run, at_ - run);
            ++at_;
            if (c == '"') return true;
            if (!escape(out)) return false;
            run = at_--;
        }
        return false;
    }

    bool escape(std::string& out) {
        static constexpr std::string_view kShort = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
        if (take('u')) return code_point(out);
        const auto known = at_ < text_.size() ? kShort.find(text_[at_]) : std::string_view::npos;
        if (known == std::string_view::npos) return false;
        out += kMeant[known];
        ++at_;
        return true;
    }

    bool hex(unsigned& unit) {
        const auto four = text_.substr(at_, 4);
        at_ += four.size();
        const auto [end, error] = std::from_chars(four.data(), four.data() + four.size(), unit, 16);
        return four.size() == 4 && error == std::errc{} && end == four.data() + 4;
    }

    bool code_point(std::string& out) {
        unsigned point = 0;
        if (!hex(point)) return false;
        if (point >= 0xDC00 && point <= 0xDFFF) return false;  // the second half of a pair
        if (point >= 0xD800 && point <= 0xDBFF) {
            unsigned second = 0;
            if (!take('\\') || !take('u') || !hex(second) || second < 0xDC00 || second > 0xDFFF) return false;
            point = 0x10000 + ((point - 0xD800) << 10) + (second - 0xDC00);
        }
        const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
        if (point < 0x80) {
            put(point);
            return true;
        }
        if (point < 0x800) {
            put(0xC0 | point >> 6);
        } else {
            if (point < 0x10000) {
                put(0xE0 | point >> 12);
            } else {
                put(0xF0 | point >> 18);
                put(0x80 | (point >> 12 & 0x3F));
            }
            put(0x80 | (point >> 6 & 0x3F));
        }
        put(0x80 | (point & 0x3F));
        return true;
    }

    void check(const std::string& text) {
        if (text.size() > kMaxCodePoints) {  // else it cannot hold so many
            const auto points = std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
            if (static_cast<std::size_t>(points) > kMaxCodePoints) fields_.faults_.emplace_back(top_key_, Fields::Fault::too_long);
        }
        if (text.find('\0') != std::string::npos) fields_.faults_.emplace_back(top_key_, Fields::Fault::holds_nul);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    Fields fields_;
    std::string why_;
    std::string top_key_;
    std::vector<std::string> names_;  // of all open objects
    std::size_t key_count_ = 0;
};

std::variant<Fields, std::string> Fields::read(std::string_view text) { return FieldReader(text).read(); }

const Value* Fields::find(std::string_view key) const {
    for (const auto& [name, value] : values_) {
        if (name == key) return &value;
    }
    return nullptr;
}

std::string Fields::string(std::string_view key) const {
    const Value* value = find(key);
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    return text ? *text : std::string{};
}

std::optional<bool> Fields::boolean(std::string_view key) const {
    const Value* value = find(key);
    const bool* flag = value ? std::get_if<bool>(value) : nullptr;
    return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<std::uint64_t> Fields::number(std::string_view key) const {
    constexpr std::int64_t kMax = std::int64_t{1} << 53;  // what every JSON reader keeps exactly
    const Value* value = find(key);
    if (!value) return 0;
    const auto* number = std::get_if<std::int64_t>(value);
    if (!number || *number < 0 || *number > kMax) return std::nullopt;
    return static_cast<std::uint64_t>(*number);
}

Fields::Fault Fields::fault_of(std::string_view key) const {
    for (const auto& [name, fault] : faults_) {
        if (name == key) return fault;
    }
    return Fault::none;
}

bool Fields::faulty_besides(std::string_view key) const {
    return std::any_of(faults_.begin(), faults_.end(), [&](const auto& fault) { return fault.first != key; });
}

}  // namespace server::wire
