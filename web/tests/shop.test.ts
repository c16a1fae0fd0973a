import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// The tests run from web/, whatever file they were compiled to.
const read = (name: string) => readFileSync(name, 'utf8');
const rows = (name: string) => read(name).trim().split('\n').slice(1).map((line) => line.split(','));

test('every order on the demo page is in the demo data, with the right phone and model', () => {
  const tails = new Map(rows('../config/demo/customers.csv').map(([id, , phone]) => [id, phone?.slice(-4)]));
  const orders = new Map(rows('../config/demo/orders.csv').map(([number, customer, , model]) => [number, { tail: tails.get(customer), model }]));
  const listed = [...read('pages/index.html').matchAll(/<code>(\d{13})<\/code><\/td><td><code>(\d{4})<\/code>.*?<small>(\S+?)<\/small>/g)];
  assert.ok(listed.length > 5);
  for (const [, number, tail, model] of listed) assert.deepEqual({ tail, model }, orders.get(number!), number);
});
