#include "intents/entities.hpp"

#include "intents/entity_patterns.hpp"

#include <gmock/gmock.h>

namespace intents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Entity> entities_of(std::string_view text) {
    static const Prefilter prefilter(entity_patterns().all());
    const auto normalised = normalise(text);
    const Subject subject(normalised);
    return find_entities(text, subject, prefilter.triggers(subject));
}

// "kind=value" in the order of the text.
std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> out;
    for (const auto& entity : entities_of(text)) out.push_back(entity.kind + "=" + entity.value);
    return out;
}

TEST(Entities, R11_OrderNumbersLoseTheirBlanksAndKeepTheirHyphens) {
    EXPECT_THAT(found("订单号：ＤＤ２０２４０６０１００９"), ElementsAre("order_no=DD20240601009"));
    EXPECT_THAT(found("订单 AB-10023456"), ElementsAre("order_no=AB-10023456"));
    EXPECT_THAT(found("单号是 2024 0611 778"), ElementsAre("order_no=20240611778"));
    EXPECT_THAT(found("my order #55120098 please"), ElementsAre("order_no=55120098"));
    EXPECT_THAT(found("Order 112-5550001-9876543"), ElementsAre("order_no=112-5550001-9876543"));
}

TEST(Entities, R36_TicketNumbersAreToldFromOrderNumbers) {
    EXPECT_THAT(found("WX20240512001到哪一步了"), ElementsAre("ticket_no=WX20240512001"));
    EXPECT_THAT(found("wx 20240512 0017"), ElementsAre("ticket_no=WX202405120017"));
}

TEST(Entities, R11_APhoneComesBeforeAnOrderNumberAndYieldsItsLastFour) {
    EXPECT_THAT(found("13912345678"), ElementsAre("phone=13912345678", "phone_last4=5678"));
    EXPECT_THAT(found("电话 187-5550-3366"), ElementsAre("phone=18755503366", "phone_last4=3366"));
    EXPECT_THAT(found("+86 138 0013 8000"), ElementsAre("phone=13800138000", "phone_last4=8000"));
    EXPECT_THAT(found("订单号139123456789"), ElementsAre("order_no=139123456789"));
}

TEST(Entities, R7_LastFourDigitsOfThePhone) {
    EXPECT_THAT(found("尾号7802"), ElementsAre("phone_last4=7802"));
    EXPECT_THAT(found("手机后四位是七八零二"), ElementsAre("phone_last4=7802"));
    EXPECT_THAT(found("last four digits are 0417"), ElementsAre("phone_last4=0417"));
    EXPECT_THAT(found(" 7802。"), ElementsAre("phone_last4=7802"));
    EXPECT_THAT(found("七八零二"), ElementsAre("phone_last4=7802"));
}

TEST(Entities, R7_TheTailOfABankCardIsNoPhone) { EXPECT_THAT(found("扣的是银行卡尾号8899的卡"), IsEmpty()); }

TEST(Entities, R11_ModelsAsWritten) {
    EXPECT_THAT(found("型号KFR-72LW不制冷"), ElementsAre("product_model=KFR-72LW"));
    EXPECT_THAT(found("用的红米Ｎｏｔｅ１３"), ElementsAre("product_model=红米Note13"));
    EXPECT_THAT(found("the BE5100 drops out"), ElementsAre("product_model=BE5100"));
}

TEST(Entities, R11_CodesAndStandardsAreNoModels) {
    EXPECT_THAT(found("报E18，接口是USB3，防水IP68"), IsEmpty());
    EXPECT_THAT(found("支持WiFi6吗"), IsEmpty());
}

TEST(Entities, R11_PurchaseDatesStayAsWritten) {
    EXPECT_THAT(found("去年双十一买的"), ElementsAre("purchase_date=去年双十一"));
    EXPECT_THAT(found("买了不到仨月"), ElementsAre("purchase_date=不到仨月"));
    EXPECT_THAT(found("2024年3月5日下单"), ElementsAre("purchase_date=2024年3月5日"));
    EXPECT_THAT(found("I bought it two weeks ago"), ElementsAre("purchase_date=two weeks ago"));
}

TEST(Entities, R11_ADayWithoutAPurchaseIsNoPurchaseDate) { EXPECT_THAT(found("昨天突然黑屏"), IsEmpty()); }

TEST(Entities, R11_AmountsArePlainDigits) {
    EXPECT_THAT(found("扣了我1,299元"), ElementsAre("amount=1299"));
    EXPECT_THAT(found("charged $89.99"), ElementsAre("amount=89.99"));
    EXPECT_THAT(found("收了两百块钱"), ElementsAre("amount=200"));
    EXPECT_THAT(found("等了3天"), IsEmpty());
}

TEST(Entities, R11_SpansPointIntoTheOriginalText) {
    const std::string text = "订单号：ＤＤ２０２４０６０１００９，谢谢";
    const auto entities = entities_of(text);
    ASSERT_EQ(entities.size(), 1u);
    EXPECT_EQ(text.substr(entities[0].span.begin, entities[0].span.end - entities[0].span.begin), "ＤＤ２０２４０６０１００９");
}

TEST(Entities, R11_NothingInNothing) {
    EXPECT_THAT(found(""), IsEmpty());
    EXPECT_THAT(found("\xFF\xFE"), IsEmpty());
}

}  // namespace
}  // namespace intents
