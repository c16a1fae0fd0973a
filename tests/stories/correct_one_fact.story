# R14: any single fact can be corrected, by words or by choice; nothing is filed before a yes.
bot: 请问有什么可以帮您
customer: 洗衣机脱水的时候噪音特别大，像拖拉机一样
bot: 订单号
customer: 没有
bot: 哪款产品
customer: CG-XY10
bot: 什么时候
customer: 前天
bot: 对吗
customer: 不对，型号是CG-XY12
bot: CG-XY12
choose: correct
choices: issue product_model occurred_at
choose: occurred_at
bot: 什么时候
customer: 上个月就开始了
bot: 上个月就开始了
ticket: count=0
customer: 没错
bot: 工单号
ticket: product_model=CG-XY12 occurred_at=上个月就开始了
