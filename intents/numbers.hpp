// Numbers as customers write them: digits, Chinese numerals (十二, 两百, 仨, 好几), English words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace intents {

// The value of a normalised number word; "several" (几, 好几, several) counts as kSeveral.
std::optional<long> parse_number(std::string_view text);

// Chinese digits read one by one: 七八零二 is 7802. Other characters are left out; digits stay.
std::string digits_one_by_one(std::string_view text);

inline constexpr long kSeveral = 3;

// The regular expression of what parse_number understands, without a group.
inline constexpr std::string_view kNumberPattern =
    "[0-9]+|好几[十百]?|[零〇一二两三四五六七八九十百千]+[几多]?|几[十百]|几|俩|仨|一半|"
    "\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|several|multiple|many)\\b";

}  // namespace intents
