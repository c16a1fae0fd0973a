// The top-level fields of one JSON object from outside, read with limits (depth, keys, no key twice, no NUL, string length).
// Frames are flat: what stands deeper is checked against the limits and otherwise ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace server::wire {

struct Other {};  // null, fraction, array, object
using Value = std::variant<Other, std::string, std::int64_t, bool>;

class Fields {
public:
    // Not one JSON object within the limits: a message why. A string that is too long or holds NUL is no reason by itself (see bad()).
    static std::variant<Fields, std::string> read(std::string_view text);

    bool has(std::string_view key) const { return find(key) != nullptr; }
    // Empty when absent or of another type.
    std::string string(std::string_view key) const;
    std::optional<bool> boolean(std::string_view key) const;
    // 0 when absent; none when it is not a whole number from 0 to 2^53.
    std::optional<std::uint64_t> number(std::string_view key) const;

    enum class Fault { none, too_long, holds_nul };
    Fault fault_of(std::string_view key) const;   // of one string
    bool faulty_besides(std::string_view key) const;  // any other string, at any depth, is too long or holds NUL

private:
    friend class FieldReader;
    const Value* find(std::string_view key) const;

    std::vector<std::pair<std::string, Value>> values_;
    std::vector<std::pair<std::string, Fault>> faults_;  // by top-level key
};

}  // namespace server::wire
