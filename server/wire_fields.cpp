#include "server/wire_fields.hpp"

#include "server/wire.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace server::wire {

using Plain = nlohmann::json;

// Hears the parser's events; a false answer ends the parse with `why` set.
class FieldReader {
public:
    bool null() { return value(Other{}); }
    bool boolean(bool flag) { return value(flag); }
    bool number_integer(Plain::number_integer_t number) { return value(std::int64_t{number}); }
    bool number_unsigned(Plain::number_unsigned_t number) {
        return number > INT64_MAX ? value(Other{}) : value(static_cast<std::int64_t>(number));
    }
    bool number_float(Plain::number_float_t, const std::string&) { return value(Other{}); }
    bool binary(Plain::binary_t&) { return refuse("not JSON"); }

    bool string(std::string& text) {
        check(text);
        return value(std::move(text));
    }
    bool start_object(std::size_t) {
        if (!keys_.empty() && keys_.size() == 1) value(Other{});
        return open();
    }
    bool end_object() { return close(); }
    bool start_array(std::size_t) {
        if (keys_.size() == 1) value(Other{});
        return open();
    }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        if (++key_count_ > kMaxKeys) return refuse("more than 128 keys");
        auto& names = keys_.back();
        if (std::find(names.begin(), names.end(), name) != names.end()) return refuse("a key stands twice");
        if (keys_.size() == 1) top_key_ = name;
        check(name);
        names.push_back(std::move(name));
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return refuse("not JSON"); }

    std::variant<Fields, std::string> result(bool parsed) && {
        if (!parsed) return why_.empty() ? "not JSON" : why_;
        return std::move(fields_);
    }

private:
    bool refuse(const char* why) {
        if (why_.empty()) why_ = why;
        return false;
    }

    bool open() {
        if (keys_.size() == kMaxDepth) return refuse("more than 16 levels");
        keys_.emplace_back();
        return true;
    }

    bool close() {
        keys_.pop_back();
        return true;
    }

    bool value(Value value) {
        if (keys_.empty()) return refuse("not an object");
        if (keys_.size() == 1 && keys_.back().empty()) return refuse("not an object");  // an element of a top-level array
        if (keys_.size() == 1) fields_.values_.emplace_back(top_key_, std::move(value));
        return true;
    }

    void check(const std::string& text) {
        const auto points = std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
        if (static_cast<std::size_t>(points) > kMaxCodePoints) fields_.faults_.emplace_back(top_key_, Fields::Fault::too_long);
        if (text.find('\0') != std::string::npos) fields_.faults_.emplace_back(top_key_, Fields::Fault::holds_nul);
    }

    Fields fields_;
    std::string why_;
    std::string top_key_;
    std::vector<std::vector<std::string>> keys_;  // of each open object; of an array none
    std::size_t key_count_ = 0;
};

std::variant<Fields, std::string> Fields::read(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || text[text.find_first_not_of(" \t\r\n")] != '{') {
        return "not an object";
    }
    FieldReader reader;
    const bool parsed = Plain::sax_parse(text.begin(), text.end(), &reader);
    return std::move(reader).result(parsed);
}

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
