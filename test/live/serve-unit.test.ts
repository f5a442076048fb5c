/** The service as systemd runs it: ready, confined, reloaded, restarted, stopped; and what tsctl doctor says of it. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'

/** The most that `systemd-analyze security` may say. */
const EXPOSURE = 5.0

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`The units on ${kind}`, { skip: requirePeers(kind), timeout: 600_000 }, () => {
    let host: ServeHost
    before(async () => {
      host = await bootServeHost(kind)
    })
    after(async () => {
      await host?.[Symbol.asyncDispose]()
    })

    const property = async (name: string, unit = 'logoff-serve.service') =>
      (await host.shell(`systemctl show --property ${name} --value ${unit}`)).trim()

    /** The lines of tsctl doctor that are about Samba and the service. */
    const doctor = async (): Promise<string> => (await host.peer.exec(['tsctl', 'doctor'], { mayFail: true })).stdout

    test('the service says that it is ready, and what it does', async () => {
      assert.equal(await property('ActiveState'), 'active')
      assert.equal(await property('StatusText'), 'Answering on 3 pipes')
      assert.ok(
        (await host.journal()).includes(
          'Answering on LSM_API_service, TermSrv_API_service, Ctx_WinStation_API_service',
        ),
      )
    })

    test('systemd calls the service little exposed', async () => {
      const said = await host.shell('systemd-analyze security --no-pager logoff-serve.service | tail -n 1')
      const exposure = Number(/level for logoff-serve\.service: (?<figure>[\d.]+)/.exec(said)?.groups?.figure)
      assert.ok(exposure <= EXPOSURE, said)
    })

    test('lines of the journal have their priority', async () => {
      const script = 'journalctl --unit logoff-serve.service --output cat --no-pager --priority notice'
      const lines = (await host.shell(script)).split('\n')
      assert.ok(lines.some((line) => line.startsWith('Answering on ')))
      assert.deepEqual(
        lines.filter((line) => /^<\d>/.test(line)),
        [],
      )
    })

    test('alice logs her session off over the network, and the journal says so', async () => {
      await using login = await host.peer.ssh('alice')
      const id = await host.numberOf('alice')
      const { code, stderr } = await host.cli('logoff', [id], 'alice')
      assert.equal(code, 0, stderr)
      const isThere = (await host.peer.sessions()).some(({ id }) => id === login.id)
      assert.equal(isThere, false)
      assert.deepEqual(await host.peer.processesOf({ session: login.id }), [])
      const deed = `log off session ${id} of alice`
      const lines = await waitFor(
        async () => {
          const told = (await host.journal()).filter((line) => line.includes(deed))
          return told.length === 2 && told
        },
        { what: 'the journal' },
      )
      assert.match(
        lines[0] ?? '',
        new RegExp(`^${host.netbiosName}\\\\alice from 10\\.213\\.\\d+\\.1: ${deed}: asked for$`),
      )
      assert.match(lines[1] ?? '', new RegExp(`: ${deed}: loggedOff after [\\d.]+ s`))
    })

    test('a rights file that is wrong is told with its line, and the one before counts', async () => {
      await using login = await host.peer.ssh('bob')
      const sees = async () => (await host.cli('quser', [], 'oper')).stdout.includes('bob')
      assert.equal(await sees(), false)
      await host.writeRights('[[grants]]\nusers = ["oper"]\nrights = ["query"]\n')
      await host.reload()
      assert.equal(await sees(), true)
      await host.writeRights('[[grants]]\nusers = ["oper"]\nrights = ["everything"]\n')
      await host.reload()
      assert.equal(await sees(), true)
      assert.match((await host.journal()).at(-1) ?? '', /serve\.toml.*line 3.*"everything".*goes on to count/)
      const { code, stderr } = await host.peer.exec(['tsctl', 'doctor'], { mayFail: true })
      assert.equal(code, 1)
      assert.match(stderr, /serve\.toml".*, line 3: "everything" is neither/)
      assert.equal(await property('ActiveState'), 'active')
      await host.shell('rm /etc/logoff/serve.toml')
      await host.reload()
      assert.equal(await sees(), false)
      assert.equal(login.user, 'bob')
    })

    test('callers wait while the service restarts', async () => {
      const logins = await Promise.all((['alice', 'bob'] as const).map((user) => host.peer.ssh(user)))
      const before = await host.servicePid()
      let over = false
      const failures: string[] = []
      const callers = ['alice', 'bob', 'admin'] as const
      const asking = callers.map(async (user) => {
        while (!over) {
          const { code, stderr } = await host.cli('query', ['session'], user)
          // A call that is cut off in the middle is not lost in silence; one that comes later must not fail.
          if (code !== 0 && !/was lost/.test(stderr)) failures.push(stderr)
        }
      })
      for (let round = 0; round < 3; round += 1) await host.shell('systemctl restart logoff-serve')
      over = true
      await Promise.all(asking)
      assert.deepEqual(failures, [])
      assert.notEqual(await host.servicePid(), before)
      for (const login of logins) await login[Symbol.asyncDispose]()
    })

    test('doctor finds nothing to change on a host that works', async () => {
      const said = await doctor()
      for (const check of ['Samba', 'winbind', 'Pipe folders', 'Rights file', 'Service']) {
        assert.match(said, new RegExp(`^${check} +yes `, 'm'))
      }
      assert.doesNotMatch(said, /to change:/)
    })

    test('doctor says what to change for each thing that is wrong', async () => {
      const np = '/run/samba/ncalrpc/np'
      const wrong: readonly (readonly [string, string, RegExp])[] = [
        [`chmod 755 ${np}`, `chmod 700 ${np}`, /to change: run "chmod 0700 \/run\/samba\/ncalrpc\/np"/],
        ['systemctl stop winbind', 'systemctl start winbind', /to change: run "systemctl enable --now winbind"/],
        ['systemctl stop smbd', 'systemctl start smbd', /to change: run "systemctl enable --now smbd"/],
        [
          'systemctl stop logoff-serve.socket logoff-serve.service',
          'systemctl start logoff-serve.socket logoff-serve.service',
          /to change: run "systemctl enable --now logoff-serve.socket"/,
        ],
        [
          "sed -i 's/^\\[global\\]/[global\\nxx/' /etc/samba/smb.conf",
          "sed -i -z 's/\\[global\\nxx/[global]/' /etc/samba/smb.conf",
          /to change: run "testparm -s"/,
        ],
      ]
      for (const [harm, mend, remedy] of wrong) {
        await host.shell(harm)
        assert.match(await doctor(), remedy, harm)
        await host.shell(mend)
      }
      await host.whenServing()
      assert.doesNotMatch(await doctor(), /to change:/)
    })

    test('who is not root is told what to do', async () => {
      const served = await host.peer.exec(['tsctl', 'serve'], { user: 'alice', mayFail: true })
      assert.equal(served.code, 1)
      assert.match(served.stderr, /^tsctl serve must run as root, [^\n]*"systemctl start logoff-serve"\n$/)
    })

    test('a second service is told that the pipes are taken, and does them no harm', async () => {
      const served = await host.peer.exec(['tsctl', 'serve'], { mayFail: true })
      assert.equal(served.code, 1)
      assert.match(served.stderr, /^Another program answers on the pipe "[^\n"]*\/lsm_api_service"; stop it[^\n]*\n$/)
      await host.whenServing()
    })

    test('a rights file that is wrong at the start leaves nobody waiting', async () => {
      await host.writeRights('[[grants]]\nrights = ["everything"]\n')
      await host.shell('systemctl restart logoff-serve || true')
      const told = async () => (await host.cli('query', ['session'], 'alice')).stderr
      const says = async () => /^Nobody answers on the pipe/.test(await told())
      await waitFor(says, { what: 'callers to be told', deadlineMs: 120_000 })
      assert.match((await host.journal()).join('\n'), /serve\.toml".*, line 2: "everything" is neither/)
      await host.shell('rm /etc/logoff/serve.toml; systemctl reset-failed logoff-serve.service')
      await host.shell('systemctl start logoff-serve.socket logoff-serve.service')
      await host.whenServing()
    })

    test('a stop is clean', async () => {
      await host.shell('systemctl stop logoff-serve.service')
      assert.equal(await property('Result'), 'success')
      assert.equal(await property('ExecMainStatus'), '0')
      assert.ok((await host.journal()).includes('Stopping'))
      await host.shell('systemctl start logoff-serve.service')
    })
  })
}
