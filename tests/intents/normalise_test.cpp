#include "intents/normalise.hpp"

#include <gtest/gtest.h>

namespace intents {
namespace {

std::string original_of(std::string_view text, const NormalisedText& normalised, std::string_view piece) {
    const auto at = normalised.text.find(piece);
    if (at == std::string::npos) return "(not found)";
    const auto span = normalised.original({at, at + piece.size()});
    return std::string(text.substr(span.begin, span.end - span.begin));
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

TEST(Normalise, R20_EveryByteKnowsItsOrigin) {
    for (const std::string text : {"", "ａ\xF0\x9F\x98\xADé", "ﬁne ½ ㎏", "\xE5", "한\xE1\x84\x92\xE1\x85\xA1"}) {
        const auto normalised = normalise(text);
        ASSERT_EQ(normalised.begins.size(), normalised.text.size());
        ASSERT_EQ(normalised.ends.size(), normalised.text.size());
        for (std::size_t i = 0; i < normalised.text.size(); ++i) {
            EXPECT_LT(normalised.begins[i], normalised.ends[i]);
            EXPECT_LE(normalised.ends[i], text.size());
        }
    }
}

TEST(Normalise, R20_LooksAtABoundedPieceOfALongText) {
    const std::string longest(kMaxTextBytes, 'a');
    EXPECT_EQ(normalise(longest).text.size(), kMaxTextBytes);
    EXPECT_EQ(normalise(longest + "a").text.size(), kMaxTextBytes);
}

TEST(Normalise, R11_NfkcKeepsTheCaseOfAValue) { EXPECT_EQ(nfkc("红米Ｎｏｔｅ１３"), "红米Note13"); }

}  // namespace
}  // namespace intents
