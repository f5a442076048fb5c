/** Which Samba is installed. */
import { run } from '../linux/run.ts'
import type { CallOptions } from '../session/host.ts'

/** "4.22.4"; null where there is no smbd. */
export async function sambaVersion({ signal }: CallOptions = {}): Promise<string | null> {
  const asked = await run('smbd', ['--version'], { signal })
  return /\d+\.\d+\.\d+/.exec(asked?.stdout ?? '')?.[0] ?? null
}
