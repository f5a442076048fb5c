/** The kinds of session host that the live suites boot. */

/**
 * `sd252` and `sd257` are systemd machines, and so are `xrdp09` and `xrdp010`, which have xrdp 0.9 and 0.10 and Samba
 * besides; `elogind` and `posix` have another init; `posix` has no logind at all.
 */
export const peerKinds = ['sd252', 'sd257', 'xrdp09', 'xrdp010', 'elogind', 'posix'] as const

/** One of the kinds of session host. */
export type PeerKind = (typeof peerKinds)[number]

/** Whether systemd is PID 1 of this kind of host. */
export function hasSystemd(kind: PeerKind): boolean {
  return kind !== 'elogind' && kind !== 'posix'
}
