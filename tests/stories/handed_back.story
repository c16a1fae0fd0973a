# R39, R42, R43: bot, human, bot again; never both.
bot: 请问有什么可以帮您
customer: 转人工
system: 第 1 位
holder: queue
agent 李雷: claim
system: 李雷
agent 李雷: note 老客户，注意语气
customer: 重新开始
never: 我们重新开始
agent 李雷: say 您好，请问有什么可以帮您
agent 李雷: release
bot: 继续为您服务
holder: bot
never: 注意语气
customer: 冰箱不制冷了，里面的东西都坏了
bot: 订单号
