/** The calls of lsarpc. */
import * as lsa from '../../../../src/tsts/lsarpc.ts'
import { HANDLE, OK, type Sample, sample } from './sample.ts'

const NAMES = {
  Entries: 2,
  Names: [
    { Use: 1, Name: 'alice', DomainIndex: 0 },
    { Use: 8, Name: 'S-1-5-21-1-2-3-1001', DomainIndex: -1 },
  ],
}
export const LSARPC: readonly Sample[] = [
  sample('LsarClose', lsa.LsarClose, [{ ObjectHandle: HANDLE }], [{ ObjectHandle: HANDLE, ...OK }]),
  sample(
    'LsarLookupSids',
    lsa.LsarLookupSids,
    [
      {
        PolicyHandle: HANDLE,
        SidEnumBuffer: { Entries: 2, SidInfo: ['S-1-5-18', 'S-1-5-21-1-2-3-1001'] },
        TranslatedNames: { Entries: 0, Names: null },
        LookupLevel: 1,
        MappedCount: 0,
      },
    ],
    [
      {
        ReferencedDomains: {
          Entries: 2,
          Domains: [
            { Name: 'CONTOSO', Sid: 'S-1-5-21-1-2-3' },
            { Name: 'D', Sid: null },
          ],
          MaxEntries: 32,
        },
        TranslatedNames: NAMES,
        MappedCount: 1,
        returnValue: 0x107,
      },
      {
        ReferencedDomains: null,
        TranslatedNames: { Entries: 0, Names: null },
        MappedCount: 0,
        returnValue: 0xc000_0073,
      },
    ],
  ),
  sample(
    'LsarOpenPolicy2',
    lsa.LsarOpenPolicy2,
    [
      {
        SystemName: '\\\\host',
        ObjectAttributes: {
          Length: 24,
          Attributes: 0,
          SecurityQualityOfService: { Length: 12, ImpersonationLevel: 2, ContextTrackingMode: 1, EffectiveOnly: 0 },
        },
        DesiredAccess: 0x800,
      },
      {
        SystemName: null,
        ObjectAttributes: { Length: 24, Attributes: 0, SecurityQualityOfService: null },
        DesiredAccess: 0x800,
      },
    ],
    [{ PolicyHandle: HANDLE, ...OK }],
  ),
]
