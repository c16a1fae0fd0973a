// A customer asks for a person; the agent claims, replies, hands back; the bot is silent in between and speaks again after.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent, Customer, house, screenshot } from './support.mjs';

let scene;
before(async () => { scene = await house(); });
after(() => scene.close());

test('R39 R42 R43 R44: 转人工, claim, reply, note, back to the bot', async () => {
  const { browser, server } = scene;
  const supervisor = await Agent.signIn(browser, server, 'admin', server.password);
  const password = await supervisor.createAgent({ name: 'lina', displayName: '李娜', staffNumber: '1024' });
  const agent = await Agent.signIn(browser, server, 'lina', password);
  await agent.takeWork();

  const customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.hears('bot', '请问有什么可以帮您');
  await customer.say('转人工');
  await customer.widget.locator('[data-strip=queue]').waitFor();
  await screenshot(customer.page, 'widget-queue');

  await agent.page.locator('[data-section=queue] .row').waitFor();
  await screenshot(agent.page, 'desk-queue');
  await agent.pick('queue');
  await agent.hears('customer', '转人工');
  await agent.command('claim');
  await agent.page.locator('[data-holder=agent]').waitFor();
  await customer.widget.locator('.holder', { hasText: /李娜.*1024/ }).waitFor();

  await agent.reply('您好，我是李娜，请问有什么可以帮您？<img src=x onerror=alert(1)>');
  await agent.note('客户很着急');
  await agent.hears('agent', '客户很着急');
  await customer.hears('agent', '我是李娜');
  await customer.say('我的空调不制冷');
  await agent.hears('customer', '我的空调不制冷');
  await agent.reply('好的，马上为您安排');
  await customer.hears('agent', '马上为您安排');
  await screenshot(agent.page, 'desk-held');
  await screenshot(customer.page, 'widget-agent');
  const held = await customer.entries();
  assert.equal(held.some(([, text]) => text.includes('客户很着急')), false, 'a note reached the customer');
  const claimed = held.findIndex(([from]) => from === 'agent');
  assert.deepEqual(held.slice(claimed).filter(([from]) => from === 'bot'), [], 'the bot spoke while the agent held');

  await agent.command('release');
  await customer.hears('bot', '继续为您服务');
  const before = (await customer.entries()).length;
  await customer.say('谢谢');
  await customer.widget.locator('[data-from]').nth(before + 1).waitFor();
  assert.equal((await customer.entries()).at(-1)[0], 'bot');
  assert.deepEqual([...customer.faults, ...agent.faults, ...supervisor.faults], []);
});

test('R44: of two agents one wins, and the other one reads who holds it', async () => {
  const { browser, server } = scene;
  const first = await Agent.signIn(browser, server, 'admin', server.password);
  const password = await first.createAgent({ name: 'zhaomin', displayName: '赵敏', staffNumber: '1031' });
  const second = await Agent.signIn(browser, server, 'zhaomin', password);
  const customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('转人工');
  for (const agent of [first, second]) await agent.pick('queue');
  await first.command('claim');
  await first.page.locator('[data-holder=agent]').waitFor();
  await second.page.locator('[data-holder=agent]').waitFor();
  assert.equal(await second.page.locator('[data-command]').count(), 0);
  await second.page.locator('.silenced').waitFor();
  await first.command('close');
  await first.page.locator('dialog .primary').click();
  await customer.hears('bot', /满意/);
});

test('R34 R35: an agent changes the status of a ticket, and the log says so', async () => {
  const { browser, server } = scene;
  const agent = await Agent.signIn(browser, server, 'admin', server.password);
  const customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('热水器漏电，吓死人了');
  await agent.page.locator('[data-section=queue] .row.urgent').first().click();
  await agent.command('claim');
  const status = agent.page.locator('[data-edit=status]');
  await status.waitFor();
  const options = await status.locator('option').evaluateAll((all) => all.map((one) => ({ value: one.value, current: one.selected })));
  const wanted = options.find((option) => !option.current)?.value;
  assert.ok(wanted, 'there is a status to go to');
  await status.selectOption(wanted);
  await agent.page.locator(`[data-edit=status] option[value="${wanted}"]:checked`).waitFor({ state: 'attached' });
  await agent.page.locator('[data-card=ticket] summary').click();
  await agent.page.locator('.handling li', { hasText: '状态' }).first().waitFor();
  await screenshot(agent.page, 'desk-urgent');
});
