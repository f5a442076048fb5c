/** The client's handshake: contexts, features and the security context. [C706] 12.6.4, [MS-RPCE] 3.3.1.5.2 and 3.3.1.5.3 */
import type { SecurityContext } from '../auth/mechanism.ts'
import { DecodeError } from '../wire/decode-error.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { type Label, publishFragment } from './diagnostics.ts'
import { Features, featureSyntax } from './features.ts'
import { bodyOf, compose, type Fragment, HEADER_LENGTH, type Verifier } from './fragment.ts'
import type { FragmentReader } from './fragment-reader.ts'
import { type Interface, NDR, sameSyntax, syntaxOf } from './interface.ts'
import { MAX_FRAGMENT, MUST_RECEIVE } from './limits.ts'
import {
  Auth3,
  Bind,
  BindAck,
  BindNak,
  type ContextElement,
  ContextResult,
  Fault,
  PduType,
  PfcFlags,
  type Result,
} from './pdu.ts'
import { AuthLevel, Protection } from './protection.ts'
import { bindRefused, fault, ProviderReason } from './status.ts'

/** Who the client is and how its messages are protected. */
export interface Security {
  /** The initiating side, whose handshake has not begun. */
  readonly context: SecurityContext
  readonly level: AuthLevel
}

/** What was agreed. */
export interface Binding {
  /** In the order of the interfaces asked for: null where it was accepted, else the reason. */
  readonly refusals: readonly (number | null)[]
  /** The largest fragment that the server takes. */
  readonly maxFragment: number
  /** Features. 0 where the server negotiates none. */
  readonly features: number
  readonly protection: Protection | null
}

/** The ID of the only security context of a connection. */
const AUTH_CONTEXT_ID = 1
/** RPC_C_AUTHN_WINNT, whose third leg is the last and goes unanswered. [MS-RPCE] 2.2.1.1.7 */
const NTLM = 10
const { PFC_FIRST_FRAG, PFC_LAST_FRAG, PFC_SUPPORT_HEADER_SIGN } = PfcFlags

/** One message of the handshake and its answer, on the connection's call ID. */
export interface Exchange {
  readonly channel: Channel
  readonly reader: FragmentReader
  readonly callId: number
  readonly label: Label | null
  readonly options: ChannelOptions
}

/** @throws StatusError when the server refuses, DecodeError when its answer is nonsense */
export async function negotiate(
  exchange: Exchange,
  interfaces: readonly Interface[],
  security: Security | null,
): Promise<Binding> {
  const offered = security === null ? Features.KeepConnectionOnOrphanSupported : 0
  const bind = {
    maxXmitFrag: MAX_FRAGMENT,
    maxRecvFrag: MAX_FRAGMENT,
    assocGroupId: 0,
    contexts: contextsFor(interfaces, offered),
  }
  const signFlag = security !== null && signs(security.level) ? PFC_SUPPORT_HEADER_SIGN : 0
  const pfcFlags = PFC_FIRST_FRAG | PFC_LAST_FRAG | signFlag
  const first = security === null ? null : await firstLeg(security, exchange.options)
  const answer = await ask(
    exchange,
    compose(Bind, bind, { ptype: PduType.bind, pfcFlags, callId: exchange.callId }, first),
  )
  const ack = accepted(answer, PduType.bind_ack)
  const headerSigning = (answer.header.pfcFlags & signFlag) !== 0
  if (security !== null) await finish(exchange, bind, pfcFlags, security, answer)
  return {
    refusals: interfaces.map((_, i) => refusalOf(ack.results[i])),
    maxFragment: Math.min(MAX_FRAGMENT, ack.maxRecvFrag),
    features: featuresOf(ack.results[interfaces.length]) & offered,
    protection:
      security === null ? null : new Protection({ ...security, authContextId: AUTH_CONTEXT_ID, headerSigning }),
  }
}

function signs(level: AuthLevel): boolean {
  return level >= AuthLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
}

/** One context per interface, and the features as a further syntax of the last. */
function contextsFor(interfaces: readonly Interface[], features: number): ContextElement[] {
  const contexts = interfaces.map((each, pContId) => ({
    pContId,
    abstractSyntax: syntaxOf(each),
    transferSyntaxes: [NDR],
  }))
  const last = contexts.at(-1)
  if (last === undefined) throw new TypeError('A bind needs an interface')
  return [...contexts, { ...last, pContId: contexts.length, transferSyntaxes: [featureSyntax(features)] }]
}

async function firstLeg({ context, level }: Security, options: ChannelOptions): Promise<Verifier> {
  const { token } = await context.step(null, options)
  return verifier(context, level, token ?? new Uint8Array())
}

/** The legs after the first: rpc_auth_3 for the last of NTLM, else alter_context and its answer. */
async function finish(exchange: Exchange, bind: Bind, pfcFlags: number, security: Security, answer: Fragment) {
  const { context, level } = security
  const { callId } = exchange
  let received = answer
  while (!context.done) {
    const { token } = await context.step(tokenOf(received), exchange.options)
    if (context.done && token === null) return
    if (token === null) throw new DecodeError(`${context.mechanism} waits for a token that nobody asked for`, 0)
    const leg = verifier(context, level, token)
    if (context.authType === NTLM && context.done) {
      const last = compose(Auth3, {}, { ptype: PduType.rpc_auth_3, pfcFlags, callId }, leg)
      publishFragment('sent', last, exchange.label)
      return exchange.channel.send(last.bytes, exchange.options)
    }
    received = await ask(exchange, compose(Bind, bind, { ptype: PduType.alter_context, pfcFlags, callId }, leg))
    accepted(received, PduType.alter_context_resp)
  }
}

async function ask({ channel, reader, callId, label, options }: Exchange, question: Fragment): Promise<Fragment> {
  publishFragment('sent', question, label)
  reader.add(await channel.transceive(question.bytes, options))
  const answer = await reader.next(options)
  publishFragment('received', answer, label)
  if (answer.header.callId !== callId) throw new DecodeError(`an answer to call ${answer.header.callId}`, 12)
  return answer
}

function accepted(answer: Fragment, expected: number): BindAck {
  const { ptype } = answer.header
  if (ptype === PduType.bind_nak) throw bindRefused(bodyOf(BindNak, answer).providerRejectReason)
  if (ptype === PduType.fault) throw fault('bind', bodyOf(Fault, answer).status)
  if (ptype !== expected) throw new DecodeError(`message ${ptype} answers a bind`, 2)
  const ack = bodyOf(BindAck, answer)
  if (ack.maxRecvFrag < MUST_RECEIVE) throw new DecodeError(`fragments of ${ack.maxRecvFrag} bytes`, HEADER_LENGTH + 2)
  return ack
}

/** Why an interface was refused; null where it was accepted. */
function refusalOf(result: Result | undefined): number | null {
  if (result?.result === ContextResult.acceptance && sameSyntax(result.transferSyntax, NDR)) return null
  return result?.reason ?? ProviderReason.reason_not_specified
}

function featuresOf(result: Result | undefined): number {
  return result?.result === ContextResult.negotiate_ack ? result.reason : 0
}

function verifier({ authType }: SecurityContext, authLevel: AuthLevel, token: Uint8Array): Verifier {
  return { authType, authLevel, authContextId: AUTH_CONTEXT_ID, token }
}

function tokenOf({ verifier }: Fragment): Uint8Array | null {
  return verifier === null ? null : verifier.token
}
