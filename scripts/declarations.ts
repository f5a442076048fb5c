/** Leaves what a bundle does not use of the wire declarations out of it. */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** The functions of which declarations are made; all that each does is to give a value. */
const MAKERS = `
  struct literal reserved bytes sized buffer payload list listAt countOf oneOf when
  secret utf16 wchars inline mapped
  operation unique ref fixed conformant varying conformantVarying conformantStruct elements
  union levels bounded counted WCHARS aligned textOf processInformation
`

const CALL = new RegExp(`(?<!function |\\.)\\b(${MAKERS.trim().split(/\s+/).join('|')})(?=(<[\\w, ]+>)?\\()`, 'g')

/** A bundler keeps a call whose value nobody uses, unless it is told that this is all the call is for. */
export const declarations: Plugin = {
  name: 'declarations',
  setup(build) {
    build.onLoad({ filter: /\/src\/(wire|rpc|smb2|auth|tsts)\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(CALL, '/* @__PURE__ */ $1'),
      loader: 'ts',
    }))
  },
}
