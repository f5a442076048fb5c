/** What an administrator wants to know of Samba and the service on this machine; changes nothing. */
import { existsSync } from 'node:fs'
import type { CallOptions, Finding } from '../session/host.ts'
import { examineFolders } from './doctor/folders.ts'
import { examinePipes } from './doctor/pipes.ts'
import { examineRightsFile } from './doctor/rights-file.ts'
import { examineSamba } from './doctor/samba.ts'
import { examineWinbind } from './doctor/winbind.ts'
import { pipeFolder } from './pipe-folder.ts'
import { sambaVersion } from './samba-version.ts'

/** Where administrators and packages put units. */
const UNITS = ['/etc/systemd/system', '/usr/local/lib/systemd/system', '/usr/lib/systemd/system'].map(
  (folder) => `${folder}/logoff-serve.service`,
)

/** What was found; nothing on a machine with neither Samba nor the units of the service. */
export async function examineService(options: CallOptions = {}): Promise<Finding[]> {
  const version = await sambaVersion(options)
  if (version === null && !UNITS.some((unit) => existsSync(unit))) return []
  const folder = await pipeFolder(options)
  return [
    await examineSamba(version, options),
    await examineWinbind(options),
    ...examineFolders(folder),
    await examineRightsFile(options),
    await examinePipes(folder, options),
  ]
}
