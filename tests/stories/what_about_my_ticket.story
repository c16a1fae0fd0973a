# R36: the state of a ticket, in the middle of something else, and back.
bot: 请问有什么可以帮您
customer: 空调不制冷，一直吹热风
bot: 订单号
customer: 2026030100017 尾号5678
bot: 什么时候开始
customer: 我的工单怎么样了
bot: 没有查到可以显示的工单
bot: 什么时候开始
customer: 昨天
bot: 对吗
choose: yes
bot: WX20261123001
customer: WX20261123001 到哪一步了
bot: WX20261123001 功能故障，已登记
bot: 还有其他可以帮您的吗
