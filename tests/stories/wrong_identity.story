# R8: the same words for each wrong answer; after the last try a human, and the case is recorded.
bot: 请问有什么可以帮您
customer: 空调不制冷，一直吹热风
bot: 订单号
customer: 2026030100017 尾号0000
bot: 没有核对上
customer: 2026099999999 尾号0000
bot: 没有核对上
customer: 2026030100017 尾号1111
bot: 没有核对上
customer: 2026030100017 尾号2222
bot: 没有核对上
never: 不存在
customer: 2026030100017 尾号3333
bot: 多次没有核对上
holder: queue
ticket: verified=no subcategory=功能故障
