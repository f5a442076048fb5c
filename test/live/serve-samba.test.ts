/** The service beside Samba: what Samba answers itself goes on, and who has not logged on reaches nothing of ours. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { requirePeers } from './peer/rootfs.ts'
import { type ForeignAccount, foreignAuths } from './serve/foreign.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { numbersOf } from './serve/numbers.ts'
import { bootSecondMachine, type SecondMachine } from './serve/second-machine.ts'

const [SMB_2_1, SMB_3_0] = [0x0210, 0x0300]

/** Whom nothing is for. */
interface Stranger {
  readonly name: string
  readonly user: string
  readonly how: Partial<ForeignAccount>
  readonly refused: RegExp
}

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

    /** Refused at the bind; and at the first call after an authentication that is not that of the pipe's account. */
    const [AT_THE_BIND, AT_THE_CALL] = [/Bind context rejected/, /rpc_s_access_denied/]
    const nobody: readonly [string, string] = ['', '']
    const guest: readonly [string, string] = ['stranger', 'anything']
    const strangers: readonly Stranger[] = [
      ...foreignAuths.map((auth) => ({
        name: `nobody with ${auth}`,
        user: '',
        how: { smb: nobody, auth },
        refused: AT_THE_BIND,
      })),
      ...foreignAuths.map((auth) => ({
        name: `a guest with ${auth}`,
        user: 'stranger',
        how: { smb: guest, auth },
        refused: AT_THE_BIND,
      })),
      { name: 'alice in the pipe of nobody', user: 'alice', how: { smb: nobody }, refused: AT_THE_BIND },
      { name: 'alice in the pipe of a guest', user: 'alice', how: { smb: guest }, refused: AT_THE_BIND },
      { name: 'alice in the pipe of bob', user: 'alice', how: { smb: ['bob', 'test-bob'] }, refused: AT_THE_CALL },
      {
        ...{ name: 'alice with a wrong password in her own pipe', user: 'alice', refused: AT_THE_CALL },
        how: { password: 'wrong', smb: ['alice', 'test-alice'] },
      },
    ]

    for (const { name, user, how, refused } of strangers) {
      test(`${name} reaches nothing`, async () => {
        await using foreign = second.foreign(user, how)
        for (const [where, call, values] of [
          ['TermSrvEnumeration', 'RpcOpenEnum', {}],
          ['TermSrvSession', 'RpcGetLoggedOnCount', {}],
          ['TermSrvNotification', 'RpcRegisterAsyncNotification', { SessionId: -1, Mask: 0xff }],
          ['RCMPublic', 'RpcGetAllListeners', { Level: 1 }],
          ['LegacyApi', 'RpcWinStationOpenServer', {}],
        ] as const)
          await assert.rejects(foreign.call(where, call, values), refused, call)
      })
    }

    test('the journal says who was turned away, and from where', async () => {
      const lines = await host.journal()
      for (const who of [
        /ANONYMOUS LOGON from 10\.214\.0\.2 was turned away/,
        /nobody from 10\.214\.0\.2 was turned away/,
      ])
        assert.ok(
          lines.some((line) => who.test(line)),
          `${who}`,
        )
    })

    test('level none is served where SMB itself encrypts, and not where it only signs', async () => {
      // Impacket encrypts where it can, which is from SMB 3.0 on.
      await using encrypted = second.foreign('alice', { auth: 'none', dialect: SMB_3_0 })
      assert.deepEqual(await encrypted.list(), [])
      await using signed = second.foreign('alice', { auth: 'none', dialect: SMB_2_1 })
      await assert.rejects(signed.list(), AT_THE_CALL)
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
