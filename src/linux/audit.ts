/** Audit session and login user IDs: /proc/PID/sessionid and loginuid, set once by pam_loginuid and inherited by all that follows. */

const UNSET = 0xffff_ffff

/** The ID, or null where no login has set one. */
export function parseAuditId(text: string): number | null {
  if (!/^\d+\s*$/.test(text)) return null
  const id = Number(text)
  return id === UNSET ? null : id
}
