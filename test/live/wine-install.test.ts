/** Installing the package on Windows, and its programs as npm and cmd start them there. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { copyRepository } from './wine/bundle.ts'
import { actsOf, wrongsOf } from './wine/cli.ts'
import { Double, type Observed } from './wine/double.ts'
import { compile, requireWine } from './wine/peers.ts'
import { type Ran, Wine } from './wine/wine.ts'

suite('npm install -g on Windows', { skip: requireWine('wine10', 'node24') }, () => {
  const folder = mkdtempSync('/tmp/logoff-install-')
  const prefix = join(folder, 'global')
  let wine: Wine
  let double: Double
  let installed: Ran

  before(async () => {
    wine = new Wine(10)
    double = new Double(wine)
    installed = await install(wine, folder, prefix)
  })
  after(() => {
    double[Symbol.dispose]()
    wine[Symbol.dispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  test('needs nothing but what the registry gave, and no compiler', () => {
    assert.equal(installed.code, 0, installed.stderr)
    const platforms = readdirSync(join(prefix, 'node_modules/logoff/node_modules/@koromix'))
    assert.deepEqual(platforms, ['koffi-win32-x64'])
  })

  /** Runs a line of cmd with `folders` first on the search path, then npm's and that of Node. */
  async function cmd(line: string, ...folders: string[]): Promise<Observed> {
    const WINEPATH = [...folders, prefix]
      .map((path) => wine.path(path))
      .concat(nodeFolder(wine))
      .join(';')
    return await double.run(['C:\\windows\\system32\\cmd.exe', '/c', ...line.split(' ')], { env: { WINEPATH } })
  }

  for (const program of ['logoff', 'logoff.cmd', 'tsctl logoff']) {
    test(`${program} is found by cmd, takes its arguments and returns its exit code`, async () => {
      const gone = await cmd(`${program} 7 /server:TERM04 /v`)
      assert.equal(gone.code, 0, gone.stderr)
      assert.match(gone.stdout, /Session ID 7 on "TERM04" logged off/)
      assert.deepEqual(actsOf(gone), [{ call: 'WTSLogoffSession', h: '5754532100000000', id: 7, wait: 0 }])
      assert.deepEqual(wrongsOf(gone), [])
      assert.equal((await cmd(`${program} 99`)).code, 1)
      assert.equal((await cmd(`${program} /server:TERM04`)).code, 2)
    })
  }

  test('another logoff.exe that comes first on the search path hides logoff, and neither tsctl nor logoff.cmd', async () => {
    const first = join(folder, 'first')
    mkdirSync(first)
    writeFileSync(join(first, 'logoff.c'), 'int main(void) { return 99; }\n')
    compile('-o', join(first, 'logoff.exe'), join(first, 'logoff.c'))
    assert.equal((await cmd('logoff 99', first)).code, 99)
    assert.equal((await cmd('logoff.cmd 99', first)).code, 1)
    assert.equal((await cmd('tsctl logoff 99', first)).code, 1)
  })
})

/** Installs the package from a cache that holds what the registry has, without a network. */
async function install(wine: Wine, folder: string, prefix: string): Promise<Ran> {
  const tarball = join(folder, pack(folder))
  const cache = join(folder, 'cache')
  const seed = ['install', tarball, '--os=win32', '--cpu=x64', '--ignore-scripts', `--cache=${cache}`, '--no-save']
  execFileSync('npm', [...seed, `--prefix=${join(folder, 'seed')}`], { stdio: 'ignore' })
  mkdirSync(prefix)
  const npm = join(execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim(), 'npm/bin/npm-cli.js')
  // npm runs koffi's install script, which looks for its binary and finds it; for that, node is on the search path.
  const env = { WINEPATH: nodeFolder(wine) }
  const options = ['--offline', `--cache=${wine.path(cache)}`, `--prefix=${wine.path(prefix)}`]
  return await wine.run([wine.node, wine.path(npm), 'install', '--global', wine.path(tarball), ...options], { env })
}

/** The folder of Node, as Windows calls it. */
function nodeFolder(wine: Wine): string {
  return wine.node.replace(/\\[^\\]+$/, '')
}

/** Packs the repository as for a release, in a copy: packing builds it. */
function pack(folder: string): string {
  const copy = copyRepository(folder)
  execFileSync('npm', ['pack', '--silent', `--pack-destination=${folder}`], { cwd: copy, stdio: 'ignore' })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  assert.ok(tarball)
  return tarball
}
