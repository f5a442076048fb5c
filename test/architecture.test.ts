/** The house's floors: every import under src/ is held against the table of what each folder may know. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, resolve } from 'node:path'
import { suite, test } from 'node:test'

const root = resolve(import.meta.dirname, '..')
const source = join(root, 'src')

/** The ground floor, which everybody may stand on. */
const GROUND = ['session', 'errors']

/** The protocols, from the first that a host adapter meets to the last. */
const PROTOCOLS = ['tsts', 'rpc', 'smb2', 'auth', 'crypto', 'wire']

const ADAPTERS = ['host/logind', 'host/posix', 'host/windows', 'host/tsts', 'host/lab']

/** A row per folder: the folders it may import from besides itself and the ground floor. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  index: ['host/open', 'host/target', 'host/credential', 'host/lab'],
  cli: ['farm', 'service', 'host/open', 'host/target', 'host/credential', 'host/lab'],
  service: ['answer', ...ADAPTERS, 'host/open', 'host/target', 'linux', 'toml', ...PROTOCOLS],
  farm: ['host/open', 'host/target', 'toml'],
  'host/open': [...ADAPTERS, 'host/target', 'host/credential'],
  'host/target': [],
  'host/credential': ['auth'],
  'host/logind': ['linux', 'dbus', 'wire', 'host/target'],
  'host/posix': ['linux', 'host/target'],
  'host/windows': ['host/target'],
  'host/tsts': [...PROTOCOLS, 'host/target'],
  'host/lab': ['linux', 'answer', ...PROTOCOLS, 'host/target'],
  linux: [],
  answer: ['tsts', 'rpc', 'auth', 'wire'],
  tsts: ['rpc', 'wire'],
  rpc: ['auth', 'crypto', 'wire'],
  smb2: ['auth', 'crypto', 'wire'],
  auth: ['crypto', 'wire'],
  dbus: ['wire'],
  crypto: ['wire'],
  toml: [],
  wire: [],
  session: [],
  errors: [],
}

interface Import {
  readonly file: string
  readonly to: string
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))

const imports: readonly Import[] = files.flatMap((file) => specifiersOf(file).map((to) => ({ file, to })))

/** What a file imports or exports from, statically, dynamically or as a type. */
function specifiersOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  const clauses = text.matchAll(/(?:\bfrom\s+|^import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm)
  return [...clauses].map(([, specifier]) => specifier!)
}

/** The row that a path below src/ belongs to, by the longest name that fits. */
function rowOf(path: string): string | undefined {
  const names = Object.keys(TABLE).filter((name) => path === `${name}.ts` || path.startsWith(`${name}/`))
  return names.sort((a, b) => b.length - a.length)[0]
}

function targetOf({ file, to }: Import): string {
  return normalize(join(dirname(file), to)).replaceAll('\\', '/')
}

suite('The architecture', () => {
  const inside = imports.filter(({ to }) => to.startsWith('.'))

  test('is read from imports that exist', () => {
    assert.ok(inside.length > 100, `${inside.length} imports`)
    const missing = inside.filter((each) => !files.includes(targetOf(each)) && !targetOf(each).startsWith('..'))
    assert.deepEqual(missing, [])
  })

  test('has a row for every folder', () => {
    assert.deepEqual(
      files.filter((file) => rowOf(file) === undefined),
      [],
    )
  })

  test('has no import that goes up or sideways', () => {
    const wrong = inside.filter((each) => {
      const [from, to] = [rowOf(each.file), rowOf(targetOf(each))]
      if (from === undefined || to === undefined || from === to) return false
      return !GROUND.includes(to) && !TABLE[from]?.includes(to)
    })
    assert.deepEqual(
      wrong.map(({ file, to }) => `${file} imports ${to}`),
      [],
    )
  })

  test('has a table without circles', () => {
    const visit = (name: string, above: readonly string[]): void => {
      assert.ok(!above.includes(name), `${[...above, name].join(' > ')}`)
      for (const below of TABLE[name] ?? []) visit(below, [...above, name])
    }
    for (const name of Object.keys(TABLE)) visit(name, [])
  })

  test('leaves the folder src/ for nothing but the package file', () => {
    const outside = inside.map(targetOf).filter((path) => path.startsWith('..'))
    assert.deepEqual(
      [...new Set(outside)].filter((path) => path !== '../package.json'),
      [],
    )
  })

  test('has a ground floor that stands on nothing', () => {
    const outer = imports.filter(({ file, to }) => GROUND.includes(rowOf(file) ?? '') && !to.startsWith('.'))
    assert.deepEqual(outer, [])
    const errors = inside.filter((each) => rowOf(each.file) === 'errors' && rowOf(targetOf(each)) !== 'errors')
    assert.deepEqual(errors, [])
  })

  test('writes to a stream in its two faces alone', () => {
    const writers = files.filter((file) => !['cli', 'service'].includes(rowOf(file) ?? ''))
    const wrong = writers.filter((file) =>
      /\bconsole\.\w+\(|process\.std(out|err)/.test(readFileSync(join(source, file), 'utf8')),
    )
    assert.deepEqual(wrong, [])
  })

  test('names every file in small words and dashes', () => {
    const wrong = files.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(file))
    assert.deepEqual(
      wrong.map((file) => relative('.', file)),
      [],
    )
  })
})
