import crypto, { type KeyObject } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { promisify } from 'node:util'

/**
 * An RSA key takes longer to make than a whole site, and nearly every site and simulator makes some. So a worker makes a
 * few of each length when they are first asked for, and deals them out in turn: one comes back only when all the others
 * have been given out since. They are keys like any other; every other kind is made as always.
 */
const inTurn = 8

interface Pair {
  publicKey: KeyObject
  privateKey: KeyObject
}

/** What `resetModules` of one file must not forget for the next one. */
const kept = Symbol.for('sso-kit: RSA keys of the tests')
const holder = globalThis as { [kept]?: { restart(): void } }
holder[kept] ??= dealing()
holder[kept].restart()

function dealing(): { restart(): void } {
  const { generateKeyPair, generateKeyPairSync } = crypto
  const makeLater = promisify(generateKeyPair)
  const later = deckOf<Promise<Pair>>(modulusLength => makeLater('rsa', { modulusLength }))
  const now = deckOf<Pair>(modulusLength => generateKeyPairSync('rsa', { modulusLength }))

  const dealLater = (kind: string, options: object) => {
    const length = plainLength(kind, options)
    return length === undefined
      ? Reflect.apply(makeLater as never, undefined, [kind, options])
      : later.deal(length)
  }
  crypto.generateKeyPair = Object.assign(generateKeyPair.bind(undefined) as never, {
    [promisify.custom]: dealLater,
  })
  crypto.generateKeyPairSync = ((kind: string, options: object) => {
    const length = plainLength(kind, options)
    return length === undefined
      ? Reflect.apply(generateKeyPairSync as never, undefined, [kind, options])
      : now.deal(length)
  }) as never
  syncBuiltinESMExports()
  return {
    restart() {
      later.restart()
      now.restart()
    },
  }
}

/** The bits of an RSA key of which nothing else is asked. */
function plainLength(kind: string, options: object): number | undefined {
  const [only, ...others] = Object.entries(options ?? {})
  return kind === 'rsa' && only?.[0] === 'modulusLength' && others.length === 0 ? only[1] : undefined
}

function deckOf<T>(make: (length: number) => T) {
  const made = new Map<number, T[]>()
  const given = new Map<number, number>()
  return {
    deal(length: number): T {
      const number = given.get(length) ?? 0
      given.set(length, number + 1)
      const cards = made.get(length) ?? []
      made.set(length, cards)
      cards[number % inTurn] ??= make(length)
      return cards[number % inTurn] as T
    },
    restart: () => given.clear(),
  }
}
