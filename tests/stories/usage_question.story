# R26: a question about use needs no identity.
bot: 请问有什么可以帮您
customer: 空调滤网怎么清洗
never: 订单号（
bot: 哪款产品
customer: CG-KF35
bot: 对吗
choose: yes
bot: 工单号
ticket: category=使用咨询类 priority=medium team=customer_training verified=no
