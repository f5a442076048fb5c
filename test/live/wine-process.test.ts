/** What happens around the calls: aborts, events, planted libraries, a missing koffi. */
import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { waitFor } from './peer/wait.ts'
import { Cli, wrongsOf } from './wine/cli.ts'
import { compile, pathOf, repository, requireWine } from './wine/peers.ts'

suite('A process that calls wtsapi32', { skip: requireWine('wine8', 'node22', 'koffi') }, () => {
  let cli: Cli
  before(() => {
    cli = Cli.start(8)
  })
  after(() => cli[Symbol.dispose]())

  /** Resolves when the double has logged a call in the run that was begun last. */
  const called = (name: string) =>
    waitFor(() => cli.double.log.some(({ call }) => call === name), { what: name, deadlineMs: 30_000 })

  test('ends at once when it is interrupted in a call that waits', async () => {
    const script = 'WTSSendMessageW=delay 30000'
    const { code, ms } = await cli.run('msg 2 /w hello', {
      script,
      terminal: (keyboard) => void called('WTSSendMessageW').then(() => keyboard.write('\x03')),
    })
    assert.equal(code, 130)
    assert.ok(ms < 20_000, `it took ${ms} ms`)
  })

  test('frees and closes what an aborted call still brings', async () => {
    const program = await cli.bundles.bundle('abort', 'test/live/wine/abort.ts')
    const answers = join(cli.bundles.folder, 'abort.json')
    const observed = await cli.double.run([cli.wine.node, cli.wine.path(program), cli.wine.path(answers)], {
      script: 'WTSEnumerateSessionsExW=delay 1500',
    })
    assert.equal(observed.code, 0, observed.stderr)
    const { asGiven, tookMs } = JSON.parse(readFileSync(answers, 'utf8'))
    assert.ok(asGiven)
    assert.ok(tookMs < 1300, `it took ${tookMs} ms to give up`)
    assert.deepEqual(wrongsOf(observed), [])
    assert.deepEqual(observed.log.at(-1), { exit: true, blocks: 1, leaked: 0, handles: 1, open: 0 })
  })

  test('reports events as they happen and ends its wait', async () => {
    const program = await cli.bundles.bundle('watch', 'test/live/wine/watch.ts')
    const running = cli.double.run([cli.wine.node, cli.wine.path(program)])
    const times = (name: string) => cli.double.log.filter(({ call }) => call === name).length
    const until = (name: string, count: number) =>
      waitFor(() => times(name) >= count, { what: `${name} number ${count}`, deadlineMs: 30_000 })
    await Promise.all([until('WTSWaitSystemEvent', 1), until('WTSQuerySessionInformationW', 24)])
    appendFileSync(cli.double.table, 'session\t.\t4\t4\t0\tRDP-Tcp#9\teve\tCORP\t\t\t2\n')
    await Promise.all([until('WTSWaitSystemEvent', 2), until('WTSQuerySessionInformationW', 54)])
    const text = readFileSync(cli.double.table, 'utf8')
    writeFileSync(cli.double.table, text.replace(/^session\t\.\t4\t.*\n/m, '').replace('\t0\tRDP-Tcp#12', '\t4\t'))
    const observed = await running
    assert.equal(observed.code, 0, observed.stderr)
    assert.deepEqual(observed.stdout.split('\n').filter(Boolean), ['created 4', 'changed 2', 'ended 4'])
    assert.deepEqual(wrongsOf(observed), [])
  })

  test('loads no wtsapi32.dll from beside node.exe nor from its folder', async () => {
    const folder = join(cli.bundles.folder, 'planted')
    mkdirSync(folder)
    copyFileSync(`${pathOf('node22')}/bin/node.exe`, join(folder, 'node.exe'))
    compile('-s', '-shared', '-o', join(folder, 'wtsapi32.dll'), join(repository, 'test/live/wine/planted.c'))
    const argv = [cli.wine.path(join(folder, 'node.exe')), cli.wine.path(cli.program('quser'))]
    const { code, log } = await cli.double.run(argv, { cwd: folder })
    assert.equal(code, 0)
    assert.ok(log.some(({ call }) => call === 'WTSEnumerateSessionsExW'))
    const bare = join(cli.bundles.folder, 'bare.js')
    writeFileSync(bare, "const koffi = await import('koffi')\nkoffi.load('wtsapi32.dll')\n")
    const planted = await cli.double.run([...argv.slice(0, 1), cli.wine.path(bare)], { cwd: folder })
    assert.equal(planted.code, 66, 'the planted library would have been found by its bare name')
  })

  test('says what is missing where koffi was not installed', async () => {
    const lonely = join(cli.bundles.folder, 'lonely.js')
    writeFileSync(lonely, `${BLOCK_KOFFI}await import('./copy/dist/bin/logoff.js')\n`)
    const { code, stderr } = await cli.double.run([cli.wine.node, cli.wine.path(lonely), '2'])
    assert.equal(code, 1)
    assert.match(stderr, /lacks the program "koffi"; install the package "koffi" there/)
  })
})

/** Makes the import of koffi fail as it does where the package is not there. */
const BLOCK_KOFFI = `
import { register } from 'node:module'
const source = "export async function resolve(name, context, next) { if (name === 'koffi') throw new Error('no koffi'); return next(name, context) }"
register('data:text/javascript,' + encodeURIComponent(source))
`
