/** msg on a real X display: a window comes up as the session's user, is answered by its button, or times out. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { bootPeer } from './peer/boot.ts'
import type { PeerHost } from './peer/host.ts'
import type { LocalSession } from './peer/local-session.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'

const DISPLAY = ':7'

interface Place {
  readonly x: number
  readonly y: number
}

for (const kind of ['sd252', 'sd257'] as const) {
  suite(`msg to a window on ${kind}`, { skip: requirePeers(kind) }, () => {
    let host: PeerHost
    let session: LocalSession
    before(async () => {
      host = await bootPeer(kind)
      session = await host.seatSession('alice', { active: true, display: DISPLAY })
    })
    after(() => host.close())

    const onDisplay = async (...argv: string[]) => {
      const env = { DISPLAY, HOME: '/home/alice' }
      return (await host.exec(argv, { user: 'alice', env, mayFail: true })).stdout
    }
    const windows = () => onDisplay('xwininfo', '-root', '-tree')
    const windowUp = () =>
      waitFor(async () => /"Message from root [^"]*": \("xmessage"/.exec(await windows()), { what: 'the window' })
    const msg = (...argv: string[]) => host.exec(['msg', ...argv], { mayFail: true })

    /** Where a button is, counted from the left: the buttons are the lowest windows within the window. */
    async function button(index: number): Promise<Place> {
      const lines = (await windows()).matchAll(/ (\d+)x(\d+)\+\d+\+\d+ {2}\+(\d+)\+(\d+)$/gm)
      const places = [...lines].map((match) => match.slice(1).map(Number))
      const lowest = Math.max(...places.map(([, , , top = 0]) => top))
      const buttons = places.filter(([, , , top]) => top === lowest).sort(([, , a = 0], [, , b = 0]) => a - b)
      const [width = 0, height = 0, left = 0, top = 0] = buttons[index] ?? []
      assert.ok(width > 0, `no button ${index} in ${buttons.length}`)
      return { x: left + Math.floor(width / 2), y: top + Math.floor(height / 2) }
    }

    async function press(index = 0): Promise<void> {
      await windowUp()
      const { x, y } = await button(index)
      await onDisplay('xdotool', 'mousemove', String(x), String(y), 'click', '1')
    }

    test('shows it as the user, and waits for the answer', async () => {
      const answer = msg(session.id, '/w', '/v', '/time:60', 'Please save: 保存してください')
      await windowUp()
      const { stdout: owner } = await host.exec(['ps', '-C', 'xmessage', '-o', 'user=,group='])
      assert.match(owner, /^alice +alice$/m)
      await press()
      const { code, stdout } = await answer
      assert.equal(code, 0)
      assert.match(stdout, /was answered: OK/)
      await waitFor(async () => !(await windows()).includes('xmessage'), { what: 'the window to go' })
    })

    test('asks Yes or No, and brings back which', async () => {
      for (const [index, answer] of ['Yes', 'No'].entries()) {
        const asked = msg(session.id, '/yesno', '/time:60', 'May this session end?')
        await press(index)
        const { code, stdout } = await asked
        assert.deepEqual([code, stdout.trim().split(' ').at(-1)], [0, answer])
        await waitFor(async () => !(await windows()).includes('xmessage'), { what: 'the window to go' })
      }
    })

    test('gives up when the time is over', async () => {
      const { code, stdout } = await msg(session.id, '/w', '/v', '/time:1', 'Anybody there?')
      assert.equal(code, 0)
      assert.match(stdout, /was not answered in time/)
    })

    test('does not wait unless told to, and the window stays', async () => {
      const { code } = await msg('console', '/time:60', 'Back at five')
      assert.equal(code, 0)
      await press()
      await waitFor(async () => !(await windows()).includes('xmessage'), { what: 'the window to go' })
    })

    test('takes the window away when it is interrupted', async () => {
      const waiting = host.exec(['timeout', '600', 'msg', session.id, '/w', 'Wait'], { mayFail: true })
      await windowUp()
      // To its child alone: `timeout` itself would send it twice, and the second may come when all is over.
      await host.exec(['sh', '-c', 'pkill --signal=INT --parent "$(pgrep --exact timeout)"'])
      const { code } = await waiting
      assert.equal(code, 130)
      await waitFor(async () => !(await windows()).includes('xmessage'), { what: 'the window to go' })
    })

    test('says what is missing where no program can show it', async () => {
      await host.exec(['mv', '/usr/bin/xmessage', '/usr/bin/xmessage.away'])
      const { code, stderr } = await msg(session.id, 'hello')
      await host.exec(['mv', '/usr/bin/xmessage.away', '/usr/bin/xmessage'])
      assert.equal(code, 1)
      assert.match(stderr, /lacks the program "xmessage"; install the package "x11-utils"/)
    })

    test('says that a display cannot be opened', async () => {
      await host.exec(['mv', '/home/alice/.Xauthority', '/home/alice/.Xauthority.away'])
      const { code, stderr } = await msg(session.id, 'hello')
      await host.exec(['mv', '/home/alice/.Xauthority.away', '/home/alice/.Xauthority'])
      assert.equal(code, 1)
      assert.match(stderr, /^The message could not be shown in session .*exit 1/)
    })
  })
}
