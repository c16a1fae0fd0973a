# R24: a hazard in English, and one that is only asked about.
locale en
bot: How can I help you
customer: The rice cooker is smoking and there was a fire!
bot: Your safety comes first
bot: urgent ticket WX
holder: queue
ticket: priority=urgent
