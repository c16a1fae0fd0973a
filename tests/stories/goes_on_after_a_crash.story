# P1, P6, R30: the whole desk goes down in the middle and the conversation goes on where it was.
bot: 请问有什么可以帮您
customer: 我家空调不制冷了，一直吹热风
bot: 订单号
restart
customer: 2026030100017
bot: 手机号后四位
restart
customer: 5678
bot: 身份已核对
bot: 什么时候开始
reconnect
customer: 昨天
bot: 对吗
restart
choose: yes
bot: WX20261123001
ticket: count=1
