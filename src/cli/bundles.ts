/** Loads the bundles of the built programs, which takes much less time where V8's work on them was kept. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, Script } from 'node:vm'
import { cacheFolder, keep, readKept } from './kept.ts'

/** Gives the exports of a bundle. */
export type Load = (name: string) => unknown

interface Module {
  exports: unknown
}

/** What is in the file of a bundle; it finds others by `load`. */
type Body = (module: Module, load: Load) => void

/** So often is what one run used added to what earlier ones did: every command uses another part of a bundle. */
const MOST_RENEWALS = 5

/** Loads bundles of `folder`, each once. */
export function bundlesOf(folder: string): Load {
  const modules = new Map<string, Module>()
  const load: Load = (name) => {
    const known = modules.get(name)
    if (known) return known.exports
    const module: Module = { exports: {} }
    modules.set(name, module)
    const body: Body = scriptOf(join(folder, name), name).runInThisContext()
    body(module, load)
    return module.exports
  }
  return load
}

function scriptOf(filename: string, name: string): Script {
  const bundle = readFileSync(filename)
  const folder = cacheFolder(process.env)
  // The length tells most releases apart, so that two of them do not take turns in renewing one file.
  const file = join(folder ?? '', `${name}-${bundle.length}-${process.version}-${process.arch}`)
  const kept = folder === null ? null : readKept(file, bundle)
  const script = new Script(bundle.toString('latin1'), {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(kept && { cachedData: kept.code }),
  })
  const renewals = kept && script.cachedDataRejected === false ? kept.renewals + 1 : 0
  if (folder !== null && renewals < MOST_RENEWALS) {
    process.once('exit', () => keep(file, bundle, () => ({ code: script.createCachedData(), renewals })))
  }
  return script
}
