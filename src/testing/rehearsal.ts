import { createHash, randomBytes } from 'node:crypto'
import { duplexPair } from 'node:stream'
import { secret } from '../config/secrets.ts'
import { isSecretOption } from '../diagnostics/secret-key.ts'
import type { Identity } from '../model.ts'
import type { Secret, ValueSchema } from '../options.ts'
import type { Host, Simulator, Source, Transaction, World } from '../plugin.ts'
import type { AnyPlugin } from '../plugins.ts'
import { createWorld } from '../sandbox/organisation.ts'

/** How a sign-in with the source goes when all is well. */
export interface Rehearsal {
  /** As in the file, but secrets as plain text. */
  options: Readonly<Record<string, unknown>>
  /** `allow`, where the source asks its vendor about the entries. */
  allow?: Readonly<Record<string, readonly string[]>>
  /** Recorded replies by `METHOD address` without query. Without them the type's own simulator answers. */
  replies?: Readonly<Record<string, unknown>>
  /** A vendor, for a type that knows none of its own. */
  simulate?: (world: World) => Promise<Simulator>
  /** Of the configuration file. Default: the working directory. */
  folder?: string
  /** What the vendor sends back beside `state`; goes with `replies`. */
  callback?: Readonly<Record<string, string>>
  /** The redirect URI in the address of the departure, for protocols that pack it. Default: a parameter of its own. */
  redirectUriIn?: (departure: URL) => string | undefined
  /** Who signs in at the simulator: an id of the made-up organisation. Default: lisi. */
  person?: string
  /** For sources that take a name and a password: one pair that is right. */
  password?: { username: string; password: string }
}

type Fetch = Host['fetch']

export interface Stage {
  /** A source on its own, with every call to the vendor going through `around`. */
  open(around?: (fetch: Fetch) => Fetch): Promise<Source>
  transaction(): Transaction
  /** What the departure says of where to come back to. */
  redirectUriIn(departure: URL): string | undefined
  /** The person at the vendor's page: from the departure to the parameters of the return. */
  visit(departure: URL): Promise<URLSearchParams>
  /** Everything that was logged so far. */
  logged: string[]
  /** Secrets of the options: none of them may turn up anywhere. */
  secrets: string[]
}

const address = 'http://vendor.test'
const redirectUri = 'https://sso.example.com/auth/rehearsal/callback'

export function rehearse(plugin: AnyPlugin, rehearsal: Rehearsal): Stage {
  const simulated = rehearsal.replies === undefined
  const options = complete(rehearsal.options, plugin.options.properties, simulated ? address : undefined)
  const given = { ...options, ...(rehearsal.allow && { allow: rehearsal.allow }) }
  const world = createWorld({ now: Date.now, random: randomBytes })
  const vendor = rehearsal.simulate?.(world) ?? (simulated ? plugin.simulate?.(given, world) : undefined)
  const logged: string[] = []
  const note = (fields: Record<string, unknown>, message: string) =>
    void logged.push(JSON.stringify({ ...fields, message }))

  const fetch: Fetch = async (url, init) => {
    const request = new Request(url, init)
    if (vendor) return (await vendor)(request)
    const { origin, pathname } = new URL(request.url)
    const key = `${request.method} ${origin}${pathname}`
    if (!Object.hasOwn(rehearsal.replies ?? {}, key)) throw new Error(`no reply was recorded for ${key}`)
    return Response.json(rehearsal.replies?.[key])
  }

  /** No port: a simulator that speaks something else than HTTP is at the other end of a pair. */
  const connect: Host['connect'] = async () => {
    const speaker = (await vendor)?.speaker
    if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
    const [here, there] = duplexPair()
    speaker.speak(there)
    return here
  }

  return {
    logged,
    secrets: secretsIn(options),
    async open(around = same => same) {
      return plugin.open(
        { ...given, ...(await vendor)?.options, ...(await vendor)?.speaker?.options('127.0.0.1:1') },
        {
          source: 'rehearsal',
          folder: rehearsal.folder ?? process.cwd(),
          now: Date.now,
          log: { info: note, warn: note },
          fetch: around(fetch),
          connect,
          socket: () => Promise.reject(new Error('the simulator is asked without a port')),
          passwords: {
            check: async (username, password) => checkOne(rehearsal.password, username, password),
          },
        },
      )
    },
    redirectUriIn:
      rehearsal.redirectUriIn ?? (({ searchParams }) => parameterWith(searchParams, redirectUri)),
    transaction() {
      const fresh = () => randomBytes(32).toString('base64url')
      const codeVerifier = fresh()
      const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
      return {
        state: randomBytes(32).toString('hex'),
        nonce: fresh(),
        codeVerifier,
        codeChallenge,
        redirectUri,
      }
    },
    async visit(departure) {
      if (!vendor)
        return new URLSearchParams({
          ...rehearsal.callback,
          state: departure.searchParams.get('state') ?? '',
        })
      const chosen = new URL(departure)
      chosen.searchParams.set('person', rehearsal.person ?? 'lisi')
      const reply = await (await vendor)(new Request(chosen))
      const location = reply.headers.get('location')
      if (location !== null) return new URL(location).searchParams
      const page = await reply.text()
      const fields = postedBy(page)
      if (fields.size === 0) throw new Error(`the simulator let nobody through: ${reply.status} ${page}`)
      return fields
    },
  }
}

/** The options as `open` gets them from the host: defaults filled, secrets wrapped, addresses the simulator's. */
function complete(
  options: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, ValueSchema>>,
  simulator: string | undefined,
): Record<string, unknown> {
  const entries = Object.entries(schema).flatMap(([key, described]): [string, unknown][] => {
    const value = options[key] ?? ('default' in described ? described.default : undefined)
    if ('x-secret' in described)
      return value === undefined ? [] : [[key, secret(String(value), 'of the rehearsal')]]
    if ('x-free' in described) return [[key, withSecrets((value ?? {}) as object)]]
    if ('properties' in described)
      return [[key, complete((value ?? {}) as Record<string, unknown>, described.properties, simulator)]]
    if (simulator !== undefined && 'x-endpoint' in described) return [[key, `${simulator}/${key}`]]
    return value === undefined ? [] : [[key, value]]
  })
  return Object.fromEntries(entries)
}

/** Of a free map: what the file has to have as references. */
const withSecrets = (map: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      if (isSecretOption(key)) return [key, secret(String(value), 'of the rehearsal')]
      return [key, typeof value === 'object' && !Array.isArray(value) ? withSecrets(value) : value]
    }),
  )

function secretsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return 'reveal' in value ? [(value as Secret).reveal()] : Object.values(value).flatMap(secretsIn)
}

const parameterWith = (parameters: URLSearchParams, wanted: string): string | undefined =>
  [...parameters.values()].find(value => value === wanted)

/** The hidden fields of a page that posts its answer by itself. */
function postedBy(page: string): URLSearchParams {
  const plain = (text: string) =>
    text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  return new URLSearchParams([...inputs].map(([, name = '', value = '']) => [name, plain(value)]))
}

function checkOne(right: Rehearsal['password'], username: string, password: string): Identity | null {
  if (username !== right?.username || password !== right.password) return null
  return { issuer: 'local', subject: 'of the rehearsal', username, claims: {} }
}
