/** What Samba's versions need of smb.conf. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOlder, linesMissingIn } from '../../../src/service/doctor/samba.ts'

test('versions before 4.16 hand no pipe on by themselves', () => {
  for (const version of ['3.6.25', '4.13.13', '4.15.13']) assert.equal(isOlder(version), true, version)
  for (const version of ['4.16.0', '4.17.12', '4.22.4', '5.0.0']) assert.equal(isOlder(version), false, version)
})

test('an older Samba needs a line for each pipe, however it is spelled', () => {
  const lines = [
    'rpc_server:lsm_api_service = external',
    'rpc_server:termsrv_api_service = external',
    'rpc_server:ctx_winstation_api_service = external',
  ]
  assert.deepEqual(linesMissingIn(''), lines)
  assert.deepEqual(linesMissingIn('[global]\n\trpc_server:LSM_API_service=External\n'), lines.slice(1))
  assert.deepEqual(linesMissingIn(`[global]\n\t${lines.join('\n\t')}\n`), [])
})
