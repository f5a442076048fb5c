/** The adapter against a real smbd, which has every layer but the calls of a session host. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { LogoffError } from '../../src/errors.ts'
import { credentialOf } from '../../src/host/credential.ts'
import type { TstsHost } from '../../src/host/tsts/host.ts'
import { openTsts, type TstsOptions } from '../../src/host/tsts/open-tsts.ts'
import { ALICE, Smbd, smbdMissing } from './smbd/smbd.ts'

const skip = smbdMissing()

describe('TstsHost against smbd', { skip }, () => {
  let smbd: Smbd

  before(async () => {
    smbd = await Smbd.start()
  })
  after(() => smbd?.[Symbol.asyncDispose]())

  async function reach(password: string = ALICE.password, options: Partial<TstsOptions> = {}): Promise<TstsHost> {
    const address = `127.0.0.1:${smbd.port}`
    const target = { name: 'smbd', address, transport: 'tsts', account: null, passwordFile: null } as const
    return openTsts(target, { credential: credentialOf(ALICE.user, password), ...options })
  }

  async function failureOf(host: TstsHost): Promise<LogoffError> {
    const error: unknown = await host.list().catch((thrown) => thrown)
    assert.ok(error instanceof LogoffError, String(error))
    return error
  }

  test('says that nobody serves the pipes', async () => {
    await using host = await reach()
    const { code, message } = await failureOf(host)
    assert.equal(code, 'SERVICE_STOPPED')
    assert.match(message, /"Ctx_WinStation_API_service" of "smbd".*STATUS_OBJECT_NAME_NOT_FOUND 0xc0000034/)
  })

  test('says that the password is wrong', async () => {
    await using host = await reach('wrong')
    const { code, message } = await failureOf(host)
    assert.equal(code, 'ACCOUNT_REFUSED')
    assert.match(message, /as "alice": the user name or the password is wrong \(STATUS_LOGON_FAILURE 0xc000006d\)/)
  })

  test('says that the account is disabled', async () => {
    await smbd.tool('pdbedit', ['-c', '[D]', ALICE.user])
    try {
      await using host = await reach()
      const { code, message } = await failureOf(host)
      assert.equal(code, 'ACCOUNT_REFUSED')
      assert.match(message, /the account is disabled/)
    } finally {
      await smbd.tool('pdbedit', ['-c', '[]', ALICE.user])
    }
  })

  test('walks through the layers up to the pipe', async () => {
    await using host = await reach(ALICE.password, { encryptionRequired: true })
    const findings = await host.examine()
    assert.deepEqual(
      findings.map(({ check, passed }) => [check, passed]),
      [
        ['address', true],
        ['dialect', true],
        ['account', true],
        ['protection', true],
        ['pipe', false],
      ],
    )
    assert.equal(findings[1]?.figure, 'SMB 3.1.1')
    assert.match(findings[3]?.figure ?? '', /^AES-(128|256)-(GCM|CCM)$/)
    assert.equal(findings[4]?.error?.code, 'SERVICE_STOPPED')
  })
})
