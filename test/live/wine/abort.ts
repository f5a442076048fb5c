/** Gives up a listing of TERM04 that takes long, and lives on; writes how long that took to the file of its argument. */
import { writeFileSync } from 'node:fs'

const { openWindows } = await import('../../../src/host/windows/open-windows.ts')

const interrupt = new AbortController()
const reason = new Error('enough')
const host = await openWindows({ name: 'TERM04', server: 'TERM04' })
setTimeout(() => interrupt.abort(reason), 300)
const started = performance.now()
const rejected = await host.list({ signal: interrupt.signal }).catch((error: unknown) => error)
await host.close()
const tookMs = performance.now() - started
// Until the call comes back, this process has nothing else to do.
const alive = setInterval(() => {}, 100)
const finished = performance.now() + 2500
setInterval(() => performance.now() > finished && clearInterval(alive), 100).unref()
writeFileSync(process.argv[2] ?? '', JSON.stringify({ asGiven: rejected === reason, tookMs }))
