/** org.freedesktop.PolicyKit1, verbatim: whether a right is given. */
import type { CallOptions } from '../../session/host.ts'
import type { Bus } from './bus.ts'
import { itemsOf } from './values.ts'

const AUTHORITY = {
  destination: 'org.freedesktop.PolicyKit1',
  path: '/org/freedesktop/PolicyKit1/Authority',
  interface: 'org.freedesktop.PolicyKit1.Authority',
}

/** The beginning of an AuthorizationResult: `(bba{ss})`. */
export interface AuthorizationResult {
  readonly is_authorized: boolean
  /** Whether a password would give the right. */
  readonly is_challenge: boolean
}

/** Asks for this connection's own right to do `action_id`; nobody is asked for a password. */
export async function CheckAuthorization(
  bus: Bus,
  action_id: string,
  { signal }: CallOptions,
): Promise<AuthorizationResult> {
  const subject = ['system-bus-name', [['name', ['s', await bus.uniqueName({ signal })]]]]
  const call = { ...AUTHORITY, member: 'CheckAuthorization', signature: '(sa{sv})sa{ss}us' }
  const [result] = await bus.call({ ...call, body: [subject, action_id, [], 0, ''] }, { signal })
  const [is_authorized, is_challenge] = itemsOf(result)
  return { is_authorized: is_authorized === true, is_challenge: is_challenge === true }
}
