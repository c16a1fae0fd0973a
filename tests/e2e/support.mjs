// What the browser tests share: a server of their own on a free port with fresh data, a browser, and the hands of a customer and
// an agent. Everything waits for what is to be seen, never for a time.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');
const program = process.env.FRONTDESK ?? join(root, 'build/release/frontdesk');
const shots = join(root, 'build/test/screenshots');
const kReadyMs = 20_000;
const kPatienceMs = 20_000;

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// A server that can be killed and started again on the same port and data.
export class Server {
  static async start() {
    assert.ok(existsSync(program), `${program} is not built`);
    const server = new Server();
    server.data = mkdtempSync(join(tmpdir(), 'frontdesk-e2e-'));
    server.port = await freePort();
    server.base = `http://127.0.0.1:${server.port}/`;
    await server.run();
    return server;
  }

  async run() {
    this.process = spawn(program, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--web', join(root, 'web/dist'), '--demo'], {
      cwd: root, stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.process, 'exit');
    const heard = (chunk) => {
      this.output = (this.output ?? '') + chunk;
      this.password ??= /Password[^:]*:\s*(\S+)/.exec(this.output)?.[1];
    };
    this.process.stdout.on('data', heard);
    this.process.stderr.on('data', heard);
    const until = Date.now() + kReadyMs;
    while (!(await this.ready())) {
      assert.ok(Date.now() < until && this.process.exitCode === null, `the server does not come up:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async ready() {
    try {
      return (await fetch(`${this.base}readyz`)).ok;
    } catch {
      return false;
    }
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.exited;
    rmSync(this.data, { recursive: true, force: true });
  }
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export async function screenshot(page, name) {
  mkdirSync(shots, { recursive: true });
  // What comes in with an animation is to be seen whole.
  await page.evaluate(() => {
    const places = [document, document.querySelector('frontdesk-widget')?.shadowRoot].filter((place) => place);
    const moving = places.flatMap((place) => place.getAnimations()).filter((one) => one.effect?.getTiming().iterations !== Infinity);
    return Promise.allSettled(moving.map((one) => one.finished));
  });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

// A page in a context of its own. What the page complains about is kept: `faults` must be empty at the end.
async function newPage(browser, options) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(kPatienceMs);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A socket or a call that fails because the server is away, or because nobody is signed in yet, is not the page's fault.
    if (message.type() === 'error' && !/WebSocket|ERR_|401/.test(message.text())) faults.push(message.text());
  });
  page.on('dialog', (dialog) => { faults.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  return { page, faults };
}

export class Customer {
  static async visit(browser, server, { locale = 'zh-CN', ...options } = {}) {
    const customer = new Customer();
    Object.assign(customer, await newPage(browser, { locale, ...options }));
    await customer.page.goto(server.base);
    customer.widget = customer.page.locator('frontdesk-widget');
    return customer;
  }

  async open() {
    await this.widget.locator('.launcher').click();
    await this.widget.locator('[data-seq]').first().waitFor();
  }

  async say(text) {
    await this.widget.locator('textarea').fill(text);
    await this.widget.locator('textarea').press('Enter');
  }

  async choose(label) {
    await this.widget.locator('.choice:enabled', { hasText: label }).last().click();
  }

  // Until an entry of this speaker with this text is there.
  async hears(from, text) {
    await this.widget.locator(`[data-from=${from}]`).filter({ hasText: text }).last().waitFor();
  }

  // All entries as [speaker, text].
  entries() {
    return this.widget.locator('[data-from]').evaluateAll((all) => all.map((one) => [one.dataset.from, one.querySelector('.bubble').textContent]));
  }

  // Until nothing waits to be sent.
  async delivered() {
    await this.widget.locator('[data-cid]').first().waitFor({ state: 'detached' });
  }

  // Answers the bot's questions from `answers` ([question, answer] pairs, each used once; an answer is said, or { choose: label })
  // until an entry fits `end`; gives its text.
  async answer(answers, end) {
    const left = [...answers];
    await this.delivered();
    for (;;) {
      const patterns = [end, ...left.map(([question]) => question)].map((pattern) => [pattern.source, pattern.flags]);
      const found = await (await this.page.waitForFunction((sources) => {
        const all = [...document.querySelector('frontdesk-widget').shadowRoot.querySelectorAll('[data-from]')];
        const since = all.slice(all.findLastIndex((one) => one.dataset.from === 'customer') + 1).reverse();
        for (const one of since) {
          const text = one.querySelector('.bubble').textContent;
          const index = sources.findIndex(([source, flags]) => new RegExp(source, flags).test(text));
          if (index >= 0) return { index, text };
        }
        return undefined;
      }, patterns)).jsonValue();
      if (found.index === 0) return found.text;
      const [[, answer]] = left.splice(found.index - 1, 1);
      const before = await this.widget.locator('[data-from=customer]').count();
      if (typeof answer === 'string') await this.say(answer);
      else await this.choose(answer.choose);
      await this.widget.locator('[data-from=customer]').nth(before).waitFor();
    }
  }
}

export class Agent {
  static async signIn(browser, server, name, password, options = {}) {
    const agent = new Agent();
    Object.assign(agent, await newPage(browser, { locale: 'zh-CN', ...options }));
    await agent.page.goto(`${server.base}desk/`);
    await agent.page.locator('[name=name]').fill(name);
    await agent.page.locator('[name=password]').fill(password);
    await agent.page.keyboard.press('Enter');
    await agent.page.locator('.presence:enabled').waitFor();
    return agent;
  }

  // A supervisor makes an account for a colleague; gives the one-time password.
  async createAgent({ name, displayName, staffNumber }) {
    const { page } = this;
    await page.locator('.bar nav a', { hasText: '团队' }).click();
    await page.locator('[data-do=create]').click();
    await page.locator('dialog [name=name]').fill(name);
    await page.locator('dialog [name=display_name]').fill(displayName);
    await page.locator('dialog [name=staff_number]').fill(staffNumber);
    await page.locator('dialog button[type=submit]').click();
    const password = await page.locator('[data-secret]').textContent();
    await page.locator('dialog button.primary').click();
    await page.locator('.bar nav a').first().click();
    return password;
  }

  async takeWork() {
    if (await this.page.locator('.presence').getAttribute('aria-checked') === 'false') await this.page.locator('.presence').click();
    await this.page.locator('.presence[aria-checked=true]').waitFor();
  }

  async pick(section) {
    await this.page.locator(`[data-section=${section}] .row`).first().click();
    await this.page.locator('.log [data-position]').first().waitFor();
  }

  async command(name) {
    await this.page.locator(`[data-command=${name}]:enabled`).click();
  }

  async reply(text) {
    await this.page.locator('[role=tab][data-kind=reply]').click();
    await this.page.locator('.composer textarea').fill(text);
    await this.page.locator('.composer textarea').press('Enter');
  }

  async note(text) {
    await this.page.locator('[role=tab][data-kind=note]').click();
    await this.page.locator('.composer textarea').fill(text);
    await this.page.locator('.composer textarea').press('Enter');
  }

  async hears(from, text) {
    await this.page.locator(`.log [data-from=${from}]`).filter({ hasText: text }).last().waitFor();
  }

  entries() {
    return this.page.locator('.log [data-from]').evaluateAll((all) => all.map((one) => [one.dataset.from, one.querySelector('.bubble').textContent, one.dataset.kind]));
  }

  async delivered() {
    await this.page.locator('.log [data-cid]').first().waitFor({ state: 'detached' });
  }
}

// One server and one browser for a file of tests.
export async function house() {
  const server = await Server.start();
  const browser = await launch();
  return { server, browser, close: async () => { await browser.close(); await server.stop(); } };
}
