/** The built programs, each run as a process of its own. */
import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { bin, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

before(() => {
  if (!existsSync(join(root, 'dist/index.js'))) spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' })
})

function run(program: string, args: string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  const options = { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, ...env } } as const
  return spawnSync(process.execPath, [bin[program], ...args], options)
}

test('every program is an executable file that shows its help', () => {
  for (const [program, file] of Object.entries<string>(bin)) {
    assert.ok(statSync(join(root, file)).mode & 0o111, program)
    assert.match(readFileSync(join(root, file), 'utf8'), /^#!\/usr\/bin\/env node\n/)
    const { status, stdout, stderr } = run(program, ['/?'])
    assert.deepEqual([status, stderr], [0, ''], program)
    assert.match(stdout, new RegExp(`(?:Usage: | {2})${program}\\b`))
  }
})

test('the programs speak Japanese to a Japanese user', () => {
  assert.match(run('logoff', ['/?'], { LC_MESSAGES: 'ja_JP.UTF-8' }).stdout, /使用法: logoff/)
  const wrong = run('logoff', ['/nonsense'], { LANG: 'ja_JP.UTF-8' })
  assert.match(wrong.stderr, /^"\/nonsense" は logoff のパラメーターではありません/)
  assert.equal(wrong.status, 2)
})

test('a wrong command line is one sentence on standard error and exit 2', () => {
  const { status, stdout, stderr } = run('tsctl', ['logoff', '/etc'])
  assert.deepEqual([status, stdout], [2, ''])
  assert.equal(stderr, '"/etc" is not a switch of tsctl logoff; see "tsctl logoff /?"\n')
})

test('the help stands in the first bundle alone; the rest is loaded when it is needed', () => {
  assert.match(readFileSync(join(root, bin.logoff), 'utf8'), /"main\.js"/)
  const source = readFileSync(join(root, 'dist/cli/main.js'), 'utf8')
  const imported = [...source.matchAll(/(?:from|import)\s*"(?<path>[^"]+)"/g)].map(({ groups }) => groups?.path)
  assert.deepEqual(imported, [])
  const lazy = new Set([...source.matchAll(/"(?<name>[a-z-]+\.js)"/g)].map(({ groups }) => groups?.name))
  assert.deepEqual([...lazy].sort(), ['ja-help.js', 'work.js'])
})

test('a closed pipe ends quietly', () => {
  const line = `"$NODE" "$PROGRAM" query /? | head -0; echo "\${PIPESTATUS[0]}"`
  const env = { PATH: process.env.PATH, NODE: process.execPath, PROGRAM: bin.tsctl }
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', line], { cwd: root, encoding: 'utf8', env })
  assert.deepEqual([stdout, stderr], ['0\n', ''])
})

test('an output that cannot be written is one sentence', () => {
  const line = '"$NODE" "$PROGRAM" /? >/dev/full'
  const env = { PATH: process.env.PATH, NODE: process.execPath, PROGRAM: bin.logoff }
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: root, encoding: 'utf8', env })
  assert.deepEqual([status, stderr], [1, 'Cannot write the output: ENOSPC: no space left on device, write\n'])
})

test('a mistake outside of every call is one sentence too', async () => {
  const trap = `process.on('newListener', (name) => {
    if (name === 'uncaughtException') setImmediate(() => { throw new Error('out of nowhere') })
  })`
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(trap)}`]
  const child = spawn(process.execPath, [...flags, bin.msg, '*'], { cwd: root, env: { PATH: process.env.PATH } })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  const [code] = await once(child, 'close', { signal: AbortSignal.timeout(20_000) })
  assert.equal(code, 1)
  assert.match(Buffer.concat(chunks).toString('utf8'), /^Internal error: out of nowhere; [^\n]*\n$/)
})

test('a pipe that takes no more is waited for', async () => {
  const script = `
    process.stdout._handle.setBlocking(false)
    process.setMaxListeners(0)
    const { createRequire } = await import('node:module')
    const require = createRequire(${JSON.stringify(join(root, 'package.json'))})
    for (let round = 0; round < 200; round += 1) {
      delete require.cache[${JSON.stringify(join(root, bin.tsctl))}]
      require(${JSON.stringify(join(root, bin.tsctl))})
      await new Promise(setImmediate)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', 'main', '/?'], { cwd: root })
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) {
    chunks.push(chunk)
    await new Promise(setImmediate)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  const one = run('tsctl', ['/?']).stdout
  assert.equal(text.length, one.length * 200)
})

test('an interrupt at the prompt ends a program with 130', async () => {
  const command = `"${process.execPath}" "${join(root, bin.msg)}" "*"`
  const child = spawn('script', ['-qefc', command, '/dev/null'], { cwd: root, env: { PATH: process.env.PATH } })
  const deadline = AbortSignal.timeout(20_000)
  let shown = ''
  while (!shown.includes('CTRL-D on a line of its own')) {
    const [chunk] = await once(child.stdout, 'data', { signal: deadline })
    shown += chunk
  }
  child.stdin.write('\u0003')
  const [code] = await once(child, 'exit', { signal: deadline })
  assert.equal(code, 130)
})

test('the library is there with its types', async () => {
  const library = await import(join(root, 'dist/index.js'))
  assert.deepEqual(Object.keys(library).sort(), [
    'LogoffError',
    'StatusError',
    'credentialOf',
    'currentSession',
    'matchSessions',
    'open',
    'selectSession',
    'succeeded',
  ])
  const types = readFileSync(join(root, 'dist/index.d.ts'), 'utf8')
  for (const [, path = ''] of types.matchAll(/from '(\.[^']*)\.js'/g)) {
    assert.ok(existsSync(join(root, 'dist', `${path}.d.ts`)), path)
  }
  assert.equal(run('logoff', ['--version']).stdout, `${version}\n`)
})
