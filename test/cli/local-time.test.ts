/** Times are written by the user's locale and time zone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localTime } from '../../src/cli/local-time.ts'

const DATE = new Date(Date.UTC(2024, 6, 4, 21, 24))

test('localTime follows the locale for dates, with four digits of the year', () => {
  const shown = (env: Record<string, string>) => localTime(DATE, { TZ: 'UTC', ...env })
  assert.equal(shown({ LANG: 'en_US.UTF-8' }), '7/4/2024 9:24 PM')
  assert.equal(shown({ LANG: 'de_DE.UTF-8' }), '04.07.2024 21:24')
  assert.equal(shown({ LANG: 'ja_JP.UTF-8' }), '2024/07/04 21:24')
  assert.equal(shown({ LANG: 'en_US.UTF-8', LC_TIME: 'en_GB.UTF-8' }), '04/07/2024 21:24')
  assert.equal(shown({ LANG: 'de_DE.UTF-8', LC_TIME: 'de_DE', LC_ALL: 'en_US' }), '7/4/2024 9:24 PM')
})

test('localTime writes as American English where no locale is named', () => {
  for (const LANG of ['C', 'C.UTF-8', 'POSIX', '', 'x_'])
    assert.equal(localTime(DATE, { TZ: 'UTC', LANG }), '7/4/2024 9:24 PM')
})

test('localTime follows the time zone, and its own where TZ is not known to it', () => {
  assert.equal(localTime(DATE, { TZ: ':Europe/Berlin', LANG: 'de_DE' }), '04.07.2024 23:24')
  assert.match(localTime(DATE, { TZ: 'CET-1CEST', LANG: 'de_DE' }), /^0[45]\.07\.2024 \d\d:\d\d$/)
})
