/** The options that both sides of NTLM agree on. [MS-NLMP] 2.2.2.5 */

/** NEGOTIATE flags. */
export const NegotiateFlags = {
  NTLMSSP_NEGOTIATE_UNICODE: 0x0000_0001,
  NTLMSSP_REQUEST_TARGET: 0x0000_0004,
  NTLMSSP_NEGOTIATE_SIGN: 0x0000_0010,
  NTLMSSP_NEGOTIATE_SEAL: 0x0000_0020,
  NTLMSSP_NEGOTIATE_NTLM: 0x0000_0200,
  NTLMSSP_NEGOTIATE_ANONYMOUS: 0x0000_0800,
  NTLMSSP_NEGOTIATE_ALWAYS_SIGN: 0x0000_8000,
  NTLMSSP_TARGET_TYPE_SERVER: 0x0002_0000,
  NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY: 0x0008_0000,
  NTLMSSP_NEGOTIATE_TARGET_INFO: 0x0080_0000,
  NTLMSSP_NEGOTIATE_VERSION: 0x0200_0000,
  NTLMSSP_NEGOTIATE_128: 0x2000_0000,
  NTLMSSP_NEGOTIATE_KEY_EXCH: 0x4000_0000,
  NTLMSSP_NEGOTIATE_56: 0x8000_0000,
} as const

/** Without these there is no signing worth the name, and a server goes no further. */
export const REQUIRED_FOR_SIGNING =
  (NegotiateFlags.NTLMSSP_NEGOTIATE_UNICODE |
    NegotiateFlags.NTLMSSP_NEGOTIATE_SIGN |
    NegotiateFlags.NTLMSSP_NEGOTIATE_NTLM |
    NegotiateFlags.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY |
    NegotiateFlags.NTLMSSP_NEGOTIATE_128 |
    NegotiateFlags.NTLMSSP_NEGOTIATE_KEY_EXCH) >>>
  0

/** A client wants to seal as well. */
export const REQUIRED = (REQUIRED_FOR_SIGNING | NegotiateFlags.NTLMSSP_NEGOTIATE_SEAL) >>> 0

/** What a client asks for. */
export const OFFERED =
  (REQUIRED |
    NegotiateFlags.NTLMSSP_REQUEST_TARGET |
    NegotiateFlags.NTLMSSP_NEGOTIATE_ALWAYS_SIGN |
    NegotiateFlags.NTLMSSP_NEGOTIATE_TARGET_INFO |
    NegotiateFlags.NTLMSSP_NEGOTIATE_VERSION |
    NegotiateFlags.NTLMSSP_NEGOTIATE_56) >>>
  0

/** Whether every flag of `needed` is in `flags`. */
export function hasAll(flags: number, needed: number): boolean {
  return (flags & needed) >>> 0 === needed
}
