#include "intents/normalise.hpp"

#include <algorithm>
#include <cctype>
#include <gtest/gtest.h>

namespace intents {
namespace {

std::string original_of(std::string_view text, const NormalisedText& normalised, std::string_view piece) {
    const auto at = normalised.text.find(piece);
    if (at == std::string::npos) return "(not found)";
    const auto character = [&](std::size_t byte) {
        return static_cast<std::size_t>(std::count_if(normalised.characters.begin(), normalised.characters.end(), [&](const auto& each) { return each.at < byte; }));
    };
    const auto span = normalised.original({character(at), character(at + piece.size())});
    return std::string(text.substr(span.begin, span.end - span.begin));
}

// Of three bytes.
std::string utf8(char32_t c) {
    return {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
}

TEST(Normalise, R20_FoldsWidthAndCase) {
    EXPECT_EQ(normalise("ＤＤ２０２４，Ｎｏｔｅ！").text, "dd2024,note!");
    EXPECT_EQ(normalise("WiFi 坏了。").text, "wifi 坏了。");
}

TEST(Normalise, R20_MakesApostrophesStraightSoThatContractionsMatch) { EXPECT_EQ(normalise("Won’t start").text, "won't start"); }

TEST(Normalise, R20_RunsOfBlanksBecomeOneAndALineEndStays) {
    EXPECT_EQ(normalise("a \t  b").text, "a b");
    EXPECT_EQ(normalise("a  \n b").text, "a\nb");
    EXPECT_EQ(normalise("屏　　黑").text, "屏 黑");
}

TEST(Normalise, R20_InvisibleCharactersDoNotHideAWord) { EXPECT_EQ(normalise("漏\xE2\x80\x8B电").text, "漏电"); }

TEST(Normalise, R20_SpansPointIntoTheOriginal) {
    const std::string text = "型号ＫＦＲ—４５２Ｗ，不制冷";
    const auto normalised = normalise(text);
    EXPECT_EQ(original_of(text, normalised, "452w"), "４５２Ｗ");
    EXPECT_EQ(original_of(text, normalised, "不制冷"), "不制冷");
}

TEST(Normalise, R20_ASpanOfAComposedCharacterCoversAllOfIt) {
    const std::string text = "cafe\xCC\x81!";
    const auto normalised = normalise(text);
    EXPECT_EQ(normalised.text, "café!");
    EXPECT_EQ(original_of(text, normalised, "é"), "e\xCC\x81");
}

TEST(Normalise, R20_BrokenUtf8BecomesReplacementCharacters) {
    EXPECT_EQ(normalise("\xFFok\xE5\x9D").text, "\xEF\xBF\xBDok\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(nfkc("\xC3(\xC0\x80"), "\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Normalise, R20_EveryCharacterKnowsItsBytesAndItsOrigin) {
    for (const std::string text : {"", "ａ\xF0\x9F\x98\xADé", "ﬁne ½ ㎏", "\xE5", "한\xE1\x84\x92\xE1\x85\xA1", "a \t\n　b"}) {
        const auto normalised = normalise(text);
        std::string pieces;
        for (std::size_t i = 0; i < normalised.characters.size(); ++i) {
            const auto& character = normalised.characters[i];
            EXPECT_EQ(character.at, pieces.size());
            EXPECT_LT(character.begin, character.end);
            EXPECT_LE(character.end, text.size());
            pieces += normalised.piece({i, i + 1});
        }
        EXPECT_EQ(pieces, normalised.text);
    }
}

// The quick ways through the normaliser lead where Unicode's tables do.
TEST(Normalise, R20_CharactersOfChineseTextsAreAsUnicodeHasThem) {
    const auto expect_nfkc = [](char32_t first, char32_t last) {
        for (auto c = first; c <= last; ++c) {
            auto expected = nfkc(utf8(c));
            if (expected.size() == 1) expected[0] = static_cast<char>(std::tolower(expected[0]));
            EXPECT_EQ(normalise(utf8(c)).text, expected) << std::hex << static_cast<std::uint32_t>(c);
        }
    };
    expect_nfkc(0x3000, 0x3020);
    expect_nfkc(0x201C, 0x201D);
    expect_nfkc(0x4E00, 0x9FFF);
    expect_nfkc(0xFF01, 0xFF5E);
}

TEST(Normalise, R20_LooksAtABoundedPieceOfALongText) {
    const std::string longest(kMaxTextBytes, 'a');
    EXPECT_EQ(normalise(longest).text.size(), kMaxTextBytes);
    EXPECT_EQ(normalise(longest + "a").text.size(), kMaxTextBytes);
}

TEST(Normalise, R11_NfkcKeepsTheCaseOfAValue) { EXPECT_EQ(nfkc("红米Ｎｏｔｅ１３"), "红米Note13"); }

}  // namespace
}  // namespace intents
