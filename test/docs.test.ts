/** The documents are held against the code and one another. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { ENGLISH } from '../src/errors.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
]

test('docs/errors.md explains every error code, and no other', () => {
  const explained = [...read('docs/errors.md').matchAll(/^### (\w+)$/gm)].map(([, code]) => code)
  assert.deepEqual(explained.toSorted(), Object.keys(ENGLISH).toSorted())
})

test('every link in the documents leads to a file, and to a heading of it', () => {
  for (const document of documents) {
    for (const [, link = ''] of read(document).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? document : join(dirname(document), file)
      assert.ok(existsSync(join(root, target)), `${document}: ${link}`)
      if (anchor !== undefined) assert.ok(anchorsOf(read(target)).includes(anchor), `${document}: ${link}`)
    }
  }
})

test('the changelog begins with the version of the package', () => {
  const { version } = JSON.parse(read('package.json'))
  assert.equal(/^## (\S+)/m.exec(read('CHANGELOG.md'))?.[1], version)
})

/** Headings as links name them: small letters, blanks as hyphens, the rest left out. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
