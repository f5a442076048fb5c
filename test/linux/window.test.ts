/** A window program as it is started: whose process it is, before anything is shown. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { showWindow } from '../../src/linux/window.ts'

const skip = !existsSync('/usr/bin/xmessage') && 'Needs xmessage: install x11-utils'

test('a window program is told of when it starts, and says that there is no display', { skip }, async () => {
  const pids: number[] = []
  const account = { name: 'me', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: '/' }
  const display = { name: ':4711', authority: '/dev/null', locale: {} }
  const message = { title: 'Title', text: 'Text', timeSeconds: 0, wait: true }
  const shown = showWindow(message, { display, account }, { onStart: (pid) => pids.push(pid) })
  await assert.rejects(shown, { name: 'StatusError' })
  assert.equal(pids.length, 1)
})
