# R20, R24: a hazard that is denied or only asked about is not urgent.
bot: 请问有什么可以帮您
customer: 洗衣机噪音大，没有漏电也没有冒烟
never: 请先保证人身安全
holder: bot
