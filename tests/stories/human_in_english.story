# R39, R43: a call for a person, in English.
locale en
bot: How can I help you
customer: I want to talk to a real person please
system: number 1 in line
holder: queue
agent Emma: claim
system: Emma
agent Emma: say Hello, how can I help?
customer: my parcel never arrived
holder: agent
agent Emma: release
bot: continue helping you
customer: what about my ticket?
bot: order number
