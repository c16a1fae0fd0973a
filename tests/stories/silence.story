# R53: who goes quiet is asked once, thanked, and can come back.
bot: 请问有什么可以帮您
customer: 空调不制冷，一直吹热风
bot: 订单号
wait 5m
bot: 您还在吗
wait 25m
bot: 已经为您保留
holder: nobody
customer: 2026030100017
bot: 手机号后四位
holder: bot
