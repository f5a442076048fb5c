/** Telling systemd, for which a socket of our own stands in. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { openNotifier } from '../../src/service/notifier.ts'

const NOTIFY = '/usr/bin/systemd-notify'
const skip = existsSync(NOTIFY) ? false : `Needs ${NOTIFY} of the package systemd`

/** Prints each datagram as a line; a barrier is answered by closing the descriptor that it brings. */
const MANAGER = `
import array, os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('ready', flush=True)
while True:
    data, ancillary, _, _ = s.recvmsg(4096, 4096)
    for _, _, fds in ancillary:
        for fd in array.array('i', fds): os.close(fd)
    if data != b'BARRIER=1': print(data.decode().replace('\\n', '|'), flush=True)
`

test('the notifier tells the manager state after state', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logoff-notify-'))
  const socket = join(folder, 'notify')
  const manager = spawn('python3', ['-c', MANAGER, socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const heard = createInterface({ input: manager.stdout })[Symbol.asyncIterator]()
    assert.equal((await heard.next()).value, 'ready')
    const complaints: string[] = []
    const tell = openNotifier(socket, (_, line) => void complaints.push(line))
    await Promise.all([tell('READY=1', 'STATUS=All is well'), tell('RELOADING=1'), tell('STOPPING=1')])
    const told = [await heard.next(), await heard.next(), await heard.next()].map(({ value }) => value)
    assert.deepEqual(told, ['READY=1|STATUS=All is well', 'RELOADING=1', 'STOPPING=1'])
    assert.deepEqual(complaints, [])
  } finally {
    manager.kill()
    rmSync(folder, { recursive: true })
  }
})

test('the notifier complains to the journal, and does not fail, where nobody hears it', { skip }, async () => {
  const complaints: string[] = []
  await openNotifier('/nowhere/notify', (level, line) => void complaints.push(`${level} ${line}`))('READY=1')
  assert.equal(complaints.length, 1)
  assert.match(complaints[0] ?? '', /^warning Cannot tell systemd READY=1: ./)
})

test('the notifier tells nobody where no manager asked', async () => {
  await openNotifier(undefined, () => assert.fail('there is nothing to say'))('READY=1')
})
