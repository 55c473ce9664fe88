/**
 * The contract between sso-kit and a source type; import it as `sso-kit/plugin`.
 *
 * A source can do what it has: each ability is a property that is there or is not. The host keeps the dangerous
 * parts – state, nonce, PKCE, redirect URI, one use, ten minutes, HTTP policy, accounts – and hands in what a
 * plugin needs of them.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import type { Identity } from './model.ts'
import type { OptionsOf, OptionsSchema, Secret } from './options.ts'
import type { Department, World } from './sandbox/world.ts'

export { namesOf, pathsOf } from './departments.ts'
export { type ErrorCode, SsoError, type Step } from './errors.ts'
export { type GivenToken, type KeptToken, keptToken } from './kept-token.ts'
export type { Identity } from './model.ts'
export type { Free, FreeValue, OptionsOf, OptionsSchema, Secret } from './options.ts'
export { passportPassword, passportRedirect, type Strategy } from './passport.ts'
export {
  codeIn,
  credentials,
  deadCode,
  type Enveloped,
  enveloped,
  inManual,
  judgedCredentials,
  type Refusal,
  refusalOfCode,
  refusedProbe,
} from './probe.ts'
export { type Fields, fields, isToken, requestJson } from './reply.ts'
export type { Department, Order, Person, World } from './sandbox/world.ts'
export { consoleSteps, type DataConsole } from './steps.ts'
export { type Walk, walk } from './walk.ts'

/** One sign-in attempt, made, kept and burnt by the host. Each value is fresh, random and used once. */
export interface Transaction {
  /** Goes out as `state`; the host has compared it before `finish` is called. */
  readonly state: string
  /** Goes out as `nonce` where the protocol has one; comparing it with the token's is the plugin's. */
  readonly nonce: string
  /** RFC 7636: the verifier for the token request … */
  readonly codeVerifier: string
  /** … and its S256 challenge for the authorisation request. */
  readonly codeChallenge: string
  /** Absolute; built from `publicUrl`, never from a request. */
  readonly redirectUri: string
}

/** Where the browser goes next. */
export interface Departure {
  url: URL
}

/** An answer that the vendor's own page posts to us (SAML's HTTP-POST binding), instead of a redirect. */
export interface PostedReturn {
  /** The field that brings the state back: `RelayState`. */
  readonly state: string
  /** Fields that may be longer than the usual 4 KB, each with its most characters: `{ SAMLResponse: 360_000 }`. */
  readonly longest: Readonly<Record<string, number>>
}

export interface Redirect {
  /**
   * Present where people come back by a cross-site POST. Browsers keep SameSite=Lax cookies out of it, so the host
   * ties such a sign-in to the browser by a cookie of its own, and takes no GET.
   */
  readonly post?: PostedReturn
  /** Builds the vendor's address. Opens a connection only if the protocol needs one (discovery). */
  start(tx: Transaction): Departure | Promise<Departure>
  /**
   * Turns the vendor's return into an identity. `callback.url` is the redirect URI with the parameters that came;
   * where the source has `post` it is a POST with them as its form. The host has already compared the state,
   * refused repeated or overlong parameters and answered `error=`.
   * Yours to check: signature, audience, nonce, tenant, membership. Throws {@link SsoError}.
   */
  finish(callback: Request, tx: Transaction): Promise<Identity>
}

export interface Password {
  /** `null` for a wrong name or password; throws when the answer cannot be had. The host has counted the try. */
  check(username: string, password: string): Promise<Identity | null>
}

/** What the page of a silent sign-in needs to get a code from the app around it. */
export interface InAppPage {
  /** Address of the vendor's script, loaded first. The page's content policy allows its origin, and no other. */
  readonly library: URL
  /**
   * JavaScript, the body of `async (parameters) => code`; runs in the browser after the library. Throws where the
   * app gives no code: the person then goes the ordinary way.
   */
  readonly askForCode: string
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Silent sign-in: the page is already open inside the vendor's own app, which knows who the person is. The app gives a
 * code away either to a script on a page of ours or by a redirect.
 */
export type InApp = InAppScript | InAppRedirect

interface Inside {
  /** The vendor's app, by its `User-Agent`. Decides what is offered, never who somebody is. */
  readonly userAgent: RegExp
}

/** The script's code is posted to an address of its own, where no state of a redirect is good. */
export interface InAppScript extends Inside {
  page(tx: Transaction): InAppPage
  /** Turns the app's code into an identity, with the very checks of {@link Redirect.finish}. Throws {@link SsoError}. */
  exchange(code: string, tx: Transaction): Promise<Identity>
}

/**
 * An address that answers inside the app and nowhere else. Inside the app the host takes it wherever it would take
 * {@link Redirect.start}, and people come back like any others, to {@link Redirect.finish}.
 */
export interface InAppRedirect extends Inside {
  start(tx: Transaction): Departure | Promise<Departure>
}

/**
 * Somebody in a directory: what a sign-in of theirs would vouch for – the same issuer, the same subject – and what the
 * directory knows beyond that.
 */
export interface Member extends Identity {
  directoryId: string
  /** Ids of the departments that the person is directly in; what lies above them the host knows from the read. */
  departments: string[]
  /**
   * What `sync.fields` may choose from, by the names of {@link Plugin.directory}. One that is missing was not told, and
   * changes nothing; an empty one was told to be empty.
   */
  fields: Readonly<Record<string, string>>
  /** The vendor lets them in nowhere: they are there, and count as gone. */
  disabled?: boolean
}

/**
 * A part of a directory as it is read. `fault`: something in the scope that cannot be read or makes no sense – the read
 * goes on, and nobody is disabled by it. `mark`: where the read could go on, in the plugin's own words; everything before
 * it need not be told again.
 */
export type Entry = { department: Department } | { member: Member } | { fault: string } | { mark: string }

/** What the host lends to a read. */
export interface Reading {
  readonly signal: AbortSignal
  /**
   * Present where a read was cut – killed, stopped, or the vendor out of reach – less than an hour after it began, and
   * nothing in the file has changed what is to be read: its last mark, and the departments before that in the order in
   * which they were told. A plugin without marks never has it.
   */
  readonly cut?: { readonly mark: string; readonly departments: readonly Department[] }
  /**
   * One call to the vendor, when its turn has come: the host keeps to {@link Plugin.directory}'s pace. It is made again
   * where it throws `source_unreachable`, or an {@link SsoError} with `retryAfterS`: five times, later and later, and
   * never earlier than that says. `api`: at a vendor that counts the calls of each of its APIs, the name of this one;
   * the pace then holds for each of them.
   */
  call<T>(work: () => Promise<T>, api?: string): Promise<T>
}

/** What ids of departments look like, where a name in `sync.scope` can be told from one. */
export interface ScopeIds {
  readonly pattern: string
  /** A noun phrase for messages, with an example: `an id such as "1001"`. */
  readonly form: string
}

/** How fast a vendor may be asked. Default: 10 calls a second, 3 at once. */
export interface Pace {
  readonly perSecond: number
  readonly atOnce: number
}

export interface Directory {
  /**
   * All departments and members of the scope (`all`, or ids of departments with everything below them), in any order; a
   * person who is in two departments may come twice, with the same words. Throws {@link SsoError} where it cannot be read.
   */
  read(scope: 'all' | readonly string[], reading: Reading): AsyncIterable<Entry>
  /** One person, read directly; null for somebody who is not there: nobody is a leaver without this. */
  member(directoryId: string, reading: Reading): Promise<Member | null>
  /** A pushed change. Throws {@link SsoError} `request_invalid` for one that the vendor has not sent. */
  receive?(event: Request): Promise<Received>
  /**
   * Where changes come over a connection that this server opens: holds one, and hands over what comes. Returns where the
   * vendor wants another one in its place, or once `signal` is aborted; throws {@link SsoError} where there is none, or
   * it broke. The host calls it again, later and later – in every server that runs: what comes twice is kept once.
   */
  hold?(holding: Holding): Promise<void>
}

/** What the host lends to a connection that is held. */
export interface Holding {
  readonly signal: AbortSignal
  /** Changes can come from now on. */
  opened(): void
  /** Keeps an event, and the vendor may be told so after that. Throws where it could not be kept. */
  take(event: Pick<Received, 'id' | 'changes'>): Promise<void>
}

export interface Received {
  /**
   * The vendor's id of this event: it takes effect once. Absent for what is no change, such as the test of the address. One of
   * more than 255 characters, or with control characters, is kept as its SHA-256.
   */
  id?: string
  changes: readonly Change[]
  /** What the vendor is told once the event is kept. */
  reply: Response
}

/** A hint, no state: the host reads the person anew. `departments`: the whole directory is read soon. */
export type Change =
  | { readonly kind: 'left' | 'changed'; readonly member: string }
  | { readonly kind: 'departments' }

/** One step of the connectivity test, after it was taken. */
export interface Probe {
  /** What was tried: `Permission 通讯录部门信息读权限 (qyapi_get_department_list)`. */
  readonly name: Words
  /**
   * `unknown`: it could not be tried, and that alone is no fault. `busy`: the vendor had no answer now – too many calls,
   * an error of its own – and asking later will tell.
   */
  readonly state: 'good' | 'bad' | 'unknown' | 'busy'
  /** What was found; never a secret, and nothing of a vendor's text but codes. */
  readonly found?: string
  /** Where in the vendor's console it is mended; there for what is bad. */
  readonly mend?: Words
}

export interface Source {
  redirect?: Redirect
  password?: Password
  inApp?: InApp
  directory?: Directory
  /**
   * The connectivity test, step by step: credentials first, then each permission that the options need. It asks for
   * nothing that changes something. What it throws ends it as a bad step; addresses, TLS and the clock are the host's.
   */
  check?(signal: AbortSignal): AsyncIterable<Probe>
  close?(): Promise<void>
}

export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
}

/** A server that speaks something else than HTTP, at an address that the file itself names. */
export interface Line {
  /** Name or address, without brackets; the certificate has to be for it. */
  readonly host: string
  readonly port: number
  /**
   * When TLS begins: at once, after a function has asked for it over the plain connection (StartTLS), or never – that
   * only on this machine.
   */
  readonly tls: 'at once' | 'never' | ((plain: Duplex) => Promise<void>)
  /** PEM; then no other certificate authority is believed. */
  readonly ca?: string | undefined
  /** How long the connection may live once it is there, where that is more than ten seconds; ten minutes at most. */
  readonly lastsMs?: number
}

/** Messages both ways. */
export interface Socket extends AsyncIterable<string> {
  /** Nothing where the connection has ended. */
  send(text: string): void
  close(): void
}

/** What the runtime lends to an opened source. */
export interface Host {
  /** The id of this source in the file. */
  readonly source: string
  /** Of the configuration file; absolute. Packages that it names are found from here. */
  readonly folder: string
  /**
   * The only way out: https (or a listed private address), 5 s to connect, 10 s in all, 1 MB, no redirects.
   * Throws `source_unreachable`.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /**
   * The same for other protocols: a connection, there within 10 s and ended 10 s after it was asked for unless the
   * line says otherwise, in TLS with the certificate
   * checked. Never for an address that came in a reply. Throws `source_unreachable`.
   */
  connect(line: Line): Promise<Duplex>
  /**
   * A WebSocket, to addresses that {@link Host.fetch} may call: `wss:`, or `ws:` to a listed one. Ends with `signal`, and
   * breaks after ten minutes of silence, by a message that is no text or has more than 256 KB, and where more waits than 4 MB
   * to be read here or 1 MB to be read there. Opening and breaking throw `source_unreachable`; an end that the other side
   * announces is the end of the messages.
   */
  socket(url: string | URL, signal: AbortSignal): Promise<Socket>
  /** Milliseconds since 1970. */
  now(): number
  readonly log: Log
  /** Passwords that this server keeps itself; only `type: local` uses them. */
  readonly passwords: { check(username: string, password: string): Promise<Identity | null> }
}

/**
 * Keys of `allow` a type supports, each with its description. The host compares them with the identity; entries of
 * `domains` have to be domains.
 */
export type AllowKeys = Readonly<Record<string, string>>

/** What a plugin sees of the host's keys. */
export interface Common {
  /** The lists of `allow`, for plugins that must ask the vendor about each entry. */
  readonly allow?: Readonly<Record<string, readonly string[]>>
  /** Where the vendor sends people back to, absolute; for rules and `open`, and absent where the file does not tell. */
  readonly callbackUrl?: string
  /**
   * How pushed changes come, opened; `true` where that follows from the options. Rules and the console get it too, with
   * references in the place of secrets.
   */
  readonly events?: true | Readonly<Record<string, Secret | string>>
  /** True where this source makes accounts at the first sign-in; for rules. */
  readonly registers?: boolean
  /** True where accounts follow the directory of this source; for rules and the console. */
  readonly follows?: boolean
}

/** A problem of a meaning, found in the options of one source. */
export interface Finding {
  /** Named `<type>/<rule>`; it has a page in the documentation. */
  rule: string
  severity: 'error' | 'warning'
  /** Where, below the source: `['endpoints', 'login']`. */
  at: readonly string[]
  /** Lower case; values in double quotes. */
  message: string
  /** An instruction. */
  help: string
}

/** The same words in both languages of the pages. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** Something to do in the vendor's console. */
export interface ConsoleStep {
  /** The page, as the console's menu names it: `开发配置 › 安全设置`. */
  readonly place: Words
  /** The field on that page, under its own name. */
  readonly field: Words
  /** What to enter there; null for something to bring back, and then the note says into which key. */
  readonly value: string | null
  readonly note?: Words
}

/** The addresses of one source that its vendor asks for; absolute, from `publicUrl` and `callbackUrl`. */
export interface ConsoleUrls {
  readonly callback: string
  readonly home: string
  /** The page of the silent sign-in; absent where the type has none or the file switches it off. */
  readonly inApp?: string
  /** Where the vendor pushes changes to; absent where the file takes none. */
  readonly events?: string
  /** The addresses that this server calls from, as far as the file tells. */
  readonly egressIps: readonly string[]
}

/** Options for the eye: every reference is the text of the file, `{ env: GITHUB_CLIENT_SECRET }`. */
export type Shown<T> = T extends Secret
  ? string
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Shown<T[K]> }
      : T

/**
 * What a vendor compares of a redirect URI with the one that is registered: all of it (`exact`), all but the query
 * (`path`), whether it is that address or lies below it, of which there is one (`below`), the host alone (`host`).
 * `plain`: all of it, and an address with a query is taken nowhere.
 */
export type RedirectMatch = 'exact' | 'path' | 'below' | 'host' | 'plain'

/** What `sso-kit init` writes for such a source. It has to validate. */
export interface Starter {
  readonly id: string
  /** The words on the button. */
  readonly name: Words
  /** All other keys as the file has them: placeholders of the right form, secrets as references. */
  readonly keys: Readonly<Record<string, unknown>>
  /** Packages of npm that these keys name and that have to be installed beside sso-kit. */
  readonly packages?: readonly string[]
  /** What stands beside each of them in a Chinese file, in the words of the vendor's console. Default: its title. */
  readonly zh?: Readonly<Record<string, string>>
}

/** A vendor's servers, all behind one function. */
export interface Simulator {
  (request: Request): Promise<Response>
  /** Options that only the vendor knows and nobody can make up for it: the certificate of what it signs. */
  readonly options?: Readonly<Record<string, string>>
  readonly speaker?: Speaker
  /** People to try it with, where they type their passwords at our page. */
  readonly passwords?: readonly { readonly username: string; readonly password: string }[]
  /** The vendor's console, where whoever tries it moves and removes people; absolute. */
  readonly console?: string
  readonly pusher?: Pusher
  /** Whoever asks this address for a WebSocket: what becomes of the connection, or undefined for nobody's. */
  readonly socket?: (request: Request) => ((client: SocketClient) => void) | undefined
}

/** One client of a simulator's WebSocket, which the host has shaken hands with. */
export interface SocketClient {
  send(text: string): void
  close(): void
  onMessage(heard: (text: string) => void): void
  onClose(ended: () => void): void
}

/** The part of a simulator that pushes changes to us, over the world's `send`. It never waits: the host does. */
export interface Pusher {
  /** Options of `events`, such as what it signs with, or where they are missing made by the vendor, as its console does. */
  readonly keys: Readonly<Record<string, string>>
  /** Enters our address in the vendor's console. False: our answer to its test was not right, and nothing will come. */
  subscribe(address: string): Promise<boolean>
  /**
   * Sends what is due by the world's clock. To be called after every request that the simulator has answered, and again
   * at the time that comes back: milliseconds since 1970, undefined where nothing waits.
   */
  deliver(): Promise<number | undefined>
}

/** The part of a simulator that speaks something else than HTTP; the host listens for it, on loopback and in plain text. */
export interface Speaker {
  /** Talks to one client until either of them ends. */
  speak(client: Duplex): void
  /** The options that lead there, once it listens at `address`: `127.0.0.1:40389`. */
  options(address: string): Readonly<Record<string, string>>
}

/** The page of a rule. */
export interface RuleDoc {
  readonly severity: Finding['severity']
  /** Markdown; the first sentence says what is wrong. */
  readonly text: string
}

export interface Plugin<S extends OptionsSchema = OptionsSchema> {
  /**
   * The version of this contract that a plugin with a folder of its own is written for. It then also has a
   * {@link type} and a manifest, `sso-kit.plugin.json`, which `sso-kit plugin manifest` writes.
   */
  readonly apiVersion?: 1
  /** What a source says in `type`. Absent for a built-in plugin: its folder is called so. */
  readonly type?: string
  /** One line: what this source is. */
  readonly summary: string
  readonly options: S
  readonly allow?: AllowKeys
  /**
   * Whether identities come with `groups`, where the options decide that; `true` where they always do. Default: they do
   * if {@link allow} has a key `groups`. A manifest has a function as `true`.
   */
  readonly groups?: true | ((options: OptionsOf<S> & Common) => boolean)
  /**
   * True where a stranger can get an account at this vendor; auto-registration then needs `allow`, and what a sign-in says of
   * groups, departments, title and attributes counts only where a condition names the source. Default: false.
   * A manifest only says whether there is such a function: then it counts as true whatever the options are.
   */
  readonly public?: (options: OptionsOf<S>) => boolean
  /**
   * True where people of several issuers come in, so that a subject is one person only beside its issuer; `admins` should
   * then name it. Default: false. In a manifest as with {@link public}.
   */
  readonly manyIssuers?: (options: OptionsOf<S>) => boolean
  /** `validate` follows those of a built-in plugin; those of others are followed when it is started. */
  readonly rules?: readonly ((options: OptionsOf<S> & Common) => Finding[])[]
  /** The pages of its rules, by `<type>/<rule>`. Built-in plugins have them in `docs/rules`. */
  readonly ruleDocs?: Readonly<Record<string, RuleDoc>>
  /**
   * What to enter in the vendor's console and what to bring back, in the order in which it is done. Pure; in a plugin
   * with a manifest it is data, made with {@link consoleSteps}.
   */
  console?(options: Shown<OptionsOf<S>> & Common, urls: ConsoleUrls): readonly ConsoleStep[]
  /** Default: `exact`. In a plugin with a manifest it is data, the same for all options. */
  readonly redirectMatch?: RedirectMatch | ((options: OptionsOf<S>) => RedirectMatch)
  readonly starter?: Starter
  /**
   * The directory that accounts may follow: the names that `sync.fields` may read, each with its description; a name
   * that ends with `.*` stands for all below it. Absent: the type has no directory.
   */
  readonly directory?: {
    readonly fields: Readonly<Record<string, string>>
    readonly scope?: ScopeIds
    readonly pace?: Pace
  }
  /**
   * Keys of `events`: how pushed changes come, and what they are signed with. None at all: `events: true`. Absent: it
   * pushes none.
   */
  readonly events?: OptionsSchema
  /** There where {@link Source.inApp} is: the key `inApp` can then switch it off. */
  readonly inApp?: true
  /** Cheap: no connection. Third-party libraries are imported here or later. */
  open(options: OptionsOf<S> & Common, host: Host): Source | Promise<Source>
  /** The vendor, for the sandbox and the tests. Options come with every `x-endpoint` replaced by the simulator's. */
  simulate?(options: OptionsOf<S> & Common, world: World): Promise<Simulator>
}

/** Returns its argument; it is there for the types. */
export function definePlugin<const S extends OptionsSchema>(plugin: Plugin<S>): Plugin<S> {
  return plugin
}

export type { AnyPlugin } from './plugins.ts'
