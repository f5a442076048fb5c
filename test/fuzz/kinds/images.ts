/** The memory images that travel as bytes inside stubs. */

import { CDCONFIG, CDCONFIG_LENGTH, WDCONFIG, WDCONFIG_LENGTH } from '../../../src/tsts/driver-config.ts'
import { decodeLogonIds, LOGONID_LENGTH } from '../../../src/tsts/logon-id.ts'
import { PROTOCOLSTATUS, PROTOCOLSTATUS_LENGTH } from '../../../src/tsts/protocol-status.ts'
import { SID } from '../../../src/tsts/sid.ts'
import { WINSTATIONCONFIG, WINSTATIONCONFIG_LENGTH } from '../../../src/tsts/user-config.ts'
import { decodeVardata } from '../../../src/tsts/vardata.ts'
import { WINSTATIONCLIENT, WINSTATIONCLIENT_LENGTH } from '../../../src/tsts/winstation-client.ts'
import { WINSTATIONINFORMATION, WINSTATIONINFORMATION_LENGTH } from '../../../src/tsts/winstation-information.ts'
import { encode } from '../../../src/wire/codec.ts'
import { coded, decoded, type Kind } from '../kind.ts'

function image(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31) & 0x7f)
}

function vardata(length: number): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.from([length & 0xff, length >> 8, 4, 0]), image(length)]))
}

export const IMAGE_KINDS: readonly Kind[] = [
  coded('WINSTATIONCLIENT', WINSTATIONCLIENT, [image(WINSTATIONCLIENT_LENGTH)]),
  coded('WINSTATIONINFORMATION', WINSTATIONINFORMATION, [image(WINSTATIONINFORMATION_LENGTH)]),
  coded('WINSTATIONCONFIG', WINSTATIONCONFIG, [image(WINSTATIONCONFIG_LENGTH)]),
  coded('PROTOCOLSTATUS', PROTOCOLSTATUS, [image(PROTOCOLSTATUS_LENGTH)]),
  coded('WDCONFIG', WDCONFIG, [image(WDCONFIG_LENGTH)]),
  coded('CDCONFIG', CDCONFIG, [image(CDCONFIG_LENGTH)]),
  decoded('WINSTATIONCLIENT in VARDATA', [vardata(WINSTATIONCLIENT_LENGTH)], (bytes) =>
    decodeVardata(WINSTATIONCLIENT, bytes),
  ),
  decoded('LOGONIDs', [image(LOGONID_LENGTH * 3)], (bytes) => decodeLogonIds(bytes, 3)),
  coded('SID', SID, [encode(SID, 'S-1-5-21-1-2-3-1001'), encode(SID, 'S-1-5-18')]),
]
