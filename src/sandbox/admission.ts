import { duplexPair } from 'node:stream'
import type { SourceConfig } from '../config/config.ts'
import { type ErrorCode, SsoError } from '../errors.ts'
import { s256 } from '../hash.ts'
import type { Identity } from '../model.ts'
import type { Host, Simulator, Source, Transaction } from '../plugin.ts'
import type { AnyPlugin } from '../plugins.ts'
import { admit } from '../signin/signin.ts'
import type { World } from './world.ts'

/**
 * True where `allow` of a source lets in nobody of the made-up organisation, which whoever tries the file should hear
 * before they try forty people. Everybody is tried at a vendor of its own, until one comes in; what cannot be tried is no answer.
 */
export async function letsNobodyIn(
  config: SourceConfig,
  plugin: AnyPlugin,
  options: Readonly<Record<string, unknown>>,
  world: World,
): Promise<boolean> {
  if (!config.allow || !config.enabled || !plugin.simulate) return false
  const given = { ...options, allow: config.allow }
  const vendor = await plugin.simulate(given, world)
  const known = { ...vendor.options, ...vendor.speaker?.options('127.0.0.1:1') }
  const source = await plugin.open({ ...given, ...known }, hostOf(config, vendor, world))
  try {
    for (const attempt of attemptsAt(source, vendor, config, world))
      if (await isLetIn(config, attempt)) return false
    return true
  } finally {
    await source.close?.()
  }
}

/** What says no to a person; anything else is a fault, and no answer. */
const refusals: ReadonlySet<ErrorCode> = new Set(['not_allowed', 'not_member', 'source_denied'])

type Attempt = () => Promise<Identity | null | undefined>

async function isLetIn(config: SourceConfig, attempt: Attempt): Promise<boolean> {
  try {
    const identity = await attempt()
    // undefined: not to be tried in this way
    if (identity === undefined) return true
    if (identity !== null) admit(config, identity)
    return identity !== null
  } catch (error) {
    return !(error instanceof SsoError && refusals.has(error.code))
  }
}

function attemptsAt(
  { redirect, password }: Source,
  vendor: Simulator,
  { callbackUrl }: SourceConfig,
  world: World,
): Attempt[] {
  if (password && vendor.passwords)
    return vendor.passwords.map(pair => async () => password.check(pair.username, pair.password))
  return world.people.map(({ id }) => async () => {
    if (!redirect) return undefined
    const tx = transaction(callbackUrl, world)
    const { url } = await redirect.start(tx)
    const chosen = new URL(url)
    chosen.searchParams.set('person', id)
    const reply = await vendor(new Request(chosen))
    // refused at the vendor's own page
    if (reply.status >= 400) return null
    const location = reply.headers.get('location')
    return location?.startsWith(callbackUrl) ? redirect.finish(new Request(location), tx) : undefined
  })
}

function transaction(redirectUri: string, { random }: World): Transaction {
  const fresh = () => random(32).toString('base64url')
  const codeVerifier = fresh()
  const state = random(32).toString('hex')
  return { state, nonce: fresh(), codeVerifier, codeChallenge: s256(codeVerifier), redirectUri }
}

/** The vendor is the only one that can be reached, and nothing of this is logged: nobody has signed in. */
const hostOf = ({ id }: SourceConfig, vendor: Simulator, { now }: World): Host => ({
  source: id,
  folder: process.cwd(),
  now,
  log: { info() {}, warn() {} },
  fetch: (url, init) => vendor(new Request(url, init)),
  async connect() {
    const [here, there] = duplexPair()
    vendor.speaker?.speak(there)
    return here
  },
  // nothing of who may come in is asked over one
  socket: () => Promise.reject(new Error('not here')),
  passwords: { check: async () => null },
})
