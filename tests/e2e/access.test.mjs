// For everybody: without a mouse, on a phone, and whatever is typed stays text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent, Customer, house, screenshot } from './support.mjs';

let scene;
before(async () => { scene = await house(); });
after(() => scene.close());

const focused = (page) => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return `${element?.localName}.${element?.className}`;
});

test('the widget works with the keyboard alone', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  const { page } = customer;
  await customer.widget.locator('.launcher').focus();
  await page.keyboard.press('Enter');
  await customer.widget.locator('textarea:focus').waitFor();
  await customer.widget.locator('.choice').first().waitFor();
  await page.keyboard.type('第一行');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('第二行');
  await page.keyboard.press('Enter');
  await customer.hears('customer', /第一行\s第二行/);
  await page.keyboard.press('Escape');
  await customer.widget.locator('.launcher:focus').waitFor();
  assert.match(await focused(page), /launcher/);
});

test('Enter that ends an IME composition does not send', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  await customer.widget.locator('textarea').fill('ni hao');
  await customer.widget.locator('textarea').evaluate((input) => {
    for (const init of [{ isComposing: true, keyCode: 13 }, { keyCode: 229 }]) {
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init }));
    }
  });
  assert.equal(await customer.widget.locator('textarea').inputValue(), 'ni hao');
  assert.equal(await customer.widget.locator('[data-cid], [data-from=customer]').count(), 0);
});

test('the desk works with the keyboard alone', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  await customer.say('转人工');
  await customer.widget.locator('[data-strip=queue]').waitFor();
  const agent = await Agent.signIn(scene.browser, scene.server, 'admin', scene.server.password);
  const { page } = agent;
  await page.locator('[data-section=queue] .row').waitFor();
  await page.keyboard.press('j');
  await page.locator('.log [data-position]').first().waitFor();
  await page.locator('[data-command=claim]:enabled').waitFor();
  await page.keyboard.press('c');
  await page.locator('.composer textarea:focus').waitFor();
  await page.keyboard.type('您好');
  await page.keyboard.press('Enter');
  await customer.hears('agent', '您好');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.locator('dialog .keys').waitFor();
  await screenshot(page, 'desk-keys');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
});

test('on a phone the widget fills the screen', async () => {
  const size = { width: 390, height: 844 };
  const customer = await Customer.visit(scene.browser, scene.server, { viewport: size, isMobile: true, hasTouch: true });
  await customer.open();
  await customer.widget.locator('.choice').first().waitFor();
  const panel = customer.widget.locator('.panel');
  await panel.evaluate((element) => Promise.all(element.getAnimations().map((animation) => animation.finished)));
  assert.deepEqual(await panel.boundingBox(), { x: 0, y: 0, ...size });
  await screenshot(customer.page, 'widget-phone');
});

test('markup is shown as text, on both sides', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  const markup = '<img src=x onerror=alert(1)><b>粗</b>&amp;';
  await customer.say(markup);
  await customer.hears('customer', markup);
  const agent = await Agent.signIn(scene.browser, scene.server, 'admin', scene.server.password);
  await customer.say('转人工');
  await customer.widget.locator('[data-strip=queue]').waitFor();
  await agent.pick('queue');
  await agent.hears('customer', markup);
  assert.equal(await agent.page.locator('.log img').count(), 0);
  assert.equal(await customer.widget.locator('img').count(), 0);
  assert.deepEqual([...customer.faults, ...agent.faults], []);
});

test('a message over the limit cannot be sent, and the counter says why', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  await customer.widget.locator('textarea').fill('长'.repeat(4001));
  await customer.widget.locator('.counter.bad').waitFor();
  assert.equal(await customer.widget.locator('.send').isDisabled(), true);
  await customer.widget.locator('textarea').fill('长'.repeat(4000));
  await customer.widget.locator('textarea').press('Enter');
  await customer.hears('customer', '长长长');
  assert.equal((await customer.entries()).find(([from]) => from === 'customer')[1].length, 4000);
});

test('the language of the shop is the language of the widget', async () => {
  const customer = await Customer.visit(scene.browser, scene.server);
  await customer.open();
  await customer.hears('bot', '欢迎');
  await customer.page.locator('[data-language=en]').click();
  await customer.hears('bot', /welcome/i);
  assert.match(await customer.widget.locator('textarea').getAttribute('aria-label'), /Enter sends/);
});
