# R43: an agent takes over from the bot in the middle of a question; from then on the bot is silent.
bot: 请问有什么可以帮您
customer: 空调不制冷，一直吹热风
bot: 订单号
agent 李雷: claim
system: 李雷
holder: agent
customer: 2026030100017
never: 手机号
agent 李雷: say 您好，请问有什么可以帮您
agent 李雷: release
bot: 继续为您服务
holder: bot
