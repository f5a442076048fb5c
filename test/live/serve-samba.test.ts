/** The service beside Samba: what Samba answers itself goes on, and who has not logged on reaches nothing of ours. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { requirePeers } from './peer/rootfs.ts'
import { type ForeignAccount, foreignAuths } from './serve/foreign.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { numbersOf } from './serve/numbers.ts'
import { bootSecondMachine, type SecondMachine } from './serve/second-machine.ts'

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`The service beside Samba on ${kind}`, { skip: requirePeers(kind), timeout: 600_000 }, () => {
    let host: ServeHost
    let second: SecondMachine
    before(async () => {
      // What Samba has by default, said aloud: nobody may open pipes, and strangers become guests.
      host = await bootServeHost(kind, { smbConf: 'restrict anonymous = 0\nmap to guest = bad user' })
      second = await bootSecondMachine(host)
    })
    after(async () => {
      for (const each of [second, host]) await each?.[Symbol.asyncDispose]()
    })

    const run = async (program: string, ...args: string[]) => {
      const argv = [program, ...args, '-U', 'alice%test-alice']
      const { code, stdout, stderr } = await second.peer.exec(argv, { mayFail: true })
      assert.equal(code, 0, `${argv.slice(0, -1).join(' ')}: ${stdout}${stderr}`)
      return stdout
    }

    /** Files and RPC of Samba's own, as its own clients have them. */
    async function assertSambaAnswers(): Promise<void> {
      const { serverAddress: server } = second
      const rpc = (command: string) => run('rpcclient', server, '-c', command)
      assert.match(await rpc('srvinfo'), /platform_id/)
      assert.match(await rpc('lsaquery'), /Domain Name/)
      assert.match(await rpc('enumdomusers'), /user:\[alice\]/)
      assert.match(await rpc('getusername'), /alice/)
      assert.match(await run('smbclient', '-L', server), /IPC\$/)
      await run('smbclient', `//${server}/alice`, '-c', 'ls')
    }

    const systemctl = (...args: string[]) => host.shell(`systemctl ${args.join(' ')}`)

    test('Samba answers its own clients before the service runs, while it does, and after', async () => {
      await systemctl('stop', 'logoff-serve.service', 'logoff-serve.socket')
      await systemctl('restart', 'smbd')
      await assertSambaAnswers()
      await systemctl('start', 'logoff-serve.socket', 'logoff-serve.service')
      await host.whenServing()
      await using foreign = second.foreign('alice')
      let over = false
      const busy = (async () => {
        while (!over) await foreign.list()
      })()
      await assertSambaAnswers()
      over = true
      await busy
      await systemctl('stop', 'logoff-serve.service', 'logoff-serve.socket')
      await assertSambaAnswers()
      await systemctl('start', 'logoff-serve.socket', 'logoff-serve.service')
      await host.whenServing()
      await assertSambaAnswers()
    })

    test('Samba lets nobody open pipes of its own, so that what follows says something', async () => {
      const { code, stdout } = await second.peer.exec(['rpcclient', second.serverAddress, '-U%', '-c', 'srvinfo'])
      assert.equal(code, 0)
      assert.match(stdout, /platform_id/)
    })

    const ANONYMOUS = ['', ''] as const
    const STRANGER = ['stranger', 'anything'] as const
    const strangers: readonly [string, string, Partial<ForeignAccount>][] = [
      ...foreignAuths.map((auth) => ['', `nobody with ${auth}`, { password: '', auth }] as const),
      ...foreignAuths.map((auth) => ['stranger', `a guest with ${auth}`, { auth }] as const),
      ['alice', 'alice in the pipe of nobody', { smb: ANONYMOUS }],
      ['alice', 'alice in the pipe of a guest', { smb: STRANGER }],
      ['alice', 'alice in the pipe of bob', { smb: ['bob', 'test-bob'] }],
      ['alice', 'alice with a wrong password in her own pipe', { password: 'wrong', smb: ['alice', 'test-alice'] }],
    ].map(([user, name, how]) => [user, name, how] as [string, string, Partial<ForeignAccount>])

    for (const [user, name, how] of strangers) {
      test(`${name} reaches nothing`, async () => {
        await using foreign = second.foreign(user, how)
        for (const [where, call, values] of [
          ['TermSrvEnumeration', 'RpcOpenEnum', {}],
          ['TermSrvSession', 'RpcGetLoggedOnCount', {}],
          ['TermSrvNotification', 'RpcRegisterAsyncNotification', { SessionId: -1, Mask: 0xff }],
          ['RCMPublic', 'RpcGetAllListeners', { Level: 1 }],
          ['LegacyApi', 'RpcWinStationOpenServer', {}],
        ] as const) {
          const refused = await foreign.call(where, call, values).then(
            () => null,
            (error: Error) => error.message,
          )
          assert.match(String(refused), /access_denied|bind|STATUS_|rejected/i, call)
        }
      })
    }

    test('level none is served where SMB itself encrypts, and not where it only signs', async () => {
      const encrypted = { auth: 'none', dialect: 0x0300 } as const
      await host.shell(
        'printf "[global]\\nserver smb encrypt = desired\\n" >>/etc/samba/smb.conf; systemctl reload smbd',
      )
      await using foreign = second.foreign('alice', encrypted)
      assert.deepEqual(await foreign.list(), [])
      await using signed = second.foreign('alice', { auth: 'none', dialect: 0x0210 })
      await assert.rejects(signed.list(), /access_denied/)
    })

    for (const auth of foreignAuths.filter((each) => each !== 'none')) {
      test(`alice is served with ${auth}`, async () => {
        await using login = await host.peer.ssh('alice')
        await using foreign = second.foreign('alice', { auth })
        assert.deepEqual(
          (await foreign.list()).map(({ SessionId }) => SessionId),
          await numbersOf(host, [login.id]),
        )
      })
    }
  })
}
