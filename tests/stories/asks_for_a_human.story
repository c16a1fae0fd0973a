# R39, R42, R43: the customer asks for a human, waits, is served, and comes back after a cut.
clock 2026-11-23T10:00+08:00
bot: 早上好
customer: 空调不制冷
customer: 转人工
system: 第 1 位
holder: queue
ticket: subcategory=功能故障 verified=no
choices: leave_ticket
agent 王芳: claim
system: 工号
holder: agent
agent 王芳: say 您好，我来帮您
customer: 谢谢
never: 听不懂
reconnect
wait 30s
restart
wait 2m
holder: queue
