/** The tokens of NTLM and SPNEGO, taken from whole handshakes. */
import { readFileSync } from 'node:fs'
import type { SecurityContext } from '../../../src/auth/mechanism.ts'
import { decodeAvPairs } from '../../../src/auth/ntlm/av-pairs.ts'
import { AuthenticateMessage, ChallengeMessage, NegotiateMessage } from '../../../src/auth/ntlm/messages.ts'
import { decodeInit, decodeResp } from '../../../src/auth/spnego/tokens.ts'
import { StatusError } from '../../../src/errors.ts'
import { parse } from '../../../src/rpc/fragment.ts'
import { decode } from '../../../src/wire/codec.ts'
import { DecodeError } from '../../../src/wire/decode-error.ts'
import { authenticate, ntlmClient, spnegoClient } from '../../rpc/security.ts'
import { coded, decoded, type Kind } from '../kind.ts'

/** The tokens of a handshake, the client's first. */
async function tokensOf(client: SecurityContext): Promise<Uint8Array[]> {
  const server = authenticate(client.authType)!
  const tokens: Uint8Array[] = []
  let token: Uint8Array | null = null
  for (let turn = client; !client.done || !server.done; turn = turn === client ? server : client) {
    token = (await turn.step(token)).token
    if (token !== null) tokens.push(token.slice())
  }
  return tokens
}

/** The token of a message that Impacket sent. */
function recorded(name: string): Uint8Array {
  const bytes = readFileSync(new URL(`../../fixtures/rpc/${name}.bin`, import.meta.url))
  return parse(new Uint8Array(bytes)).verifier!.token
}

/** A handshake in which one side gets a damaged token: it is refused or goes on, and nothing else happens. */
function handshake(name: string, tokens: readonly Uint8Array[], index: number, fresh: () => SecurityContext): Kind {
  return {
    name,
    messages: [tokens[index]!],
    async check(bytes) {
      using context = fresh()
      try {
        // Whose turn it is first decides whether this side begins or answers.
        if (index % 2 === 1) await context.step(null)
        else if (index === 2) await context.step(tokens[0]!)
        await context.step(bytes)
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof DecodeError)) throw error
      }
    },
  }
}

export async function authKinds(): Promise<Kind[]> {
  const ntlm = await tokensOf(ntlmClient())
  const spnego = await tokensOf(spnegoClient())
  const challenge = decode(ChallengeMessage, ntlm[1]!)
  return [
    coded('ntlm NEGOTIATE_MESSAGE', NegotiateMessage, [ntlm[0]!, recorded('bind-tstool-ntlm-privacy')]),
    coded('ntlm CHALLENGE_MESSAGE', ChallengeMessage, [ntlm[1]!]),
    coded('ntlm AUTHENTICATE_MESSAGE', AuthenticateMessage, [ntlm[2]!, recorded('auth3-tstool')]),
    decoded('ntlm AV_PAIRs', [challenge.targetInfo], decodeAvPairs),
    decoded('spnego negTokenInit', [spnego[0]!, recorded('bind-tstool-k-spnego-krb5')], (bytes) => decodeInit(bytes)),
    decoded('spnego negTokenResp', spnego.slice(1), decodeResp),
    handshake('ntlm client gets a challenge', ntlm, 1, ntlmClient),
    handshake('ntlm server gets an offer', ntlm, 0, () => authenticate(10)!),
    handshake('ntlm server gets an answer', ntlm, 2, () => authenticate(10)!),
    handshake('spnego client gets a challenge', spnego, 1, spnegoClient),
    handshake('spnego server gets an offer', spnego, 0, () => authenticate(9)!),
    handshake('spnego server gets an answer', spnego, 2, () => authenticate(9)!),
  ]
}
