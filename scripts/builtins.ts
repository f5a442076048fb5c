/** Gets Node's own modules when they are used, not when a program starts. */
import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const IMPORTED = 'imported-builtin'
const REQUIRED = 'required-builtin'

/**
 * An `import` of one of Node's modules reads all its properties, which for some of them takes longer than the help does;
 * and for a CommonJS dependency there is no `require` in an ES module.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z_/:]+$/ }, ({ kind, path }) => {
      if (!isBuiltin(path)) return null
      return { path, namespace: kind === 'require-call' ? REQUIRED : IMPORTED }
    })
    build.onLoad({ filter: /.*/, namespace: IMPORTED }, ({ path }) => ({ contents: imported(path) }))
    build.onLoad({ filter: /.*/, namespace: REQUIRED }, ({ path }) => ({ contents: required(path) }))
  },
}

/** An export for each name, of which a bundle keeps those that it uses. A function finds its module when it is called. */
function imported(path: string): string {
  const module = 'found()'
  const lines = Object.entries(process.getBuiltinModule(path) ?? {})
    .filter(([name]) => /^[A-Za-z]\w*$/.test(name) && name !== 'default')
    .map(([name, value]) => {
      const isPlain = typeof value === 'function' && /^[a-z]/.test(name)
      const found = isPlain
        ? `(...given) => ${module}.${name}(...given)`
        : `/* @__PURE__ */ (() => ${module}.${name})()`
      return `const _${name} = ${found}\nexport { _${name} as ${name} }`
    })
  return [FINDER(path), ...lines, `export default /* @__PURE__ */ (() => ${module})()`].join('\n')
}

/** To be found once: what Node does for that is more than what many of the functions do. */
const FINDER = (path: string) =>
  `let module\nconst found = () => (module ??= process.getBuiltinModule(${JSON.stringify(path)}))`

/** A stand-in that becomes the module at the first use. */
function required(path: string): string {
  const module = `process.getBuiltinModule(${JSON.stringify(path)})`
  return `module.exports = new Proxy(() => {}, {
    apply: (_stub, self, given) => Reflect.apply(${module}, self, given),
    get: (_stub, name) => ${module}[name],
  })`
}
