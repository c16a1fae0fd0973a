// The server dies in the middle and comes back; nothing that was said is lost or doubled, on either side.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent, Customer, house, screenshot } from './support.mjs';

let scene;
before(async () => { scene = await house(); });
after(() => scene.close());

async function held() {
  const { browser, server } = scene;
  const agent = await Agent.signIn(browser, server, 'admin', server.password);
  const customer = await Customer.visit(browser, server);
  await customer.open();
  await customer.say('转人工');
  await customer.widget.locator('[data-strip=queue]').waitFor();
  await agent.pick('queue');
  await agent.command('claim');
  await customer.widget.locator('.holder', { hasText: '工号' }).waitFor();
  return { customer, agent };
}

const said = (entries, from) => entries.filter(([who, text]) => who === from && text.startsWith('第')).map(([, text]) => text);

test('kill -9 in the middle: every message of both sides once, in order, and a reload shows the same', async () => {
  const { server } = scene;
  const { customer, agent } = await held();
  await customer.say('第 1 条');
  await agent.hears('customer', '第 1 条');
  await agent.reply('第 1 答');
  await customer.hears('agent', '第 1 答');

  await customer.say('第 2 条');
  await server.kill();
  await customer.say('第 3 条');
  await customer.widget.locator('[data-strip=offline]').waitFor();
  await customer.say('第 4 条');
  await agent.page.locator('[data-banner=lost]').waitFor();
  await agent.reply('第 2 答');
  await customer.widget.locator('.state', { hasText: '未送达' }).first().waitFor();
  await screenshot(customer.page, 'widget-offline');
  await screenshot(agent.page, 'desk-offline');

  await server.run();
  await customer.delivered();
  await agent.delivered();
  await customer.hears('agent', '第 2 答');
  await agent.hears('customer', '第 4 条');
  await customer.say('第 5 条');
  await agent.hears('customer', '第 5 条');
  const customersWords = ['第 1 条', '第 2 条', '第 3 条', '第 4 条', '第 5 条'];
  const agentsWords = ['第 1 答', '第 2 答'];
  for (const side of [customer, agent]) {
    const entries = await side.entries();
    assert.deepEqual(said(entries, 'customer'), customersWords);
    assert.deepEqual(said(entries, 'agent'), agentsWords);
  }

  const before = await customer.entries();
  await customer.page.reload();
  await customer.open();
  await customer.hears('customer', '第 5 条');
  assert.deepEqual(await customer.entries(), before);
  assert.deepEqual([...customer.faults, ...agent.faults], []);
});

test('what was typed while the server was away survives closing the page', async () => {
  const { server } = scene;
  const { customer, agent } = await held();
  await server.kill();
  await customer.say('第 1 条');
  await customer.say('第 2 条');
  await customer.widget.locator('[data-cid]').nth(1).waitFor();
  const url = customer.page.url();
  const { page } = customer;
  const context = page.context();
  await page.close();
  await server.run();
  customer.page = await context.newPage();
  await customer.page.goto(url);
  customer.widget = customer.page.locator('frontdesk-widget');
  await agent.hears('customer', '第 2 条');
  assert.deepEqual(said(await agent.entries(), 'customer'), ['第 1 条', '第 2 条']);
});
