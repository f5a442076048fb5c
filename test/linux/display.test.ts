/** Which X display a session shows. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { displayOf } from '../../src/linux/display.ts'

const account = { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }
const environment = (variables: Record<string, string>) => new Map(Object.entries(variables))

suite('displayOf()', () => {
  test('takes the display and its cookie from a process of the session', () => {
    const found = displayOf([environment({}), environment({ DISPLAY: ':10.0', XAUTHORITY: '/run/x' })], '', account)
    assert.deepEqual(found, { name: ':10.0', authority: '/run/x', locale: { LC_CTYPE: 'C.UTF-8' } })
  })
  test('takes the user’s own cookies where no process names others', () => {
    assert.equal(displayOf([environment({ DISPLAY: ':10' })], '', account)?.authority, '/home/alice/.Xauthority')
  })
  test('believes the manager about the display, and a process on it about the cookie', () => {
    const environments = [
      environment({ DISPLAY: ':11', XAUTHORITY: '/other' }),
      environment({ DISPLAY: ':10.0', XAUTHORITY: '/right', LANG: 'ja_JP.UTF-8' }),
    ]
    const found = displayOf(environments, ':10', account)
    assert.deepEqual(found, { name: ':10', authority: '/right', locale: { LANG: 'ja_JP.UTF-8' } })
  })
  test('knows the display that the manager names where no process tells of it', () => {
    assert.deepEqual(displayOf([], ':10', account), {
      name: ':10',
      authority: '/home/alice/.Xauthority',
      locale: { LC_CTYPE: 'C.UTF-8' },
    })
  })
  test('does not follow a display that is forwarded to another machine', () => {
    for (const DISPLAY of ['localhost:10.0', 'evil.example:0', ':', ':x', '']) {
      assert.equal(displayOf([environment({ DISPLAY })], '', account), null)
    }
  })
})
