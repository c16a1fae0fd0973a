// Values as bytes and back, as docs/storage.md lays them down. How a type's members follow each other is said by Layout<type>
// (storage/codec_types.hpp), once for both directions. Used by codec.cpp alone.
#pragma once

#include "storage/store.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace storage {

template <class Type>
struct Layout;  // static void visit(auto& archive, auto& value): hands all members to the archive

template <class Enum>
inline constexpr Enum kLast = Enum{};  // the last enumerator; larger numbers are not read

// Appends to a buffer that it lends from its thread: one Packer per thread and buffer at a time.
class Packer {
public:
    explicit Packer(std::string& buffer) : buffer_(buffer), at_(buffer.data()), end_(at_ + buffer.size()) {}
    std::string_view bytes() const { return {buffer_.data(), static_cast<std::size_t>(at_ - buffer_.data())}; }

    template <class... Values>
    void operator()(const Values&... values) { (put(values), ...); }

    void put(bool flag) { number(flag ? 1 : 0); }
    void put(std::unsigned_integral auto value) { number(value); }
    void put(std::signed_integral auto value) { number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(std::int64_t{value} >> 63)); }
    void put(Time time) { put(std::int64_t{time.time_since_epoch().count()}); }
    template <class Enum> requires std::is_enum_v<Enum>
    void put(Enum value) { number(static_cast<std::uint64_t>(value)); }
    void put(std::string_view text) {
        number(text.size());
        make_room(text.size());
        std::memcpy(at_, text.data(), text.size());
        at_ += text.size();
    }
    void put(const std::string& text) { put(std::string_view(text)); }
    template <class Item>
    void put(const std::vector<Item>& list) {
        number(list.size());
        for (const auto& item : list) put(item);
    }
    template <class Key, class Value>
    void put(const std::map<Key, Value>& map) {
        number(map.size());
        for (const auto& [key, value] : map) (*this)(key, value);
    }
    template <class Value>
    void put(const std::optional<Value>& maybe) {
        put(maybe.has_value());
        if (maybe) put(*maybe);
    }
    template <class Type> requires std::is_class_v<Type>
    void put(const Type& value) { Layout<Type>::visit(*this, value); }

    void number(std::uint64_t value) {
        make_room(kLongestNumber);
        for (; value >= 0x80; value >>= 7) *at_++ = static_cast<char>(value | 0x80);
        *at_++ = static_cast<char>(value);
    }

private:
    static constexpr std::size_t kLongestNumber = 10;

    void make_room(std::size_t count) {
        if (static_cast<std::size_t>(end_ - at_) < count) [[unlikely]] grow(count);
    }
    [[gnu::noinline]] void grow(std::size_t count) {
        const auto used = bytes().size();
        buffer_.resize(2 * buffer_.size() + count);
        at_ = buffer_.data() + used;
        end_ = buffer_.data() + buffer_.size();
    }

    std::string& buffer_;  // all of its size may be written to
    char* at_;
    char* end_;
};

// Reads what a Packer wrote. Whatever the bytes are, the end is a value or a StoreError.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
    bool at_end() const { return at_ == end_; }
    void require_end() const { require(at_end(), "more than expected"); }

    template <class... Values>
    void operator()(Values&... values) { (get(values), ...); }

    void get(bool& flag) { flag = number(1) == 1; }
    template <std::unsigned_integral Number>
    void get(Number& value) { value = static_cast<Number>(number(std::numeric_limits<Number>::max())); }
    template <std::signed_integral Number>
    void get(Number& value) {
        const auto packed = number(std::numeric_limits<std::uint64_t>::max());
        const auto wide = static_cast<std::int64_t>((packed >> 1) ^ (~(packed & 1) + 1));
        value = static_cast<Number>(wide);
        require(value == wide, "a number is too large");
    }
    void get(Time& time) {
        std::int64_t milliseconds = 0;
        get(milliseconds);
        time = Time{std::chrono::milliseconds{milliseconds}};
    }
    template <class Enum> requires std::is_enum_v<Enum>
    void get(Enum& value) { value = static_cast<Enum>(number(static_cast<std::uint64_t>(kLast<Enum>))); }
    void get(std::string_view& text) {  // stays in the bytes that are read
        const auto size = length();
        text = {at_, size};
        at_ = text.data() + text.size();
    }
    void get(std::string& text) {
        std::string_view view;
        get(view);
        text = view;
    }
    template <class Item>
    void get(std::vector<Item>& list) {
        list.clear();
        for (auto count = length(); count > 0; --count) get(list.emplace_back());
    }
    template <class Key, class Value>
    void get(std::map<Key, Value>& map) {
        map.clear();
        for (auto count = length(); count > 0; --count) {
            std::pair<Key, Value> each;
            (*this)(each.first, each.second);
            map.insert(map.end(), std::move(each));
        }
    }
    template <class Value>
    void get(std::optional<Value>& maybe) {
        bool there = false;
        get(there);
        maybe.reset();
        if (there) get(maybe.emplace());
    }
    template <class Type> requires std::is_class_v<Type>
    void get(Type& value) { Layout<Type>::visit(*this, value); }

    // Of a text in bytes, of a list in items: each takes a byte at least, so that no more is asked for than can be there.
    std::uint64_t length() {
        const auto length = number(std::numeric_limits<std::uint64_t>::max());
        require(length <= static_cast<std::uint64_t>(end_ - at_), "they end too early");
        return length;
    }
    // At most `most`: a larger one is a StoreError.
    std::uint64_t number(std::uint64_t most) {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            require(at_ != end_, "they end too early");
            require(shift < 64, "a number is too long");
            const auto byte = static_cast<unsigned char>(*at_++);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) break;
        }
        require(value <= most, "a number is too large");
        return value;
    }

private:
    static void require(bool holds, const char* fault) {
        if (!holds) [[unlikely]] fail(fault);
    }
    [[noreturn]] static void fail(const char* fault) { throw StoreError(std::string("stored bytes cannot be read: ") + fault); }

    const char* at_;
    const char* end_;
};

}  // namespace storage
