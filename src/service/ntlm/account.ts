/** Whether winbind and smbd speak of the same account. */

/** The account that opened a pipe. */
export interface PipeAccount {
  readonly user: string
  readonly domain: string
  /** As this machine calls it. */
  readonly unixName: string
}

/** What may stand between domain and user: any sign that names cannot have. smb.conf(5), "winbind separator" */
const SEPARATOR = /^[^\p{L}\p{N}]$/u

/**
 * Compares without regard to case. Winbind names an account "DOMAIN\user", with the separator that is configured; with
 * "winbind use default domain" it is the account's Unix name alone.
 */
export function isAccount({ domain, user, unixName }: PipeAccount, name: string): boolean {
  const named = name.toLowerCase()
  if (named === unixName.toLowerCase()) return true
  const [first, last] = [domain.toLowerCase(), user.toLowerCase()]
  if (!named.startsWith(first) || !named.endsWith(last)) return false
  return SEPARATOR.test(named.slice(first.length, named.length - last.length))
}
