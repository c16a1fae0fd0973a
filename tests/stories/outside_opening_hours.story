# R3, R43: at night nobody is promised a human; the wait can become a message.
clock 2026-11-28T22:30+08:00
bot: 晚上好
customer: 转人工
system: 不是人工客服的工作时间.*11月30日（周一）09:00 恢复服务
choose: leave_ticket
bot: 请把情况告诉我
holder: bot
customer: 洗衣机不进水了，水龙头是开着的
bot: 订单号
