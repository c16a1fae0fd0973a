# R23, R24, R39: a hazard interrupts whatever is going on.
bot: 请问有什么可以帮您
customer: 想问一下热水器怎么调温度
customer: 天哪，热水器冒烟了，插头都烧黑了
bot: 请先保证人身安全
bot: 加急工单 WX\d{11}
system: 第 1 位
holder: queue
ticket: priority=urgent verified=no
agent 王芳: claim
system: 王芳
agent 王芳: say 您好，您和家人都安全吗？
customer: 人没事，已经断电了
holder: agent
agent 王芳: close
bot: 满意
choose: fair
bot: 感谢
ticket: rating=fair
