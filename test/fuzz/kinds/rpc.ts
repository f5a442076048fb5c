/** The messages of RPC, one by one. */
import { readFileSync } from 'node:fs'
import { bodyOf, compose, type Fragment, parse, type Verifier } from '../../../src/rpc/fragment.ts'
import { NDR } from '../../../src/rpc/interface.ts'
import { Auth3, Bind, BindAck, BindNak, Fault, NoBody, PduType, Request, Response } from '../../../src/rpc/pdu.ts'
import type { Codec } from '../../../src/wire/codec.ts'
import { decoded, type Kind } from '../kind.ts'

const VERIFIER: Verifier = { authType: 10, authLevel: 6, authContextId: 1, token: new Uint8Array(16) }
const SYNTAX = { ifUuid: '88143fd0-c28d-4b2b-8fef-8d882f6a9390', ifVersion: 1 }
const CONTEXT = { pContId: 0, abstractSyntax: SYNTAX, transferSyntaxes: [NDR] }
const STUB = Uint8Array.from({ length: 40 }, (_, i) => i)
const BIND = { maxXmitFrag: 5840, maxRecvFrag: 5840, assocGroupId: 0, contexts: [CONTEXT, { ...CONTEXT, pContId: 1 }] }
const ACK = {
  maxXmitFrag: 4280,
  maxRecvFrag: 4280,
  assocGroupId: 7,
  secAddr: Buffer.from('\\PIPE\\LSM_API_service\0'),
  results: [
    { result: 0, reason: 0, transferSyntax: NDR },
    { result: 3, reason: 2, transferSyntax: SYNTAX },
  ],
}

function message<T>(ptype: number, codec: Codec<T>, value: T, verifier: Verifier | null = null): Uint8Array {
  return compose(codec, value, { ptype, pfcFlags: 3, callId: 1 }, verifier, 16).bytes
}

function recorded(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/rpc/${name}.bin`, import.meta.url)))
}

function kind<T>(name: keyof typeof PduType, codec: Codec<T>, value: T, more: readonly Uint8Array[] = []): Kind {
  const ptype = PduType[name]
  const messages = [message(ptype, codec, value), message(ptype, codec, value, VERIFIER), ...more]
  return decoded(`rpc ${name}`, messages, (bytes) => {
    const fragment: Fragment = parse(bytes)
    return [fragment, bodyOf(codec, fragment)]
  })
}

export const RPC_KINDS: readonly Kind[] = [
  kind('bind', Bind, BIND, [recorded('bind-tstool-ntlm-privacy'), recorded('bind-tstool-k-spnego-krb5')]),
  kind('bind_ack', BindAck, ACK),
  kind('bind_nak', BindNak, { providerRejectReason: 8, versions: [{ major: 5, minor: 0 }] }),
  kind('alter_context', Bind, BIND),
  kind('alter_context_resp', BindAck, { ...ACK, secAddr: new Uint8Array() }),
  kind('rpc_auth_3', Auth3, {}, [recorded('auth3-tstool')]),
  kind('request', Request, { allocHint: 40, pContId: 0, opnum: 4, stub: STUB }, [recorded('request-sealed-openenum')]),
  kind('response', Response, { allocHint: 40, pContId: 0, cancelCount: 0, stub: STUB }),
  kind('fault', Fault, { allocHint: 0, pContId: 0, cancelCount: 0, status: 5 }),
  kind('co_cancel', NoBody, {}),
  kind('orphaned', NoBody, {}),
]
