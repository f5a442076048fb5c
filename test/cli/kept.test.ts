import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cacheFolder, keep, readKept } from '../../src/cli/kept.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bundle = Buffer.from('module.exports = 1')
const kept = { code: Buffer.from('code'), renewals: 2 }
let place: string

before(() => {
  if (!existsSync(join(root, 'dist/index.js'))) spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' })
})
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kept-'))
})
afterEach(() => rmSync(place, { recursive: true }))

/** The version of the built program, which needs a bundle. */
function version(env: Record<string, string> = {}): string {
  const options = { encoding: 'utf8', env: { PATH: process.env.PATH, XDG_CACHE_HOME: place, ...env } } as const
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/bin/logoff.js'), '--version'], options)
  assert.equal(stderr, '')
  return stdout
}

test('kept code is found again for the same bundle, and for no other', () => {
  const file = join(place, 'file')
  keep(place, file, bundle, () => kept)
  assert.deepEqual(readKept(file, bundle), kept)
  assert.equal(readKept(file, Buffer.from('module.exports = 2')), null)
  assert.equal(readKept(join(place, 'other'), bundle), null)
  assert.deepEqual(readdirSync(place), ['file'])
})

test("kept code is its owner's alone, or it is not used", { skip: process.platform === 'win32' }, () => {
  const file = join(place, 'new', 'file')
  keep(join(place, 'new'), file, bundle, () => kept)
  assert.deepEqual([statSync(join(place, 'new')).mode & 0o777, statSync(file).mode & 0o777], [0o700, 0o600])
  symlinkSync(file, join(place, 'link'))
  assert.equal(readKept(join(place, 'link'), bundle), null)
  chmodSync(file, 0o620)
  assert.equal(readKept(file, bundle), null)
})

test('nothing is kept where others may write', { skip: process.platform === 'win32' }, () => {
  chmodSync(place, 0o777)
  let made = 0
  keep(place, join(place, 'file'), bundle, () => {
    made += 1
    return kept
  })
  assert.deepEqual([made, readdirSync(place)], [0, []])
})

test('what cannot be kept is passed over', () => {
  const folder = join('/dev/null', 'folder')
  keep(folder, join(folder, 'file'), bundle, () => kept)
  assert.equal(readKept(join(folder, 'file'), bundle), null)
})

test("code is kept in the user's cache, unless he wants none", { skip: process.platform === 'win32' }, () => {
  assert.equal(cacheFolder({ HOME: '/home/alice' }), '/home/alice/.cache/logoff')
  assert.equal(cacheFolder({ HOME: '/home/alice', XDG_CACHE_HOME: '/cache' }), '/cache/logoff')
  assert.equal(cacheFolder({ HOME: '/home/alice', NODE_DISABLE_COMPILE_CACHE: '1' }), null)
  assert.equal(cacheFolder({}), null)
})

test("a program keeps its bundles' code a few times, and runs the same with it", () => {
  const renewals = Array.from({ length: 6 }, () => {
    assert.match(version(), /^\d+\.\d+\.\d+\n$/)
    const files = readdirSync(join(place, 'logoff')).sort()
    assert.deepEqual(
      files.map((file) => file.split('-')[0]),
      ['main.js', 'work.js'],
    )
    return readFileSync(join(place, 'logoff', files[1]!))[0]
  })
  assert.deepEqual(renewals, [0, 1, 2, 3, 4, 4])
})

test('a program keeps nothing for who wants nothing kept', () => {
  assert.match(version({ NODE_DISABLE_COMPILE_CACHE: '1' }), /^\d+\.\d+\.\d+\n$/)
  assert.deepEqual(readdirSync(place), [])
})
