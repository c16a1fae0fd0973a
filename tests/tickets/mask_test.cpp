#include "tickets/mask.hpp"

#include <gmock/gmock.h>

namespace {

using namespace tickets;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Mask, R33_OfAPhoneTheFirstThreeAndLastFourDigitsAreShown) {
    struct Case { const char* phone; const char* masked; };
    for (const auto& [phone, masked] :
         {Case{"13812345678", "138****5678"}, Case{"+86 138 1234 5678", "138****5678"}, Case{"0086-13812345678", "138****5678"},
          Case{"１３８１２３４５６７８", "138****5678"}, Case{"010-12345678", "010****5678"}, Case{"+1 415 555 0100", "141****0100"},
          Case{"8621345678", "****5678"}, Case{"62345678", "****5678"}, Case{"6234567", "*******"}, Case{"110", "***"},
          Case{"", ""}, Case{"none", ""}})
        EXPECT_EQ(mask_phone(phone), masked) << phone;
}

TEST(Mask, R33_OfAMailAddressTheFirstCharacterAndTheDomainAreShown) {
    EXPECT_EQ(mask_email("anna@example.com"), "a***@example.com");
    EXPECT_EQ(mask_email("a@example.com"), "a***@example.com");
    EXPECT_EQ(mask_email("王芳@example.cn"), "王***@example.cn");
    EXPECT_EQ(mask_email("@example.com"), "***@example.com");
    EXPECT_EQ(mask_email("\"a@b\"@example.com"), "\"***@example.com") << "the domain is behind the last @";
    EXPECT_EQ(mask_email("anna"), "***");
    EXPECT_EQ(mask_email(""), "***");
}

TEST(Mask, R33_OfANameTheFirstCharacterIsShown) {
    EXPECT_EQ(mask_name("王小明"), "王**");
    EXPECT_EQ(mask_name("王芳"), "王*");
    EXPECT_EQ(mask_name("欧阳小明"), "欧**");
    EXPECT_EQ(mask_name("Emma Clarke"), "E**");
    EXPECT_EQ(mask_name("王"), "王");
    EXPECT_EQ(mask_name(""), "");
    EXPECT_EQ(mask_name("\xE7"), "\xE7") << "a cut character does not read past the end";
}

TEST(Redact, R62_IdentityCardsWithARightCheckDigitAreHidden) {
    for (const char* card : {"11010519491231002X", "11010519491231002x", "110105 19491231 002X", "110105-19491231-002X",
                             "１１０１０５１９４９１２３１００２Ｘ", "440524188001010014"}) {
        const auto redaction = redact(std::string("我的身份证号是") + card + "，请查一下");
        EXPECT_EQ(redaction.text, "我的身份证号是[身份证号已隐去]，请查一下") << card;
        EXPECT_THAT(redaction.kinds, ElementsAre("identity_card")) << card;
    }
}

TEST(Redact, R62_BankCardsWithAKnownIssuerAndARightLuhnDigitAreHidden) {
    for (const char* card : {"6222020000000000000", "6222 0200 0000 0000 000", "4111111111111111", "4111-1111-1111-1111",
                             "5555555555554444", "2223003122003222", "378282246310005", "3530111333300000"}) {
        const auto redaction = redact(std::string("card ") + card + " please");
        EXPECT_EQ(redaction.text, "card [银行卡号已隐去] please") << card;
        EXPECT_THAT(redaction.kinds, ElementsAre("bank_card")) << card;
    }
}

TEST(Redact, R62_OrderNumbersPhonesAndModelsAreLeftAlone) {
    for (const char* text : {
             "订单号2026010100001",                          // 13 digits, the shop's own
             "order 2026 0101 00001",
             "电话13812345678",
             "淘宝订单 4001234567890123452",                  // 19 digits with a Visa prefix
             "11010519491231002X0",                          // no boundary behind the check digit
             "110105194912310021",                           // wrong check digit
             "110105194913310020",                           // month 13
             "4111111111111112",                             // wrong Luhn digit
             "9111111111111110",                             // no issuer
             "KFR-35GW/N8XHA1, 220V",
             "2026-11-21 09:00",
             "",
         }) {
        const auto redaction = redact(text);
        EXPECT_EQ(redaction.text, text);
        EXPECT_THAT(redaction.kinds, IsEmpty()) << text;
    }
}

TEST(Redact, R62_PasswordsAndCodesThatAreNamedAreHidden) {
    struct Case { const char* text; const char* redacted; };
    for (const auto& [text, redacted] :
         {Case{"密码是abc123", "密码是[密码已隐去]"}, Case{"支付密码：８８８８８８，快点", "支付密码：[密码已隐去]，快点"},
          Case{"密码123456", "密码[密码已隐去]"}, Case{"wifi密码就是 Sunny-Day!", "wifi密码就是 [密码已隐去]!"},
          Case{"My password is sunflower.", "My password is [密码已隐去]."}, Case{"pwd=x1y2", "pwd=[密码已隐去]"},
          Case{"PASSWORD: S3cret", "PASSWORD: [密码已隐去]"}, Case{"验证码 483920", "验证码 [验证码已隐去]"},
          Case{"验证码是4839", "验证码是[验证码已隐去]"}, Case{"the verification code is 483920 ok", "the verification code is [验证码已隐去] ok"},
          Case{"OTP 99182", "OTP [验证码已隐去]"}, Case{"付款码134567890123456789", "付款码[验证码已隐去]"}})
        EXPECT_EQ(redact(text).text, redacted);
}

TEST(Redact, R62_TalkAboutPasswordsAndFaultCodesIsLeftAlone) {
    for (const char* text : {"忘记密码了怎么办", "密码是多少", "my password is wrong", "password reset", "the password issue again",
                             "收不到验证码", "验证码5分钟了还没到", "error code E4", "故障代码 1234", "忘记密码，13812345678是我手机"})
        EXPECT_EQ(redact(text).text, text);
}

TEST(Redact, R62_SeveralFindsInOneTextAreAllHiddenAndEachKindIsNamedOnce) {
    const auto redaction = redact("卡4111111111111111和5555555555554444，密码是abc123，身份证11010519491231002X");
    EXPECT_EQ(redaction.text, "卡[银行卡号已隐去]和[银行卡号已隐去]，密码是[密码已隐去]，身份证[身份证号已隐去]");
    EXPECT_THAT(redaction.kinds, ElementsAre("bank_card", "password", "identity_card"));
    EXPECT_EQ(redact("4111111111111111 5555555555554444").text, "[银行卡号已隐去] [银行卡号已隐去]");
}

TEST(Redact, R62_BrokenUtf8IsCopiedAsItIs) {
    const std::string broken = "\xE5\x8D 4111111111111111 \xFF\xEF";
    EXPECT_EQ(redact(broken).text, "\xE5\x8D [银行卡号已隐去] \xFF\xEF");
}

}  // namespace
