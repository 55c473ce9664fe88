import { hasLogin } from '../../../diagnostics/address-login.ts'
import type { Path } from '../../../diagnostics/diagnostic.ts'
import { argumentForm, random, secretForm } from '../../../diagnostics/secret-form.ts'
import { keys } from '../../../generated/keys.js'
import { saysSecret } from '../../commented-out.ts'
import type { Draft } from '../../draft.ts'
import { nameOf } from '../../shape/context.ts'
import { secretExample } from '../../shape/example.ts'
import { referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'
import { secretParametersOf } from '../storage/database.ts'
import { texts } from '../texts.ts'

export const looksLikeSecret: Rule = draft => [
  ...inTexts(draft),
  ...inProse(draft),
  ...beforeHosts(draft),
  ...beforeProxy(draft),
  ...inArguments(draft),
]

/** `issuer: https://TOKEN@id.example.com`: what is called has nobody's name before its host, and that may be the secret. */
const beforeHosts: Rule = draft =>
  texts(
    draft,
    text => /^\s*https?:\S*(?:@|%40)/i.test(text) && hasLogin(text) && secretForm(text) === undefined,
  )
    .filter(({ at: [section] }) => section === 'sources')
    .map(({ at }) => ({
      at,
      message: `${nameOf(at)} has a name or a password before its host`,
      help: `leave out what stands before the "@"\n${leaked}`,
      secret: true,
    }))

/** `proxy: http://name:@host`: a name may stand there; the colon says that a password was to follow, or that the name is one. */
const beforeProxy: Rule = draft =>
  texts(draft, text => halfLogin.test(text) || encodedLogin.test(text))
    .filter(({ at }) => isProxy(at))
    .map(({ at, text }) => ({
      at,
      ...(halfLogin.test(text)
        ? {
            message: `${nameOf(at)} has a ":" before its "@", and no password between the two`,
            help: 'remove the ":" where the name is enough, or put the whole address into a variable and write { env: HTTPS_PROXY }',
          }
        : {
            message: `${nameOf(at)} has a name and a password before its host`,
            help: `put the whole address into a variable and write { env: HTTPS_PROXY }\n${leaked}`,
          }),
      secret: true,
      covers: true,
    }))

const halfLogin = /^\s*https?:\/\/[^/?#:@\s]*:@/i

/** `http://name%3Apassword@host`: to most programs the same as with its colon. */
const encodedLogin = /^\s*https?:\/\/[^/?#:@\s]*%3a[^/?#:@\s]*@/i

const isProxy = (at: Path) => at.join('.') === 'outbound.proxy'

/** `description: "密码：…"` is shown to everybody who signs in. */
const inProse: Rule = draft =>
  texts(draft, text => /\d/.test(text) && saysSecret(text) && secretForm(text) === undefined)
    .filter(({ at }) => keys[String(at.at(-1))] === 'prose')
    .map(({ at }) => ({
      at,
      message: `${nameOf(at)} says what looks like a password, and people read it`,
      help: `take it out\n${leaked}`,
      secret: true,
      covers: true,
    }))

function inTexts(draft: Draft): ReturnType<Rule> {
  return texts(draft, text => secretForm(text) !== undefined).flatMap(({ at, text }) => {
    const what = secretForm(text)
    if (isArgument(at) || what === undefined || (what === random && mayBeRandom(at, text, draft))) return []
    if (isProxy(at) && halfLogin.test(text)) return []
    if (isDatabase(at) && secretParametersOf(text).length > 0) return []
    return [{ at, ...told(at, what, draft), secret: true }]
  })
}

function inArguments(draft: Draft): ReturnType<Rule> {
  return referencesOf(draft).flatMap(({ at, reference }) =>
    'exec' in reference
      ? reference.exec.flatMap((_, index, words) => {
          const what = argumentForm(words, index)
          const here = [...at, 'exec', index]
          return what === undefined ? [] : [{ at: here, ...told(here, what, draft), secret: true }]
        })
      : [],
  )
}

const isArgument = (at: Path) => at.at(-2) === 'exec'

// secret/inline tells which parameter
const isDatabase = (at: Path) => at.join('.') === 'storage.url'

const leaked = 'it may be in the git history already: replace the secret at the vendor'

function told(at: Path, what: string, draft: Draft): { message: string; help: string } {
  const above = at.slice(0, -1)
  const taken = draft.schemaOf(above)?.properties?.credential && names[String(at.at(-1))]
  if (taken !== undefined)
    return {
      message: `${nameOf(at)} takes ${taken}, and the secret itself stands here: it looks like ${what}`,
      help: `put it into a variable, and write ${secretExample(above, draft.parsed.data)}\n${leaked}`,
    }
  if (isArgument(at))
    return {
      message: `${nameOf(at)} looks like ${what}`,
      help: `let the program find it in its own environment or a file\n${leaked}`,
    }
  if (at[0] === 'apps')
    return {
      message: `${nameOf(at)} looks like ${what}`,
      help: `take it out of what the file says of the app\n${leaked}`,
    }
  return {
    message: `${nameOf(at)} looks like ${what}`,
    help: 'keep it out of the file: put a reference such as { env: NAME } in the key it belongs to, and replace it at the vendor',
  }
}

const names: Readonly<Record<string, string>> = {
  env: 'the NAME of a variable',
  file: 'the path of a file',
  credential: 'the name of a credential',
}

/** A vendor's ids of people and of clients are long and random, and no secret; so are paths. */
const mayBeRandom = (at: Path, text: string, { schemaOf }: Draft): boolean =>
  at.at(-1) === 'subject' || (at.at(-1) === 'file' && /^[./~]/.test(text)) || schemaOf(at)?.['x-ref'] === true
