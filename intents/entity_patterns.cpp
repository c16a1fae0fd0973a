#include "intents/entity_patterns.hpp"

#include <string>

namespace intents {

namespace {

using std::string;

const string kStart = "(?:^|[^0-9a-z])";
const string kNoDigit = "(?:[^0-9]|$)";
const string kChineseDigit = "[零〇一二三四五六七八九幺]";

const string kNumeral = "(?:[0-9]+(?:\\.[0-9]+)?|[一二两三四五六七八九十半几俩仨]+)";

const string kFestival =
    "(?:双十一|双11|双十二|双12|618|六一八|黑五|春节|过年|国庆|五一|十一|元旦|中秋|端午|年货节|年初|年底|年中|春天|夏天|秋天|"
    "冬天|暑假|寒假)";
const string kChineseDate =
    "(?:(?:19|20)?[0-9]{2}年(?:底|初)?|[0-9]{4}[-/.][0-9]{1,2}(?:[-/"
    ".][0-9]{1,2})?|20[0-9]{6}|大?前年|去年|今年|上上?个?月|前两个?月|"
    "这个?月|本月|上上?个?(?:周|星期|礼拜)[一二三四五六日天末]?|这个?(?:周|星期|礼拜)[一二三四五六日天末]?|(?:周|星期|礼拜)["
    "一二三四五六日天末]|"
    "大?前天|昨天|昨晚|今天|今早|[0-9]{1,2}月份?(?:[0-9]{1,2}[日号]?|底|初|中旬)?|[0-9]{1,2}[日号]|[0-9]{1,2}[./][0-9]{1,2}|"
    "[一二三四五六七八九十]{1,2}月份?(?:[一二三四五六七八九十]{1,3}[日号]|底|初)?|" +
    kFestival + "|" + kNumeral + "(?:个?多?月|天|年|周|个?星期|个?礼拜)(?:半|多)?(?:之?前))";

const string kBoughtBefore = "[^,。!?;0-9]{0,8}?(?:买|购|入手|下单|入的|订的|拍的|下的单)";
const string kSpan = "(?:年零?" + kNumeral + "个?月|(?:个?多?月|天|年|周|个?星期|个?礼拜|个半月)(?:半|多)?)";

const string kMonth =
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|"
    "oct|nov|dec)";
const string kEnglishDate =
    "last (?:week|month|year|spring|summer|autumn|fall|winter|christmas|black friday|" + kMonth +
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|yesterday|today|"
    "black friday|christmas|(?:[0-9]+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|a few|a couple of|couple of|several) "
    "(?:day|week|month|year)s? "
    "ago|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|(?:[0-9]{1,2}(?:st|nd|rd|th)? )?" +
    kMonth + "(?: [0-9]{1,2}(?:st|nd|rd|th)?)?(?:,? 20[0-9]{2})?";

// Words after which a number is an order, a ticket or a parcel.
const string kOrderName =
    "(?:订单编?号?码?|单号|工单号?|运单号?|快递号|编号|流水号|退货单|售后单|维修单|寄修单|安装单|保单号?|"
    "(?:order|ticket|tracking|case|reference|return|rma|invoice|parcel|shipment)(?: ?(?:number|no\\.?|num|id|code))?|ref)";

const string kMoneyUnit = "(?:元|块|圆|rmb|usd|cny|人民币|dollars?|bucks|euros?|yuan|刀|欧)";
const string kMoneyVerb =
    "(?:价值|扣|花|付|交|收|退|补|赔|要|充|返|抵|降|涨|多扣|少退|金额|标价|一共|总共|原价|现价|差价|押金|定金|卖|总价|单价|实付|"
    "到手价?|每次|买了|"
    "上门费|检测费|维修费|安装费|运费|服务费|会员费|手续费|[^,。!?;]费)(?:了|我|的|给我|要|是|为|:|成|到| )*";

const string kNumber = "([0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?)";

const string kSuffix = "(?:(?: ?(?:pro|max|plus|ultra|mini|lite|air|se|promax|青春版|标准版))\\b)*";
const string kBrand =
    "(?:红米|小米|华为|荣耀|苹果|三星|索尼|任天堂|海尔|美的|格力|戴森|石头|科沃斯|追觅|联想|大疆|oppo|vivo|redmi|xiaomi|huawei|"
    "honor|"
    "iphone|ipad|galaxy|pixel|mate|nova|reno|note|thinkpad|macbook|surface|dyson|roborock|kindle)";

EntityPatterns build() {
    const auto make = [](const string& expression) { return std::make_unique<const Expression>(expression, Origin{"entities", ""}); };
    EntityPatterns out;
    out.ticket = make(kStart + "(wx ?-?[0-9]{8} ?-?[0-9]{3,})" + kNoDigit);
    out.phone = make("(?:^|[^0-9a-z-])((?:\\+? ?86[- ]?)?1[3-9](?:[- ]?[0-9]){9})" + kNoDigit);
    const string four = "([0-9]{4}|" + kChineseDigit + "{4}|[0-9](?: [0-9]){3})";
    out.last_four = make(
        "(?:^|[^卡])(?:尾号|末四位|后四位|后4位|末4位|末尾四位|最后四位|最后4位|后面四位|尾数|last "
        "(?:four|4)|ending|ends)[^0-9,。;" +
        kChineseDigit.substr(1, kChineseDigit.size() - 2) + "]{0,14}" + four + "(?:[^0-9]|$)|" + kStart + four +
        "(?:结尾|收尾|的?尾号)");
    out.bare_four = make("^[\\s\\pP]*" + four + "[\\s\\pP]*$");
    const string more_groups = "(?:-[0-9a-z]+)*";
    out.coded_order = make(kStart + "([a-z]{1,6}-?[0-9]{6,}[0-9a-z]*" + more_groups + "|[a-z]{1,6}-[0-9]{2,}-[0-9]{2,}" +
                           more_groups + "|[0-9]{3,}-[0-9]{4,}" + more_groups + ")");
    out.named_order = make(kOrderName +
                           "(?:尾号)?(?: ?(?:是|为|:|#|\\(|\\.|号|is|was))* ?#?(?: ?)([a-z]{0,6}[ -]?[0-9][0-9a-z]*(?:[- "
                           "][0-9]{2,})*)|#([a-z]{0,4}-?[0-9]{5,})");
    out.long_number = make("(?:^|[^0-9a-z.-])([0-9]{9,})" + kNoDigit);
    out.amount = make("(?:[¥$€£]|rmb|usd) ?" + kNumber + "|" + kNumber + " ?(?:多)?" + kMoneyUnit + "|" + kMoneyVerb + kNumber +
                      "(?:[^0-9a-z.天次个月小时年日号台件张分秒遍楼岁位回遍度寸厘米公斤克%:条份页本折]|$)");
    const string chinese_number = "([一二两三四五六七八九十百千]+)";
    out.chinese_amount =
        make("(?:^|[^几多零〇一二两三四五六七八九十百千万])" + chinese_number +
             "(?:块钱|元)|(?:花|便宜|扣|收|付|充|返|抵|降)(?:了|我|的)*" + chinese_number + "多?(?:块|元|买|大洋|[,。!?;]|$)");
    out.date_bought = make("((?:" + kChineseDate + ")(?:的?" + kChineseDate + "){0,3})" + kBoughtBefore);
    out.bought_since = make(
        "(?:(?:买|购买|购入|下单)(?:了|回来|回家|来)|入手了?|到手了?)(?:才|还|都|有|已经|也就|一共|大概|差不多|刚刚|刚|是)*((?"
        ":不到|将近|快|近)?" +
        kNumeral + kSpan + ")");
    out.bought_on = make(
        "(?:购买(?:日期|时间)|买的(?:时间|日期)|下单(?:日期|时间)|购于|买于|(?:是|在)(?:什么时候)?买的)(?:是|为|:| "
        "|大概|应该)*(" +
        kChineseDate + "(?:的?" + kChineseDate +
        "){0,3})|\\b(?:bought|purchased|purchase date|date of purchase|ordered|got (?:it|this|mine|them))\\b[^.!?;]{0,40}?\\b(" +
        kEnglishDate + ")(?:[^0-9a-z]|$)");
    out.named_model = make(
        "(?:型号|机型|款号|货号|\\bmodel(?: number| no\\.?| name)?)(?:是|为|:|#| "
        "|is)*([0-9a-z]*[0-9][0-9a-z]*(?:[-/][0-9a-z]+)*|(?:[a-z]{1,8}-)?[a-z]{1,8}[-/ ]?[0-9][0-9a-z]*(?:[-/][0-9a-z]+)*)" +
        kSuffix);
    const string series = "(?:note|mate|nova|reno|find|magic|watch|pad|book|redmi|galaxy|pixel|thinkpad|macbook|surface|k|p|x|s)";
    out.model = make("(?:^|[^0-9a-z.#-])(" + kBrand + "[ -]?" + series + "[ -]?[0-9]{1,4}[a-z]{0,3}" + kSuffix +
                     "|(?:iphone|ipad|galaxy|pixel|mate|nova|reno|redmi|苹果|小米|华为)[ -]?[a-z]?[0-9]{1,3}" + kSuffix +
                     "|(?:[a-z]{1,6}-)?[a-z]{1,6}-?[0-9]{1,5}[a-z]{0,4}(?:[-/][0-9a-z]{1,6}){0,2}" + kSuffix +
                     ")(?:[^0-9a-z%.]|\\.(?:[^0-9]|$)|$)");
    out.no_model = make(
        "^(?:e-?[0-9]{1,3}|ddr[0-9].*|hp[0-9]+|er-?[0-9]+|err[0-9]+|f-?0?[0-9]{1,2}|h-?[0-9]|u[0-9]|usb-?[0-9].*|ip[0-9x]{1,2}|mp[34]"
        "|wifi-?[0-9]|wi-fi["
        "0-9]|ios[0-9.]*|android[0-9]*|"
        "win(?:dows)?[0-9]+|a[345]|h[0-9]{3}|b[0-9]|q[1-4]|top[0-9]+|no[0-9]+|ml[0-9]+|v[0-9]\\.[0-9]+|co2|pm2|vip[0-9]*|svip[0-"
        "9]*|ac[0-9]{3}|n95|type-?c[0-9]*|"
        "(?:iso|gb|ce|ccc|3c)[0-9]*|(?:at|in|on|by|for|to|the|and|or|of|is|was|with|since|my|all|only|about|after|under|over|day|"
        "days|x|no|error|code)[- ]?[0-9]+|note|mate|pro)$");
    return out;
}

}  // namespace

std::vector<const Expression*> EntityPatterns::all() const {
    std::vector<const Expression*> out;
    for (const auto* each : {&ticket, &phone, &last_four, &bare_four, &coded_order, &named_order, &long_number, &amount, &chinese_amount, &date_bought,
                             &bought_since, &bought_on, &named_model, &model})
        out.push_back(each->get());
    return out;
}

const EntityPatterns& entity_patterns() {
    static const EntityPatterns patterns = build();
    return patterns;
}

}  // namespace intents
