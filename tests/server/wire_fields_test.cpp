// The reader of frames against the library that reads everything else: what one takes the other takes, with the same values.
#include "server/wire_fields.hpp"

#include "server/net/utf8.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

namespace {

using nlohmann::json;
using server::wire::Fields;

void expect_same(const std::string& text) {
    const auto read = Fields::read(text);
    const auto library = json::parse(text, nullptr, false);
    const auto* why = std::get_if<std::string>(&read);
    if (why && *why == "not an object") return;  // decided before it is read
    if (why && *why != "not JSON") return;       // a limit or a key that stands twice, which the library does not know
    ASSERT_EQ(why == nullptr, !library.is_discarded()) << text;
    if (why) return;
    const auto& fields = std::get<Fields>(read);
    for (const auto& [key, value] : library.items()) {
        ASSERT_TRUE(fields.has(key)) << text;
        EXPECT_EQ(fields.string(key), value.is_string() ? value.get<std::string>() : "") << text;
        EXPECT_EQ(fields.boolean(key).has_value(), value.is_boolean()) << text;
        const bool whole = value.is_number_integer() && value >= 0 && value <= (std::int64_t{1} << 53);
        EXPECT_EQ(fields.number(key), whole ? std::optional(value.get<std::uint64_t>()) : std::nullopt) << text;
    }
}

TEST(WireFields, ReadsWhatTheLibraryReads) {
    for (const auto* text :
         {R"({})", R"( {"a":1} )", R"({"a":-0,"b":0.5e-3,"c":1E+2,"d":12345678901234567890,"e":-9223372036854775808})", R"({"a":1e999})", R"({"a":1e-999})",
          R"({"a":01})", R"({"a":-})", R"({"a":+1})", R"({"a":.5})", R"({"a":1.})", R"({"a":1e})", R"({"a":0x1})", R"({"a":NaN})", R"({"a":tru})", R"({"a":truer})",
          R"({"a":"\u4f60\ud83d\ude00\n\/\"\\\b\f\r\t"})", R"({"a":"\ud83d"})", R"({"a":"\ude00"})", R"({"a":"\ud83d\u0041"})", R"({"a":"\u00e9\u07ff\u0800\uffff"})",
          R"({"a":"\u12g4"})", R"({"a":"\x"})", R"({"a":"\)", R"({"a":"\u12)", R"({"a":")", "{\"a\":\"\n\"}", "{\"a\":\"\x7f\"}", R"({"\u0061":1})", R"({"a":1,})",
          R"({,})", R"({"a"})", R"({"a":})", R"({"a" :[ 1 , {"b":[]} ,null ] , "c":{}})", R"({"a":[1,]})", R"({"a":[,1]})", R"({"a":[1 2]})", R"({"a":1}x)", R"({"a":1}})",
          R"({a:1})", R"({'a':1})", R"({"a":1 "b":2})", R"({"a":/**/1})", R"({"a":"\u0000"})"}) {
        expect_same(text);
    }
}

TEST(WireFields, ReadsWhatTheLibraryReadsOfDamagedFrames) {
    const std::vector<std::string> frames{
        R"({"type":"message","cid":"c1-7","text":"我家空调 \"不制冷\"\n\u4f60\ud83d\ude00"})",
        R"({"type":"hello","token":"t","after_seq":9007199254740992,"more":{"x":[1,-2.5e+7,true,false,null,{"y":"z"}]}})",
    };
    const std::string splinters = "{}[]\",:\\u0d8e-+.eE19tfn \n";
    std::mt19937 random(7);
    const auto below = [&random](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
    for (int round = 0; round < 40'000; ++round) {
        auto text = frames[below(frames.size())];
        for (auto wounds = 1 + below(3); wounds > 0; --wounds) {
            const auto at = below(text.size());
            switch (below(3)) {
                case 0: text[at] = splinters[below(splinters.size())]; break;
                case 1: text.erase(at, 1 + below(3)); break;
                default: text.insert(at, 1, splinters[below(splinters.size())]);
            }
            if (text.empty()) text = "{";
        }
        if (server::net::is_utf8(text)) expect_same(text);
    }
}

}  // namespace
