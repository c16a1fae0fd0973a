# R11: what was said in one go is not asked again.
bot: 请问有什么可以帮您
customer: 你好，我买的空调CG-KF35不制冷了，昨天晚上开始的，订单号2026030100017，手机尾号5678
bot: 身份已核对
never: 请提供一下订单号
never: 哪款产品
