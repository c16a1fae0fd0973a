# R16, R39: soothe first, explain after; an angry customer gets a human once the case is filed.
bot: 请问有什么可以帮您
customer: 你们什么破公司！！修了三次还是坏的，我要投诉到底，骗子！
bot: 非常抱歉给您带来了不好的体验
