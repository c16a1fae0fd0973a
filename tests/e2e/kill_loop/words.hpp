// What customers and agents say: the words of an intake, in any order. Pure.
#pragma once

#include <array>
#include <string_view>

namespace kill_loop {

inline constexpr std::array<std::string_view, 20> kCustomersWords{
    "我家空调不制冷了，开了一个小时还是吹热风",
    "2026030100017 尾号5678",
    "2026110300021",
    "4321",
    "上周六开始的",
    "对的",
    "转人工",
    "洗衣机漏水，昨天买的",
    "天哪，热水器冒烟了，插头都烧黑了",
    "快递显示签收了，可是我没有收到",
    "想问一下热水器怎么调温度",
    "每天都这样，重启过也没用",
    "我要退货",
    "没有了",
    "满意",
    "我的工单怎么样了",
    "不对，是冰箱不制冷",
    "重新开始",
    "你们太差劲了，我要投诉！",
    "在吗？",
};

inline constexpr std::string_view kAskForAHuman = "转人工";

inline constexpr std::array<std::string_view, 5> kAgentsWords{
    "您好，我来帮您", "请稍等，我看一下记录", "已经为您登记", "师傅明天上午联系您", "还有什么可以帮您",
};

inline constexpr std::array<std::string_view, 4> kNotes{"老客户，注意语气", "已核对订单", "等配件", "转给上门维修"};

}  // namespace kill_loop
