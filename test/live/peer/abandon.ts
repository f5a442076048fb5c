/** Boots a peer, says so, and waits to be killed: what it leaves behind then is for the test of the harness to find. */
import { bootPeer } from './boot.ts'
import { peerKinds } from './kind.ts'

const kind = peerKinds.find((known) => known === process.argv[2]) ?? 'posix'
await using host = await bootPeer(kind)
process.stdout.write(`${host.initPid}\n`)
await new Promise((resolve) => process.stdin.once('end', resolve).resume())
