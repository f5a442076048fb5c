/** Our client in one process: connect, log in, open the pipe, bind, log one session off. A line of JSON for each, a line of milliseconds back. */
import { createInterface } from 'node:readline'
import { credentialOf } from '../../src/host/credential.ts'
import { logOff } from '../../src/host/tsts/acts.ts'
import { endpointOf } from '../../src/host/tsts/endpoint.ts'
import { Link } from '../../src/host/tsts/link.ts'
import { reach } from '../../src/host/tsts/reach.ts'

const { signal } = new AbortController()
for await (const line of createInterface(process.stdin)) {
  const { account, password, address, id } = JSON.parse(line)
  using credential = credentialOf(account, password)
  const access = { host: address, endpoint: endpointOf(address)!, credential, encryptionRequired: true }
  const started = performance.now()
  const link = new Link(access, await reach(access, signal, () => {}), () => {})
  await logOff(link, id, { signal })
  await link.close()
  process.stdout.write(`${performance.now() - started}\n`)
}
