/** The state of a session. [MS-TSTS] 2.2.1.9 */

export const WINSTATIONSTATECLASS = {
  State_Active: 0,
  State_Connected: 1,
  State_ConnectQuery: 2,
  State_Shadow: 3,
  State_Disconnected: 4,
  State_Idle: 5,
  State_Listen: 6,
  State_Reset: 7,
  State_Down: 8,
  State_Init: 9,
} as const

/** The name that a number stands for; the number itself where it has none. */
export function stateName(state: number): string {
  return NAMES.get(state) ?? String(state)
}

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(WINSTATIONSTATECLASS).map(([name, value]) => [value, name]),
)
