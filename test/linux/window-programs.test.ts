/** What the programs that show messages are told, and what their ends mean. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WINDOW_PROGRAMS } from '../../src/linux/window-programs.ts'
import { BUTTONS, type Message, type MessageButtons } from '../../src/session/message.ts'

const MESSAGE: Message = { title: 'From root', text: '--help', timeSeconds: 30, wait: true }
const KINDS = Object.keys(BUTTONS) as MessageButtons[]
const [zenity, xmessage] = WINDOW_PROGRAMS

test('xmessage has the buttons that were asked for, and says which one was pressed', () => {
  const shown = (buttons: MessageButtons) => xmessage?.args({ ...MESSAGE, buttons })?.slice(1, 5)
  assert.deepEqual(shown('ok'), ['-buttons', 'OK:101', '-default', 'OK'])
  assert.deepEqual(shown('yesNoCancel'), ['-buttons', 'Yes:101,No:102,Cancel:103', '-default', 'Yes'])
  for (const buttons of KINDS) {
    const answers = xmessage?.answers({ ...MESSAGE, buttons }) ?? {}
    assert.deepEqual(
      BUTTONS[buttons].map((_, i) => answers[101 + i]),
      BUTTONS[buttons],
    )
    assert.equal(answers[0], 'timeout')
  }
})

test('zenity asks with two buttons, and leaves three to the other program', () => {
  const first = (buttons: MessageButtons) => zenity?.args({ ...MESSAGE, buttons })?.[0]
  assert.deepEqual(KINDS.map(first), ['--info', '--question', '--question', undefined, '--question', undefined])
  assert.deepEqual(zenity?.answers({ ...MESSAGE, buttons: 'yesNo' }), { 0: 'yes', 1: 'no', 5: 'timeout' })
  assert.deepEqual(zenity?.answers(MESSAGE), { 0: 'ok', 1: 'ok', 5: 'timeout' })
})

test('closing the window never says yes', () => {
  const closed = KINDS.map((buttons) => WINDOW_PROGRAMS.map((each) => each.answers({ ...MESSAGE, buttons })[1]))
  assert.deepEqual(closed, [
    ['ok', 'ok'],
    ['cancel', 'cancel'],
    ['no', 'no'],
    ['cancel', 'cancel'],
    ['cancel', 'cancel'],
    ['abort', 'abort'],
  ])
})

test('no text is taken for an option', () => {
  assert.ok(zenity?.args(MESSAGE)?.includes('--text=--help'))
  assert.ok(!xmessage?.args(MESSAGE)?.includes('--help'))
  assert.equal(xmessage?.input(MESSAGE), '--help\n')
})
