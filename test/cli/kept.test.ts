import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cacheFolder, keep, readKept } from '../../src/cli/kept.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bundle = Buffer.from('module.exports = 1')
const kept = { code: Buffer.from('code'), renewals: 2 }
const ANOTHER_USER = 65_534
const notRoot = process.geteuid?.() === 0 ? false : 'only root can give files away'
let place: string
let folder: string
let file: string

before(() => {
  if (!existsSync(join(root, 'dist/index.js'))) spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' })
})
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kept-'))
  folder = join(place, 'logoff')
  file = join(folder, 'file')
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
  keep(file, bundle, () => kept)
  assert.deepEqual(readKept(file, bundle), kept)
  assert.equal(readKept(file, Buffer.from('module.exports = 2')), null)
  assert.equal(readKept(join(folder, 'other'), bundle), null)
  assert.deepEqual(readdirSync(folder), ['file'])
})

test("kept code is its owner's alone, or it is not used", { skip: process.platform === 'win32' }, () => {
  keep(file, bundle, () => kept)
  assert.deepEqual([statSync(folder).mode & 0o777, statSync(file).mode & 0o777], [0o700, 0o600])
  symlinkSync(file, join(folder, 'link'))
  assert.equal(readKept(join(folder, 'link'), bundle), null)
  chmodSync(file, 0o620)
  assert.equal(readKept(file, bundle), null)
  chmodSync(file, 0o600)
  assert.deepEqual(readKept(file, bundle), kept)
  chmodSync(folder, 0o770)
  assert.equal(readKept(file, bundle), null)
})

test('what has grown is not used', () => {
  keep(file, bundle, () => kept)
  const bytes = readFileSync(file)
  for (const more of [1, 2, bytes.length]) {
    writeFileSync(file, Buffer.concat([bytes, new Uint8Array(more)]))
    assert.equal(readKept(file, bundle), null)
  }
})

test('code that is longer than what is read at once is compared to its end', () => {
  const long = { code: Buffer.alloc(0x4_0001, 'code'), renewals: 0 }
  keep(file, bundle, () => long)
  assert.deepEqual(readKept(file, bundle), long)
  const bytes = readFileSync(file)
  for (const at of [0, 0x2_0000, 0x4_0000, 0x4_0001, 0x8_0001]) {
    writeFileSync(file, bytes.with(at, bytes[at]! ^ 1))
    assert.equal(readKept(file, bundle), null, String(at))
  }
})

test('what a disk has changed or cut off is not used', () => {
  keep(file, bundle, () => kept)
  const bytes = readFileSync(file)
  for (const [at, byte] of bytes.entries()) {
    writeFileSync(file, bytes.subarray(0, at))
    assert.equal(readKept(file, bundle), null)
    if (at === bytes.length - 1) continue // how often it was kept
    writeFileSync(file, bytes.with(at, byte ^ 1))
    assert.equal(readKept(file, bundle), null)
  }
})

test('the code of another user is not used', { skip: notRoot }, () => {
  keep(file, bundle, () => kept)
  chownSync(file, ANOTHER_USER, ANOTHER_USER)
  assert.equal(readKept(file, bundle), null)
  chownSync(file, 0, 0)
  chownSync(folder, ANOTHER_USER, ANOTHER_USER)
  assert.equal(readKept(file, bundle), null)
})

test("nothing is made in another user's home", { skip: notRoot }, () => {
  chownSync(place, ANOTHER_USER, ANOTHER_USER)
  const within = join(place, '.cache', 'logoff', 'file')
  for (const each of [file, within]) keep(each, bundle, () => kept)
  assert.deepEqual(readdirSync(place), [])
})

test('no home is made', () => {
  keep(join(place, 'home', '.cache', 'logoff', 'file'), bundle, () => kept)
  assert.deepEqual(readdirSync(place), [])
})

test('nothing is kept where others may write', { skip: process.platform === 'win32' }, () => {
  mkdirSync(folder)
  chmodSync(folder, 0o777)
  keep(file, bundle, () => kept)
  assert.deepEqual(readdirSync(folder), [])
})

test('what was kept longest ago gives way', () => {
  mkdirSync(folder, { mode: 0o700 })
  for (let age = 0; age < 40; age += 1) {
    const old = join(folder, `old.js-${age}`)
    writeFileSync(old, '')
    utimesSync(old, 1_000_000 - age, 1_000_000 - age)
  }
  writeFileSync(join(folder, 'other'), '')
  utimesSync(join(folder, 'other'), 1, 1)
  const fresh = join(folder, 'new.js-1')
  keep(fresh, bundle, () => kept)
  const names = readdirSync(folder)
  assert.deepEqual([names.length, names.includes('old.js-30'), names.includes('old.js-31')], [33, true, false])
  assert.ok(names.includes('other'))
  assert.deepEqual(readKept(fresh, bundle), kept)
})

test('what cannot be kept is passed over', () => {
  const nowhere = join('/dev/null', 'folder', 'file')
  keep(nowhere, bundle, () => kept)
  assert.equal(readKept(nowhere, bundle), null)
})

test("code is kept in the user's cache, unless he wants none", { skip: process.platform === 'win32' }, () => {
  assert.equal(cacheFolder({ HOME: '/home/alice' }), '/home/alice/.cache/logoff')
  assert.equal(cacheFolder({ HOME: '/home/alice', XDG_CACHE_HOME: '/cache' }), '/cache/logoff')
  assert.equal(cacheFolder({ HOME: '/home/alice', NODE_DISABLE_COMPILE_CACHE: '1' }), null)
  assert.equal(cacheFolder({ HOME: '/home/alice', XDG_CACHE_HOME: 'cache' }), '/home/alice/.cache/logoff')
  assert.equal(cacheFolder({ HOME: 'home' }), null)
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
    return readFileSync(join(place, 'logoff', files[1]!)).at(-1)
  })
  assert.deepEqual(renewals, [0, 1, 2, 3, 4, 4])
})

test('a program keeps nothing for who wants nothing kept', () => {
  assert.match(version({ NODE_DISABLE_COMPILE_CACHE: '1' }), /^\d+\.\d+\.\d+\n$/)
  assert.deepEqual(readdirSync(place), [])
})
