// A customer describes a problem and leaves with a ticket number, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent, Customer, house, screenshot } from './support.mjs';

let scene;
before(async () => { scene = await house(); });
after(() => scene.close());

const kNumber = /WX\d{11,}/;

test('R1 R11 R14 R31: an intake in Chinese ends with a ticket number, and the desk shows all of it', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  await customer.hears('bot', '请问有什么可以帮您');
  await screenshot(customer.page, 'widget-greeting-zh');
  await customer.say('我家空调不制冷，开了半小时还是热风');
  const told = await customer.answer([
    [/订单号/, '2026030100017'],
    [/后四位/, '5678'],
    [/什么时候开始/, '昨天晚上'],
    [/再具体描述/, '出风口一直是热风'],
    [/希望我们怎么处理/, '尽快上门维修'],
    [/哪款产品/, 'CG-KF35'],
    [/更接近下面哪一种/, { choose: '功能故障' }],
    [/对吗/, { choose: /没错|是|对/ }],
  ], kNumber);
  await screenshot(customer.page, 'widget-ticket-zh');

  const supervisor = await Agent.signIn(scene.browser, scene.server, 'admin', scene.server.password);
  const number = kNumber.exec(told)[0];
  await supervisor.page.locator('.bar nav a', { hasText: '工单' }).click();
  await supervisor.page.locator(`tr[data-ticket="${number}"] a`).click();
  await supervisor.page.locator('.page-one .ticket').waitFor();
  await screenshot(supervisor.page, 'desk-ticket-zh');
  await supervisor.page.locator('.bar nav a').first().click();
  await supervisor.pick('bot');
  await supervisor.page.locator(`[data-card=ticket] [data-ticket="${number}"]`).waitFor();
  await supervisor.page.locator('[data-card=facts] dd', { hasText: '2026030100017' }).waitFor();
  await screenshot(supervisor.page, 'desk-conversation-zh');
  assert.deepEqual([...customer.faults, ...supervisor.faults], []);
});

test('R1 R11 R14 R31: an intake in English ends with a ticket number', async () => {
  const customer = await Customer.visit(scene.browser, scene.server, { locale: 'en-US' });
  await customer.open();
  await customer.say('My air conditioner does not cool, it only blows warm air');
  await customer.answer([
    [/order number/i, '2026110800012'],
    [/last four/i, '8888'],
    [/when/i, 'since yesterday evening'],
    [/describe|what do you see/i, 'it only blows warm air'],
    [/would you like us|how .* handle/i, 'please repair it'],
    [/which product|model/i, 'CG-KF35'],
    [/closest|which of these/i, { choose: 'Malfunction' }],
    [/right\?|correct\?/i, { choose: /yes|right|correct/i }],
  ], kNumber);
  await screenshot(customer.page, 'widget-ticket-en');
  assert.deepEqual(customer.faults, []);
});

test('R11: the choices of a question can be taken once', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  await customer.widget.locator('.choice').first().waitFor();
  await customer.widget.locator('.choice').first().click();
  await customer.widget.locator('.choice.taken').waitFor();
  const first = customer.widget.locator('.choices').first();
  assert.equal(await first.locator('.choice:enabled').count(), 0);
  assert.equal(await first.locator('.choice.taken').count(), 1);
});
