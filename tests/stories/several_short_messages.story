# R4: several short messages in a row are heard as one.
bot: 请问有什么可以帮您
customer: 我家冰箱
wait 500ms
customer: 买了没多久
wait 500ms
customer: 就不制冷了，里面的肉都化了
bot: 订单号
never: 没有完全明白
