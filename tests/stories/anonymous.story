# R9, R13: without an order the case is still taken, and vague words are asked about.
bot: 请问有什么可以帮您
customer: 电饭煲坏了
bot: 订单号
choose: no_order
bot: 没有订单信息也可以为您登记
bot: 哪款产品
customer: CG-FB40
bot: 什么现象
customer: 按了煮饭键灯不亮，完全没反应
bot: 什么时候开始
customer: 今天早上
bot: CG-FB40
choose: yes
bot: 工单号
ticket: verified=no subcategory=功能故障 product_model=CG-FB40 occurred_at=今天早上
