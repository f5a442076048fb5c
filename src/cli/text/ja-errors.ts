/** Japanese: what a host refuses or fails to do. */
import type { Action, ErrorSentences, Feature, Lack, Need, Refusal, ServeFileProblem } from '../../errors.ts'

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
    'polkit の権限 org.freedesktop.login1.manage が必要です。そのホストの root として実行するか、docs/linux-hosts.md にある権限の委任を依頼してください',
  chvt: 'polkit の権限 org.freedesktop.login1.chvt が必要です。そのホストの root として実行するか、docs/linux-hosts.md にある権限の委任を依頼してください',
  owner: 'その所有者と root だけに許可されています。そのホストの root として実行してください',
  WINSTATION_QUERY:
    'セッションに対する QUERY アクセス許可が必要です。許可されているアカウントを /as: で指定してください',
  WINSTATION_LOGOFF:
    'セッションに対する LOGOFF または RESET アクセス許可が必要です。許可されているアカウントを /as: で指定してください',
  WINSTATION_RESET:
    'セッションに対する RESET アクセス許可が必要です。許可されているアカウントを /as: で指定してください',
  WINSTATION_DISCONNECT:
    'セッションに対する DISCONNECT アクセス許可が必要です。許可されているアカウントを /as: で指定してください',
  WINSTATION_MSG: 'セッションに対する MSG アクセス許可が必要です。許可されているアカウントを /as: で指定してください',
  PROCESS_TERMINATE: 'そのプロセスを終了するアクセス許可が必要です。許可されているアカウントを /as: で指定してください',
  queryInformation:
    'そこでの「情報の照会」アクセス許可と、別のコンピューターではその許可 (AllowRemoteRPC、docs/windows.md) が必要です',
  fullControl: 'そこでのフル コントロール アクセス許可が必要です。Administrators のメンバーとして実行してください',
  messageRight: 'そこでの「メッセージ」アクセス許可が必要です。Administrators のメンバーとして実行してください',
  administrators: 'Administrators のメンバーだけに許可されています。そのメンバーとして実行してください',
}

const LACKS: Record<Lack, string> = {
  dialect: 'SMB 2.1 以降に対応していません。更新してください',
  signing: '送信するデータに署名しません。そのサーバーで SMB 署名を必須にしてください',
  encryption: '暗号化できません。/encrypt を指定しないか、サーバーを更新してください',
  identity: 'アカウントがゲストとして扱われました。サーバーに登録されているアカウントを /as: で指定してください',
  integrity: '途中でデータが書き換えられました。経路にある機器を調べてください',
}

const REFUSALS: Record<Refusal, string> = {
  password: 'ユーザー名またはパスワードが正しくありません',
  locked: 'アカウントはロックされています。しばらく待つか、ロックの解除を依頼してください',
  disabled: 'アカウントは無効になっています',
  expired: 'アカウントの有効期限が切れています',
  passwordExpired: 'パスワードの有効期限が切れています。先にコンソールで変更してください',
  restricted: 'このアカウントは、この場所や時刻、ネットワークからのログオン、または空のパスワードが許可されていません',
  domain: 'ドメインに問い合わせできませんでした。ホストとドメイン コントローラーを調べてください',
  mechanism: 'このアカウントの NTLM バージョン 2 を受け付けません',
}

const FEATURES: Record<Feature, string> = {
  virtualMachines: '仮想マシンのセッションを操作できるのは Windows からだけです。/vm を指定しないでください',
  disconnect: 'このセッションはクライアントなしでは継続できません。終了するには logoff を使用してください',
  disconnectConsole: 'コンソール セッションは切断できません。コンソールでログオフしてください',
  connect: 'このセッションは別のクライアントに移せません。前面に出せるのはシートのセッションだけです',
  watch: 'イベントが通知されません。代わりにセッションの一覧を再度取得してください',
  call: 'この操作には Windows のバージョンが古すぎます',
  modes: 'セッションに回線の設定はありません。/mode、/flow、/connect を指定しないでください',
  counters: 'カウンターはありません。/counter を指定しないでください',
  passwords: 'セッションへの接続にパスワードは使われません。/password を指定しないでください',
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
      : `${q(host)} にセッション ${q(text)} はありません。名前と ID はそのホストの "query session" で確認できます`,
  SESSION_NOT_ACTIVE: ({ host, text, ids }) =>
    `${q(host)} のセッション ${q(text)} はアクティブではありません。名前で指定できるのはアクティブなセッションだけです。ID を指定してください: ${ids.join(', ')}`,
  SESSION_AMBIGUOUS: ({ host, text, ids }) =>
    `${q(host)} には ${q(text)} という名前のセッションが複数あります。ID を指定してください: ${ids.join(', ')}`,
  SESSION_CHANGED: ({ host, id, user }) =>
    `${q(host)} のセッション ${id} は別の${user ? `ユーザー ${q(user)} の` : ''}ログオンに変わっています。実行する前にもう一度一覧を確認してください`,
  NO_SESSIONS: ({ host }) =>
    `${q(host)} にセッションはありません。ログオンしているユーザーはいません。コンテナーのシェルはセッションではありません`,
  NO_CURRENT_SESSION: ({ host }) =>
    `このコマンドは ${q(host)} のセッションの中で実行されていません。セッションを指定してください。"query session" で確認できます`,
  CONSOLE_SESSION: ({ host, id }) =>
    `セッション ${id} は ${q(host)} のコンソール セッションであり、別のセッションからはログオフできません。コンソールでログオフしてください。正常に動作していない場合は rwinsta を使用してください`,
  PROTECTED_SESSION: ({ host, id }) =>
    `${q(host)} のセッション ${id} はシステムのセッションであり、ログオフできません。ユーザーのセッションを指定してください`,
  OWN_CONNECTION: ({ host, id }) =>
    `${q(host)} のセッション ${id} はこのコマンド自身の接続に使われているため、終了しません。別のログインを使用するか、そのセッションの中で logoff を実行してください`,
  STILL_CLOSING: ({ host, id, count, action }) =>
    `${q(host)} のセッション ${id} は終了していません: ${
      count === 0 ? 'ホストの一覧に残っています' : `プロセスが ${count} 個残っています`
    }。${action === 'logoff' ? 'しばらく待つか、rwinsta を使用してください' : '残ったものを終了できるのはそのホスト自身だけです'}`,
  SESSION_BUSY: ({ host, id }) =>
    `${q(host)} のセッション ${id} は接続、切断または終了の処理中です。しばらくしてからもう一度実行してください`,
  SESSION_STATE: ({ host, action, id }) =>
    `${q(host)} で${ACTIONS[action](id)}できません: セッションがその操作のできる状態ではありません。"query session" で確認してください`,
  SESSIONS_HIDDEN: ({ host }) =>
    `${q(host)} のセッションは 1 つも表示されません: 誰もログオンしていないか、アカウントに QUERY アクセス許可がありません。後者の場合は別のアカウントを /as: で指定してください`,
  SESSION_UNREACHABLE: ({ host, id }) =>
    `${q(host)} のセッション ${id} には、メッセージを表示できる端末もウィンドウもありません。別の方法でユーザーに伝えてください`,
  MESSAGE_NOT_SHOWN: ({ host, id }) =>
    `${q(host)} のセッション ${id} にメッセージを表示できませんでした: 端末またはディスプレイが現在受け付けていません。もう一度実行するか、別の方法でユーザーに伝えてください`,
  PROGRAM_MISSING: ({ host, program, package: name }) =>
    `${q(host)} にプログラム ${q(program)} がありません。パッケージ ${q(name)} をインストールしてください`,
  PROCESS_NOT_FOUND: ({ host, text }) =>
    `${q(host)} にプロセス ${q(text)} はありません。そのホストの "query process *" で確認できます`,
  PROCESS_REMAINS: ({ host, pid }) =>
    `${q(host)} のプロセス ${pid} は強制終了しても残っています: カーネルまたはホスト自身が保持しています。保持しているものを終了するか、ホストを再起動してください`,
  NOT_SUPPORTED: ({ host, feature }) => `${q(host)} では実行できません: ${FEATURES[feature]}`,
  HOST_UNREACHABLE: ({ host, reason }) =>
    `${q(host)} に到達できません: ${reason}。名前、ネットワーク、起動していることを確認してください`,
  HOST_NOT_FOUND: ({ host, address }) =>
    `${q(host)} に到達できません: ${q(address)} のアドレスがわかりません。名前を確認するか、ホスト ファイルにアドレスを指定してください`,
  PORT_CLOSED: ({ host, port }) =>
    `${q(host)} に到達できません: ポート ${port} で応答がありません。起動していること、ファイアウォールで SMB が許可されていることを確認してください`,
  NOT_SMB: ({ host, port }) =>
    `${q(host)} と通信できません: ポート ${port} で応答しているのは SMB 2 や 3 ではありません。アドレスとポートを確認してください`,
  UNSAFE: ({ host, lack }) => `${q(host)} との接続は安全ではありません: ${LACKS[lack]}`,
  SERVICE_STOPPED: ({ host, pipe }) =>
    `${q(host)} のパイプ ${q(pipe)} で応答がありません。リモート デスクトップ サービス (TermService)、Linux では logoff-serve を開始してください`,
  REMOTE_CALLS_REFUSED: ({ host, account }) =>
    `${q(host)} は ${q(account)} からのリモート呼び出しを受け付けません。管理者のアカウントを使用するか、クライアント版の Windows では HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server の AllowRemoteRPC を 1 にしてください`,
  HOST_SILENT: ({ host, seconds }) =>
    `${q(host)} は ${seconds} 秒以内に応答しませんでした。起動していることと負荷を確認し、もう一度実行してください`,
  CONNECTION_LOST: ({ host, reason }) =>
    `${q(host)} との接続が失われました: ${reason}。セッションの一覧で結果を確認してください`,
  AUTHENTICATION_FAILED: ({ host, reason }) =>
    `${q(host)} にログインできません: ${reason}。アカウントとその鍵を確認してください`,
  ACCOUNT_REFUSED: ({ host, account, refusal }) =>
    `${q(account)} として ${q(host)} にログインできません: ${REFUSALS[refusal]}`,
  ACCOUNT_MISSING: ({ host }) =>
    `${q(host)} にログインできません: アカウントが指定されていません。/as:DOMAIN\\user で指定してください`,
  PASSWORD_UNUSABLE: ({ host, file }) =>
    `${q(host)} にログインできません: パスワード ファイル ${q(file)} を読み取れないか、他のユーザーも読み取れます。hosts ファイルを修正するか、ファイルに "chmod 600" を実行してください`,
  PROTOCOL_ERROR: ({ host, reason }) => `${q(host)} の応答を解釈できません: ${reason}。この問題を報告してください`,
  SERVE_FILE_UNUSABLE: ({ host, file, problem, line, detail }) =>
    `${q(host)} の ${q(file)}${line === 0 ? ' ' : ` の ${line} 行目`}を使用できません: ${SERVE_FILE[problem](detail)}`,
}

const SERVE_FILE: Record<ServeFileProblem, (detail: string) => string> = {
  syntax: (detail) => `TOML ではありません: ${detail}`,
  key: (detail) => `ここに ${q(detail)} というキーは書けません`,
  value: (detail) => `${q(detail)} にこの値は指定できません`,
  right: (detail) => `${q(detail)} はアクセス許可でもレベルでもありません。一覧は docs/linux-host.md にあります`,
  sid: (detail) => `${q(detail)} は S-1-5-32-544 のような SID ではありません`,
  account: (detail) =>
    `${q(detail)} はユーザーやグループの名前にできません。ドメインのグループは SID で指定してください`,
  nobody: () => 'このアクセス許可には相手がありません。users、groups、sids のどれかを指定してください',
  nothing: () => 'このアクセス許可は何も許可していません。rights を指定してください',
  unsafe: (detail) => `root 以外のユーザーが変更できます: ${detail}。"chown root" と "chmod o-w" を実行してください`,
  unreadable: (detail) => `読み取れません: ${detail}`,
}

function q(text: string): string {
  return `"${text}"`
}
