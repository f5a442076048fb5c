/** The handle that every call of LegacyApi goes with; it names nothing but itself. [MS-TSTS] 2.2.1.4 */
import { limitedKind } from './handles.ts'

export const SERVER_HANDLE = limitedKind<null>('SERVER_HANDLE')
