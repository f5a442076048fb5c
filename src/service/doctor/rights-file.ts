/** Whether the file of who may do what can be used. */
import { existsSync } from 'node:fs'
import { LogoffError } from '../../errors.ts'
import type { CallOptions, Finding } from '../../session/host.ts'
import { loadServeFile, SERVE_FILE } from '../rights/serve-file.ts'

export async function examineRightsFile(options: CallOptions): Promise<Finding> {
  const finding = { check: 'rightsFile', figure: existsSync(SERVE_FILE) ? SERVE_FILE : '-' } as const
  try {
    await loadServeFile(SERVE_FILE, options)
    return { ...finding, passed: true }
  } catch (error) {
    if (error instanceof LogoffError) return { ...finding, passed: false, error }
    throw error
  }
}
