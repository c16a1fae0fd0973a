import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters, wellFormed } from '../src/common/text';
import { span } from '../src/common/time';
import { inkOn } from '../src/widget/colour';

test('characters are code points, so that an emoji and a Chinese character are one each', () => {
  assert.equal(characters('a汉😀'), 3);
});

test('half of a surrogate pair is replaced, a whole pair is not', () => {
  assert.equal(wellFormed('a\uD83D b\uDE00 😀'), 'a\uFFFD b\uFFFD 😀');
});

test('a span is told in its two largest units', () => {
  assert.equal(span(59_000, 'zh-CN'), '59 秒');
  assert.equal(span(60_000, 'zh-CN'), '1 分钟');
  assert.equal(span(-3_660_000, 'en'), '1 h 1 min');
  assert.equal(span(2 * 86_400_000 + 3 * 3_600_000, 'zh-CN'), '2 天 3 小时');
});

test('ink on the owner\'s colour can be read, and what is not a colour is none', () => {
  assert.equal(inkOn('#0b6b63')?.colour, '#ffffff');
  assert.equal(inkOn('#ffd54a')?.colour, '#14181d');
  assert.equal(inkOn('red;background:url(x)'), undefined);
});
