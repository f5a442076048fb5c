/** NTLM over helpers: who is accepted, what becomes of the key, and how a few helpers serve many handshakes. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { SecurityContext } from '../../../src/auth/mechanism.ts'
import { Direction } from '../../../src/auth/ntlm/session-security.ts'
import { StatusError } from '../../../src/errors.ts'
import { winbindNtlm } from '../../../src/service/ntlm/acceptor.ts'
import { isAccount } from '../../../src/service/ntlm/account.ts'
import { keyIn } from '../../../src/service/ntlm/answer.ts'
import { HelperPool, type HelperPoolOptions } from '../../../src/service/ntlm/pool.ts'

const FAKE = fileURLToPath(new URL('fake-ntlm-auth.sh', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'logoff-ntlm-'))
after(() => rmSync(folder, { recursive: true }))

const ALICE = { user: 'Alice', domain: 'LABHOST', unixName: 'alice' }
const BOB = { user: 'bob', domain: 'LABHOST', unixName: 'bob' }
const KEY = Uint8Array.from({ length: 16 }, (_, i) => i)

interface Lab extends Disposable {
  readonly pool: HelperPool
  readonly troubles: string[]
  /** How many helpers were started. */
  starts(): number
}

let labs = 0
function lab(options: HelperPoolOptions = {}): Lab {
  const log = join(folder, `starts-${labs++}`)
  writeFileSync(log, '')
  const troubles: string[] = []
  const onTrouble = (reason: string) => void troubles.push(reason)
  const pool = new HelperPool({ command: ['/bin/sh', FAKE, log], onTrouble, ...options })
  return {
    ...{ pool, troubles },
    starts: () => readFileSync(log, 'utf8').split('\n').length - 1,
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  }
}

const begin = (context: SecurityContext, text = 'negotiate') => context.step(Buffer.from(text))
const finish = (context: SecurityContext, text: string) => context.step(Buffer.from(text))

async function accepted(pool: HelperPool, account = ALICE): Promise<SecurityContext> {
  const context = winbindNtlm(pool, account).context()
  await begin(context)
  await finish(context, `${account.domain}\\${account.unixName}`)
  return context
}

test('the account of the pipe is accepted, and messages are protected with the key', async () => {
  using own = lab()
  const context = winbindNtlm(own.pool, ALICE).context()
  const first = await begin(context)
  assert.match(Buffer.from(first.token!).toString(), /^challenge of \d+$/)
  assert.deepEqual([first.done, context.done, context.principal], [false, false, null])
  assert.deepEqual(await finish(context, 'LABHOST\\alice'), { token: null, done: true })
  assert.deepEqual(context.principal, { user: 'Alice', domain: 'LABHOST' })
  assert.deepEqual(context.sessionKey, KEY)
  const client = new Direction(KEY, 'client')
  const message = Buffer.from('a sealed message')
  const signature = client.seal(message, { start: 2, end: 8 })
  context.unseal(message, { start: 2, end: 8 }, signature)
  assert.equal(message.toString(), 'a sealed message')
  assert.equal(/0, *1, *2|000102|AAEC/.test(inspect(context) + JSON.stringify(context)), false)
})

test('another account, a wrong password and weak protection are refused', async () => {
  using own = lab()
  for (const [said, status] of [
    ['LABHOST\\bob', 'STATUS_ACCESS_DENIED'],
    ['OTHER\\alice', 'STATUS_ACCESS_DENIED'],
    ['wrong', 'STATUS_LOGON_FAILURE'],
    ['LABHOST\\alice/weak', 'SEC_E_UNSUPPORTED_FUNCTION'],
  ] as const) {
    const context = winbindNtlm(own.pool, ALICE).context()
    await begin(context)
    await assert.rejects(
      finish(context, said),
      (error) => error instanceof StatusError && error.status.symbol === status,
    )
    assert.deepEqual([context.done, context.principal], [false, null])
    assert.throws(() => context.sessionKey, /SEC_E_OUT_OF_SEQUENCE/)
    await assert.rejects(finish(context, 'LABHOST\\alice'))
  }
})

test('one helper serves one handshake after the other', async () => {
  using own = lab()
  for (let i = 0; i < 5; i++) (await accepted(own.pool))[Symbol.dispose]()
  assert.equal(own.starts(), 1)
})

test('handshakes at the same time share the helpers, of which an owner has half', async () => {
  using own = lab({ size: 6 })
  const contexts = Array.from({ length: 12 }, () => winbindNtlm(own.pool, ALICE).context())
  const steps = await Promise.all(
    contexts.map(async (context) => {
      const step = await begin(context)
      await finish(context, 'LABHOST\\alice')
      return step
    }),
  )
  assert.equal(
    contexts.every(({ done }) => done),
    true,
  )
  assert.equal(new Set(steps.map(({ token }) => Buffer.from(token!).toString())).size, 3)
  assert.equal(own.starts(), 3)
})

test('whoever begins handshakes and does not finish them stands in his own way', async () => {
  using own = lab({ size: 4, graceMs: 10 })
  const alice = winbindNtlm(own.pool, ALICE).context()
  await begin(alice)
  const bobs = Array.from({ length: 6 }, () => winbindNtlm(own.pool, BOB).context())
  for (const context of bobs) await begin(context)
  await finish(alice, 'LABHOST\\alice')
  assert.equal(alice.done, true)
  assert.equal(own.starts(), 3)
  await assert.rejects(finish(bobs[0]!, 'LABHOST\\bob'), /too long/)
  await finish(bobs.at(-1)!, 'LABHOST\\bob')
  assert.equal(bobs.at(-1)!.done, true)
})

test('a handshake that is given up gives its helper back', async () => {
  using own = lab({ size: 1, graceMs: 60_000 })
  for (let i = 0; i < 4; i++) {
    const context = winbindNtlm(own.pool, ALICE).context()
    await begin(context)
    context[Symbol.dispose]()
  }
  assert.equal((await accepted(own.pool)).done, true)
  assert.equal(own.starts(), 1)
})

test('a helper that dies is replaced, and the trouble is told', async () => {
  using own = lab({ size: 1 })
  const context = winbindNtlm(own.pool, ALICE).context()
  await begin(context)
  await assert.rejects(finish(context, 'die'), /ended with 3/)
  assert.equal((await accepted(own.pool)).done, true)
  assert.deepEqual([own.starts(), own.troubles], [2, ['/bin/sh ended with 3']])
})

test('a first message that kills every helper is refused', async () => {
  using own = lab()
  await assert.rejects(begin(winbindNtlm(own.pool, ALICE).context(), 'die'), /ended with 3/)
  await assert.rejects(begin(winbindNtlm(own.pool, ALICE).context(), 'bad'), /SEC_E_INVALID_TOKEN.*BH/)
})

test('a helper that hangs is ended', async () => {
  using own = lab({ commandMs: 500, size: 1 })
  await assert.rejects(begin(winbindNtlm(own.pool, ALICE).context(), 'hang'), /has not answered within 500 ms/)
  assert.equal((await accepted(own.pool)).done, true)
})

test('a program that is not there is trouble and no crash', async () => {
  using own = lab({ command: ['/nonexistent/ntlm_auth'] })
  await assert.rejects(begin(winbindNtlm(own.pool, ALICE).context()), /cannot be run: .*ENOENT/)
  assert.match(own.troubles[0] ?? '', /cannot be run/)
})

test('disposal ends the helpers and whoever waits for one', async () => {
  const own = lab({ size: 1 })
  const holder = await own.pool.borrow('a')
  own[Symbol.dispose]()
  await assert.rejects(holder.ask('YR eA=='))
  await assert.rejects(own.pool.borrow('b'), /stopping/)
})

test('a key is read without its text, and the answer is cleared', () => {
  const answer = new Uint8Array(Buffer.from('GK AAECAwQFBgcICQoLDA0ODw=='))
  assert.deepEqual(keyIn(answer), KEY)
  assert.equal(
    answer.every((byte) => byte === 0),
    true,
  )
  for (const wrong of ['BH no key', 'GK ', 'GK AAEC', `GK ${Buffer.alloc(17).toString('base64')}`])
    assert.equal(keyIn(new Uint8Array(Buffer.from(wrong))), null, wrong)
  for (let i = 0; i < 50; i++) {
    const key = crypto.getRandomValues(new Uint8Array(16))
    assert.deepEqual(keyIn(new Uint8Array(Buffer.from(`GK ${Buffer.from(key).toString('base64')}`))), key)
  }
})

test('accounts are compared without regard to case, whatever stands between domain and user', () => {
  for (const name of ['LABHOST\\Alice', 'labhost\\ALICE', 'LABHOST+alice', 'LABHOST/alice', 'alice', 'ALICE'])
    assert.equal(isAccount(ALICE, name), true, name)
  for (const name of [
    '',
    'bob',
    'LABHOST\\bob',
    'OTHER\\alice',
    'LABHOSTalice',
    'LABHOST\\xalice',
    'LABHOSTxalice',
    'LABHOST',
  ])
    assert.equal(isAccount(ALICE, name), false, name)
  assert.equal(isAccount({ user: 'tsadmin', domain: 'LAB', unixName: 'LAB\\tsadmin' }, 'tsadmin'), false)
})
