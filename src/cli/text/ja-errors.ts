/** Japanese: what a host refuses or fails to do. */
import type { Action, ErrorSentences, Feature, Need } from '../../errors.ts'

const ACTIONS: Record<Action, (id: string) => string> = {
  list: () => 'セッションを一覧表示',
  logoff: (id) => `セッション ${id} をログオフ`,
  reset: (id) => `セッション ${id} をリセット`,
  disconnect: (id) => `セッション ${id} を切断`,
  connect: (id) => `セッション ${id} に接続`,
  message: (id) => `セッション ${id} にメッセージを送信`,
  processes: () => 'プロセスを一覧表示',
  endProcess: (id) => `プロセス ${id} を終了`,
  watch: () => 'セッションを監視',
}

const NEEDS: Record<Need, string> = {
  manage:
    'polkit の権限 org.freedesktop.login1.manage が必要です。sudo で実行するか、docs/linux-hosts.md にある権限の委任を依頼してください',
  owner: 'その所有者と root だけに許可されています。sudo で実行してください',
  queryInformation:
    'そこでの「情報の照会」アクセス許可と、別のコンピューターではその許可 (AllowRemoteRPC、docs/windows.md) が必要です',
  fullControl: 'そこでのフル コントロール アクセス許可が必要です。Administrators のメンバーとして実行してください',
  messageRight: 'そこでの「メッセージ」アクセス許可が必要です。Administrators のメンバーとして実行してください',
  administrators: 'Administrators のメンバーだけに許可されています。そのメンバーとして実行してください',
}

const FEATURES: Record<Feature, string> = {
  virtualMachines: '仮想マシンのセッションはありません。/vm を指定しないでください',
  disconnect: 'このセッションはクライアントなしでは継続できません。終了するには logoff を使用してください',
  connect: 'このセッションは別のクライアントに移せません。前面に出せるのはシートのセッションだけです',
  watch: 'イベントが通知されません。代わりにセッションの一覧を再度取得してください',
  modes: 'セッションに回線の設定はありません。/mode、/flow、/connect を指定しないでください',
  counters: 'カウンターはありません。/counter を指定しないでください',
  passwords: 'セッションへの接続にパスワードは使われません。/password を指定しないでください',
  network:
    '接続できるのはこのコンピューターと ssh:// のホストだけです。Linux ホストには /server:ssh://NAME と指定してください',
  posixOverSsh: 'logind がありません。そのホスト上でコマンドを実行してください',
  connectFromElsewhere: 'セッションの接続はそのコンピューター上でだけ実行できます。そこで tscon を実行してください',
  function: 'その Windows にこの機能はありません。より新しい Windows で実行してください',
  platform:
    'このオペレーティング システムのセッションはここからは管理できません。Linux ホストには /server:ssh://NAME を使用してください',
}

/** The Japanese sentence for each failure. */
export const jaErrors: ErrorSentences = {
  ACCESS_DENIED: ({ host, action, id, need }) =>
    `${q(host)} で${ACTIONS[action](id)}できません: アクセスが拒否されました。${NEEDS[need]}`,
  SESSION_NOT_FOUND: ({ host, text, ids }) =>
    ids.length > 0
      ? `${q(host)} にセッション ${q(text)} はありません: これはユーザー名です。このユーザーのセッション ID を指定してください: ${ids.join(', ')}`
      : `${q(host)} にセッション ${q(text)} はありません。名前と ID は "query session" で確認できます`,
  SESSION_NOT_ACTIVE: ({ host, text, ids }) =>
    `${q(host)} のセッション ${q(text)} はアクティブではありません。名前で指定できるのはアクティブなセッションだけです。ID を指定してください: ${ids.join(', ')}`,
  SESSION_AMBIGUOUS: ({ host, text, ids }) =>
    `${q(host)} には ${q(text)} という名前のセッションが複数あります。ID を指定してください: ${ids.join(', ')}`,
  SESSION_CHANGED: ({ host, id, user }) =>
    `${q(host)} のセッション ${id} は別の${user ? `ユーザー ${q(user)} の` : ''}ログオンに変わっています。実行する前にもう一度一覧を確認してください`,
  NO_SESSIONS: ({ host }) =>
    `${q(host)} にセッションはありません。sshd などのログイン サービスからログオンしたユーザーはいません`,
  NO_CURRENT_SESSION: ({ host }) =>
    `このコマンドは ${q(host)} のセッションの中で実行されていません。セッションを指定してください。"query session" で確認できます`,
  CONSOLE_SESSION: ({ host, id }) =>
    `セッション ${id} は ${q(host)} のコンソール セッションであり、別のセッションからはログオフできません。コンソールでログオフしてください。正常に動作していない場合は rwinsta を使用してください`,
  PROTECTED_SESSION: ({ host, id }) =>
    `${q(host)} のセッション ${id} はシステムのセッションであり、ログオフできません。ユーザーのセッションを指定してください`,
  OWN_CONNECTION: ({ host, id }) =>
    `${q(host)} のセッション ${id} はこのコマンド自身の接続に使われているため、終了しません。別のログインを使用するか、そのセッションの中で logoff を実行してください`,
  SESSION_BUSY: ({ host, id }) =>
    `${q(host)} のセッション ${id} は接続、切断、または終了の処理中です。数分後にもう一度実行してください`,
  STILL_CLOSING: ({ host, id, count }) =>
    `${q(host)} のセッション ${id} は終了していません: プロセスが ${count} 個残っています。"query process /id:${id}" で確認し、rwinsta ${id} を試してください`,
  SESSION_UNREACHABLE: ({ host, id }) =>
    `${q(host)} のセッション ${id} には、メッセージを表示できる端末もウィンドウもありません。別の方法でユーザーに伝えてください`,
  PROGRAM_MISSING: ({ host, program, package: name }) =>
    `${q(host)} にプログラム ${q(program)} がありません。パッケージ ${q(name)} をインストールしてください`,
  PROCESS_NOT_FOUND: ({ host, text }) =>
    `${q(host)} にプロセス ${q(text)} はありません。"query process *" で確認できます`,
  NOT_SUPPORTED: ({ host, feature }) => `${q(host)} では実行できません: ${FEATURES[feature]}`,
  HOST_UNREACHABLE: ({ host, reason }) => `${q(host)} に到達できません: ${reason}。"tsctl doctor" で調べてください`,
  HOST_SILENT: ({ host, seconds }) =>
    `${q(host)} は ${seconds} 秒以内に応答しませんでした。起動しているか確認するか、"tsctl doctor" で調べてください`,
  CONNECTION_LOST: ({ host, reason }) =>
    `${q(host)} との接続が失われました: ${reason}。セッションの一覧で結果を確認してください`,
  AUTHENTICATION_FAILED: ({ host, reason }) =>
    `${q(host)} にログインできません: ${reason}。アカウントとその鍵を確認してください`,
  PROTOCOL_ERROR: ({ host, reason }) => `${q(host)} の応答を解釈できません: ${reason}。この問題を報告してください`,
}

function q(text: string): string {
  return `"${text}"`
}
