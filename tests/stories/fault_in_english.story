# R3, R7, R14, R17, R31, R51, R53: the whole intake in English.
clock 2026-11-23T14:00+08:00
locale en
bot: Good afternoon, and welcome to Chenguang Appliances
bot: How can I help you
customer: My air conditioner stopped cooling, it only blows warm air
bot: order number
customer: 2026030100017
bot: last four digits
customer: 5678
bot: that matches
bot: When did this start
customer: since last Saturday
bot: it only blows warm air" Is that correct
customer: yes
bot: (?s)ticket number is WX20261123001.*by today 16:00 and expect to have it solved by Thu, Nov 26, 14:00
ticket: subcategory=功能故障 priority=high verified=yes
bot: anything else
customer: no, that's all
bot: how satisfied
customer: satisfied
bot: Thank you for contacting
ticket: rating=satisfied
holder: nobody
