/**
 * The contract between sso-kit and a source type; import it as `sso-kit/plugin`.
 *
 * A source can do what it has: each ability is a property that is there or is not. The host keeps the dangerous
 * parts – state, nonce, PKCE, redirect URI, one use, ten minutes, HTTP policy, accounts – and hands in what a
 * plugin needs of them.
 *
 * @module
 */
import type { OptionsOf, OptionsSchema, Secret } from './options.ts'
import type { ConsoleStep, ConsoleUrls, Shown, Words } from './plugin/console.ts'
import type { Pace, ScopeIds } from './plugin/directory.ts'
import type { Host } from './plugin/host.ts'
import type { Simulator } from './plugin/simulator.ts'
import type { Source } from './plugin/source.ts'
import type { World } from './sandbox/world.ts'

export { belongingsOf, namesOf, pathsOf } from './departments.ts'
export { type ErrorCode, SsoError, type Step } from './errors.ts'
export { keptAnswers } from './kept-answers.ts'
export { type GivenToken, type KeptToken, keptToken } from './kept-token.ts'
export { isMailProvider } from './mail-providers.ts'
export type { Identity } from './model.ts'
export type { Free, FreeValue, OptionsOf, OptionsSchema, Secret } from './options.ts'
export { passportPassword, passportRedirect, type Strategy } from './passport.ts'
export type * from './plugin/console.ts'
export type * from './plugin/directory.ts'
export type * from './plugin/host.ts'
export type * from './plugin/simulator.ts'
export type * from './plugin/source.ts'
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
export { orSetAside } from './set-aside.ts'
export { consoleSteps, type DataConsole } from './steps.ts'
export { type Walk, walk } from './walk.ts'

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
  /** What has to stand at `at`, only where that is certain and opens nothing to anybody: `validate --fix` writes it. */
  value?: string
  /** The value at `at` may be a secret: no output shows it. */
  secret?: true
}

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

/** The page of a rule. */
export interface RuleDoc {
  readonly severity: Finding['severity']
  /** Markdown; the first sentence says what is wrong. */
  readonly text: string
}

/** The form of the groups or subjects of a type: `words` is a noun phrase such as `organisation/team`. */
export interface Form {
  readonly pattern: RegExp
  readonly words: string
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
  /** What each of these groups looks like, so that `validate` tells of one that cannot be. For built-in types: no manifest has it. */
  readonly groupForm?: Form | ((options: OptionsOf<S> & Common) => Form)
  /** The same for what a person is known by at every sign-in, which `admins` names. */
  readonly subjectForm?: Form
  /** Where no redirect brings people back: a form asks for a password, or the answer is posted. For built-in types: no manifest has it. */
  readonly signIn?: 'password' | 'posted'
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
