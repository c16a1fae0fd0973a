# R15: the carrier says delivered, the customer says no: named, recorded, no false promise.
bot: 请问有什么可以帮您
customer: 快递显示签收了，可是我根本没收到货
bot: 订单号
customer: 2026111500032 尾号5678
bot: 身份已核对
bot: 2026-11-17 签收.*对不上.*专人向快递公司核实
bot: 物流配送问题
customer: 是的
bot: 工单号
ticket: subcategory=物流配送问题 verified=yes
