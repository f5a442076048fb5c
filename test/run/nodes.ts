/** The lines of Node that are supported, as programs from the package registry. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The oldest release that package.json admits, and one of each later line. */
export const supportedNodes = ['20.19.0', '22.23.3', '24.21.0'] as const

/** The path of a release of Node, which is installed outside the repository unless it is there. */
export function nodeBinary(version: string): string {
  const name = `node-${process.platform}-${process.arch}`
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const prefix = join(cache, 'logoff-nodes', version)
  const binary = join(prefix, 'node_modules', name, 'bin/node')
  if (existsSync(binary)) return binary
  mkdirSync(prefix, { recursive: true })
  const flags = ['--no-save', '--no-package-lock', '--silent', '--prefix', prefix]
  execFileSync('npm', ['install', ...flags, `${name}@${version}`], { stdio: 'inherit' })
  return binary
}
