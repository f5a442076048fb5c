/** Lets CommonJS dependencies find Node's own modules from inside an ES module, where there is no `require`. */
import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const NAMESPACE = 'node-builtin'

/** Answers `require('net')` of a bundled dependency with `process.getBuiltinModule('net')`. */
export const builtins: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^[a-z_/:]+$/ }, ({ kind, path }) => {
      return kind === 'require-call' && isBuiltin(path) ? { path, namespace: NAMESPACE } : null
    })
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}
