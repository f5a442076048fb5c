/** Watches the sessions of this machine until three events came; says "ready" and each event on stdout. */
const { openWindows } = await import('../../../src/host/windows/open-windows.ts')

await using host = await openWindows({ name: 'here', server: null })
let count = 0
for await (const { type, id } of host.watch()) {
  process.stdout.write(`${type} ${id}\n`)
  if (++count === 3) break
}
