import type { Request, Response, Router } from 'express'
import { SsoError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import type { Transaction } from '../../plugin.ts'
import { beginTransaction, redeemTransaction, transactionLifeMs } from '../../signin/transaction.ts'
import type { TransactionRecord } from '../../storage/transactions.ts'
import { acceptBinding } from '../bind.ts'
import { browserOf } from '../browser.ts'
import { enterAs } from '../enter.ts'
import { departsInApp, startOf } from '../in-app.ts'
import { named } from '../named.ts'
import { parametersOf } from '../parameters.ts'
import { vouchedFor } from '../refusals.ts'
import { keepRefusal, refusalAgain } from '../refused-before.ts'
import { returnRequest } from '../return-request.ts'
import { returnPath } from '../return-to.ts'
import type { Site } from '../site.ts'
import type { OpenSource } from '../sources.ts'
import { sourceOf } from './source.ts'

/** `GET /auth/{source}` and the way back. */
export function authRoutes(router: Router, site: Site): void {
  router.get('/auth/:source', async (request, response) => {
    await site.limits.signIn(request.ip ?? '')
    const open = sourceOf(site, request)
    const returnTo = returnPath(request.query.returnTo, site.config.publicUrl)
    // a source without a page of its own asks for name and password on ours
    if (!open.source.redirect) {
      return response.redirect(`${site.config.publicUrl}/signin?${new URLSearchParams({ returnTo })}`)
    }
    // another site must not put somebody else in the place of who is signed in: in a vendor's app it takes no click
    if (request.get('sec-fetch-site') === 'cross-site' && (await site.sessions.of(request)))
      return response.redirect(new URL(returnTo, site.config.publicUrl).href)
    response.redirect(
      (await departure(site, request, response, open, { mode: 'sign-in', sessionHash: null, returnTo })).href,
    )
  })

  for (const [id, open] of site.sources) {
    const path = new URL(open.config.callbackUrl).pathname.slice(
      new URL(site.config.publicUrl).pathname.replace(/\/$/, '').length,
    )
    // a path is a pattern to the router: `:any` or `*` of a file must not become one
    const literal = path.replace(/[{}()[\]+?!:*\\]/g, '\\$&')
    const back = (request: Request, response: Response) => callback(site, open, id, request, response)
    router.get(literal, back)
    router.post(literal, back)
  }
}

/** Begins a transaction and answers the vendor's address. */
export async function departure(
  site: Site,
  request: Request,
  response: Response,
  open: OpenSource,
  about: { mode: 'sign-in' | 'bind'; sessionHash: string | null; returnTo: string },
): Promise<URL> {
  const { config, source } = open
  const [{ redirect }, start] = [source, startOf(request, open)]
  if (!redirect || !start) throw new SsoError('source_unknown', { source: config.id, step: 'start' })
  const browser = redirect.post
    ? postingBrowserOf(site, request, response)
    : browserOf(site, request, response)
  const sessionHash = about.sessionHash ?? (redirect.post ? sessionHashOf(site, request) : null)
  const beginning = { ...about, source: config.id, browser, sessionHash, redirectUri: config.callbackUrl }
  const tx = await beginTransaction(site.storage, beginning, { now: site.now(), random: site.random })
  const { url } = await (async () => start(tx))().catch(thrown => {
    throw named(thrown, config.id, 'start')
  })
  if (!site.outbound.isAllowed(url)) {
    throw new SsoError('source_reply_invalid', {
      source: config.id,
      step: 'start',
      cause: `would send people to ${url.origin}`,
    })
  }
  return url
}

/** Like `browserOf`, for a sign-in whose answer another site will post. */
function postingBrowserOf({ cookies, random }: Site, request: Request, response: Response): string {
  const browser = cookies.read(request, 'sso_post') ?? random(32).toString('base64url')
  cookies.set(response, 'sso_post', browser, transactionLifeMs / 1000)
  return browser
}

function sessionHashOf({ cookies }: Site, request: Request): string | null {
  const token = cookies.read(request, 'sso_sid')
  return token === undefined ? null : sha256(token)
}

/** The vendor's return: burn the state, let the source read its answer, then sign in or bind. */
async function callback(
  site: Site,
  open: OpenSource,
  id: string,
  request: Request,
  response: Response,
): Promise<void> {
  await site.limits.signIn(request.ip ?? '')
  const post = open.source.redirect?.post
  if (post && request.method !== 'POST')
    throw new SsoError('method_not_allowed', { source: id, step: 'return' })
  const returned = parametersOf(request, post?.longest)
  const browser = site.cookies.read(request, post ? 'sso_post' : 'sso_flow')
  const state = returned.get(post?.state ?? 'state') ?? ''
  const redeemed = await redeemTransaction(site.storage, { state, browser, source: id }, site.now()).catch(
    thrown => {
      throw refusalAgain(site, request, returned, thrown)
    },
  )
  try {
    await comeBack(site, open, { ...redeemed, returned }, request, response)
  } catch (thrown) {
    keepRefusal(site, response, returned, thrown)
    throw thrown
  }
}

interface Return {
  tx: Transaction
  record: TransactionRecord
  returned: URLSearchParams
}

/** A return whose state was good, and is used up. */
async function comeBack(
  site: Site,
  open: OpenSource,
  { tx, record, returned }: Return,
  request: Request,
  response: Response,
): Promise<void> {
  const { id } = open.config
  const post = open.source.redirect?.post
  if (tx.redirectUri !== open.config.callbackUrl)
    throw new SsoError('state_invalid', { source: id, step: 'return', cause: 'state of a silent sign-in' })
  // the page that says what went wrong then leads back to the account
  response.locals.signedIn = record.mode === 'bind' && site.cookies.read(request, 'sso_sid') !== undefined
  // a vendor's error may repeat what it was sent, and these open something
  const brought = [...returned].filter(([name]) => !name.startsWith('error')).map(([, value]) => value)
  response.locals.unspoken = [...brought, tx.codeVerifier, tx.nonce, ...open.secrets]
  const { config, source } = open
  if (!config.enabled || !source.redirect) throw new SsoError('source_closed', { source: id, step: 'return' })

  // the app gave nothing away, and asking it again would be a circle: the person chooses another way
  if (record.mode === 'sign-in' && !returned.get('code') && departsInApp(request, open)) {
    site.log.info({ source: id }, 'the app gave no code')
    const query = new URLSearchParams({ returnTo: record.returnTo })
    return response.redirect(303, `${site.config.publicUrl}/signin?choose&${query}`)
  }

  const error = returned.get('error')
  if (error !== null) {
    throw new SsoError(error === 'access_denied' ? 'source_denied' : 'source_refused', {
      source: id,
      step: 'return',
      vendorCode: error,
    })
  }
  const answer = returnRequest(tx.redirectUri, returned, post !== undefined)
  const { redirect } = source
  const identity = await vouchedFor(site, request, { source: id, step: 'return' }, () =>
    redirect.finish(answer, tx),
  )
  if (record.mode === 'bind') return acceptBinding(site, request, response, { open, identity, record })
  await enterAs(site, request, response, { open, identity, returnTo: record.returnTo })
  // a new sign-in ends the session before it, which a posted return could not name
  if (record.sessionHash !== null) await site.storage.sessions.end(record.sessionHash)
}
