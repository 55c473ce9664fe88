import type { ConsoleStep, RedirectMatch, RuleDoc } from '../../plugin.ts'
import type { Described } from '../schema/source.ts'

/** What a plugin with a folder of its own says of itself; read without running any of its code. */
export interface Manifest extends Described {
  readonly $schema?: string
  readonly apiVersion: number
  readonly type: string
  /** The file whose default export is the plugin, in the same folder or below: `./index.js`. */
  readonly module: string
  /** True where identities come with groups, always or by the options. */
  readonly groups?: true
  /** True where a stranger can get an account at this vendor. */
  readonly public?: true
  /** True where people of several issuers come in. */
  readonly manyIssuers?: true
  /** What the vendor compares of a redirect URI. */
  readonly redirectMatch?: RedirectMatch
  readonly console?: readonly ConsoleStep[]
  readonly ruleDocs?: Readonly<Record<string, RuleDoc>>
}

export const manifestFile = 'sso-kit.plugin.json'

/** The newest version of the contract that this program keeps. */
export const apiVersion = 1

/** A manifest that says more than this says too much. */
export const mostBytes = 65_536
