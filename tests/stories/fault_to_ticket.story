# R3, R7, R11, R14, R24, R27, R31, R51, R53: a fault, from the greeting to the goodbye.
clock 2026-11-23T10:00+08:00
bot: 早上好，欢迎联系晨光家电
bot: 请问有什么可以帮您
customer: 我家空调不制冷了，开了一个小时还是吹热风
bot: 请提供一下订单号
customer: 2026030100017
bot: 手机号后四位
customer: 5678
bot: 身份已核对
bot: 什么时候开始
customer: 上周六
bot: 您是说“我家空调不制冷了，开了一个小时还是吹热风”，对吗
choices: yes correct
never: WX2026
customer: 对的
bot: (?s)工单号 WX20261123001.*今天 12:00 前与您联系，预计 11月26日（周四）10:00 前处理完成
ticket: category=产品质量类 subcategory=功能故障 priority=high verified=yes order_no=2026030100017 status=new team=tech_support
bot: 还有其他可以帮您的吗
choose: nothing_else
bot: 您满意吗
choose: satisfied
bot: 感谢您联系晨光家电
ticket: rating=satisfied
holder: nobody
