/** Where Samba looks for the pipes of others. smb.conf(5), "ncalrpc dir" */
import { join } from 'node:path'
import { run } from '../linux/run.ts'
import type { CallOptions } from '../session/host.ts'

/** Debian's, and that of most others. */
export const USUAL_FOLDER = '/run/samba/ncalrpc/np'

/** The folder of Samba's pipes by its own word, or the usual one where there is no testparm to ask. */
export async function pipeFolder(options: CallOptions = {}): Promise<string> {
  const folder = await sambaParameter('ncalrpc dir', options)
  return folder ? join(folder, 'np') : USUAL_FOLDER
}

/** A parameter of smb.conf as Samba understands it; null where testparm is missing or finds the file wrong. */
export async function sambaParameter(name: string, { signal }: CallOptions = {}): Promise<string | null> {
  const asked = await run('testparm', ['-s', `--parameter-name=${name}`], { signal })
  return asked?.code === 0 ? asked.stdout.trim() : null
}
