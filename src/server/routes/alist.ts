import express, { type Request, type Response, type Router } from 'express'
import type { AListCallbacks } from '../../config/config.ts'
import { SsoError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import type { Identity } from '../../model.ts'
import { admit } from '../../signin/signin.ts'
import { redeemTransaction } from '../../signin/transaction.ts'
import type { TransactionRecord } from '../../storage/transactions.ts'
import { isMethod, type Method, messageOf, originsOf, pageAddress, redirectUri } from '../alist/addresses.ts'
import { alistFailures, refuse } from '../alist/envelope.ts'
import { issueToken, openWithinMs } from '../alist/tokens.ts'
import { arriveAs } from '../enter.ts'
import { checkForm, formToken } from '../forms.ts'
import { contentPolicy } from '../headers.ts'
import { pageFor } from '../page.ts'
import { alistBindPage, alistHandoverPage } from '../pages/alist.tsx'
import { departurePage } from '../pages/departure.tsx'
import { render } from '../pages/render.ts'
import { parametersOf } from '../parameters.ts'
import { orRefuse, vouchedFor } from '../refusals.ts'
import { returnRequest } from '../return-request.ts'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'
import type { OpenSource } from '../sources.ts'
import { alistApiRoutes } from './alist-api.ts'
import { departure } from './auth.ts'

/** AList's own addresses under `/api`, where the file says `callbacks.alist`. */
export function alistRoutes(router: Router, site: Site): void {
  const { alist } = site.config.callbacks
  const open = alist && site.sources.get(alist.source)
  if (!alist || !open) return
  const own = express.Router({ caseSensitive: true, strict: true })
  alistSignInRoutes(own, site, alist, open)
  alistApiRoutes(own, site, alist)
  own.use(alistFailures(site))
  router.use(own)
}

function alistSignInRoutes(router: Router, site: Site, alist: AListCallbacks, open: OpenSource): void {
  const { config, storage, limits } = site
  const { compatibilityMode } = alist
  const frontends = originsOf(alist.frontends)
  const source = open.config.id

  router.use('/api/auth', (_request, response, next) => {
    // the page that opened the window stays its opener through our answers
    if (!compatibilityMode) response.set('Cross-Origin-Opener-Policy', 'unsafe-none')
    next()
  })

  router.get('/api/auth/sso', async (request, response) => {
    await limits.signIn(request.ip ?? '')
    const { method, frontend } = beginning(request.query)
    if (method === 'get_sso_id') return askToBind(request, response, frontend)
    const about = { mode: 'sign-in', sessionHash: await guarded(request), returnTo: frontend } as const
    response.redirect((await departure(site, request, response, returningHere(method), about)).href)
  })

  // a bind begins with a form of ours: the address alone would let any page begin it (facts of AList: bind by link)
  router.post('/api/auth/sso', async (request, response) => {
    await limits.signIn(request.ip ?? '')
    const { method, frontend } = beginning(request.body)
    if (method !== 'get_sso_id') throw refuse('wrongMethod')
    const signedIn = await freshly(request)
    checkForm(request, site.formKeys, signedIn.token, new URL(config.publicUrl).origin)
    const about = { mode: 'bind', sessionHash: signedIn.session.hash, returnTo: frontend } as const
    const url = await departure(site, request, response, returningHere(method), about)
    const page = pageOf(request, signedIn)
    response
      .type('html')
      .send(render(departurePage({ page, title: page.text.goingTo(open.config.name), url: url.href })))
  })

  for (const path of ['sso_callback', 'sso_get_token', 'get_sso_id'] as const) {
    router.get(`/api/auth/${path}`, (request, response) =>
      callback(request, response, compatibilityMode ? path : request.query.method),
    )
  }

  /** The vendor's return. Method, front end and session are the transaction's; the address only has to agree. */
  async function callback(request: Request, response: Response, method: unknown): Promise<void> {
    await limits.signIn(request.ip ?? '')
    if (!open.config.enabled) throw refuse('disabled', { source, step: 'return' })
    if (!isMethod(method)) throw refuse('wrongMethod', { source, step: 'return' })
    const { redirect } = platform()
    const returned = parametersOf(request)
    returned.delete('method')
    const error = returned.get('error')
    const code = returned.get('code') ?? returned.get('authCode') ?? ''
    if (code === '' && error === null) throw refuse('noCode', { source, step: 'return' })

    const [state, browser] = [returned.get('state') ?? '', site.cookies.read(request, 'sso_flow')]
    const { tx, record } = await redeemTransaction(storage, { state, browser, source }, site.now())
    const elsewhere = tx.redirectUri !== redirectUri(config.publicUrl, compatibilityMode, method)
    if (elsewhere || !frontends.includes(record.returnTo))
      throw new SsoError('state_invalid', { source, step: 'return', cause: 'state of another sign-in' })
    // a vendor's error may repeat what it was sent, and these open something
    const brought = [...returned].filter(([name]) => !name.startsWith('error')).map(([, value]) => value)
    response.locals.unspoken = [...brought, tx.codeVerifier, tx.nonce, ...open.secrets]
    if (error !== null) {
      const refused = error === 'access_denied' ? 'source_denied' : 'source_refused'
      throw new SsoError(refused, { source, step: 'return', vendorCode: error })
    }
    const answer = returnRequest(tx.redirectUri, returned)
    const identity = await vouchedFor(site, request, { source, step: 'return' }, () =>
      redirect.finish(answer, tx),
    )
    const value = await (record.mode === 'bind'
      ? pendingBind(request, record, identity)
      : tokenFor(request, response, record, identity))
    handOver(request, response, { method, frontend: record.returnTo, value })
  }

  /**
   * The session that the sign-in must not put somebody else in the place of. A front end is another site as a rule, and
   * so may be any page.
   */
  async function guarded(request: Request): Promise<string | null> {
    if (request.get('sec-fetch-site') !== 'cross-site') return null
    return (await site.sessions.of(request))?.session.hash ?? null
  }

  async function tokenFor(
    request: Request,
    response: Response,
    { returnTo: frontend, sessionHash }: TransactionRecord,
    identity: Identity,
  ): Promise<string> {
    const by = { open, identity, detail: { frontend } }
    const session = await arriveAs(site, request, by, async account => {
      const present = await site.sessions.of(request)
      if (sessionHash !== null && present && present.account.id !== account.id) {
        const cause = 'another site began it, and somebody else is signed in'
        throw new SsoError('state_invalid', { source, step: 'return', cause })
      }
      // a new session would end the tokens that other front ends have of this one
      return present?.account.id === account.id && present.session.source === source
        ? present.session
        : site.sessions.begin(request, response, { account, source, identity })
    })
    return issueToken(site, session, { frontend, inAddress: compatibilityMode })
  }

  /** Keeps the identity until the front end asks to bind it; what it gets of it is a handle that says nothing. */
  async function pendingBind(
    request: Request,
    { sessionHash }: TransactionRecord,
    returned: Identity,
  ): Promise<string> {
    const signedIn = await site.sessions.of(request)
    if (!signedIn || signedIn.session.hash !== sessionHash) {
      const cause = 'another session began this bind'
      throw new SsoError('state_invalid', { source, step: 'return', cause })
    }
    const attempt = { source, step: 'account', identity: returned, account: signedIn.account.id } as const
    const identity = await orRefuse(site, request, attempt, async () => admit(open.config, returned))
    const handle = site.random(32).toString('base64url')
    await storage.alist.putBind({
      sessionHash,
      handleHash: sha256(handle),
      source,
      identity: JSON.stringify(identity),
      expiresAt: site.now() + openWithinMs,
    })
    return handle
  }

  function handOver(
    request: Request,
    response: Response,
    { method, frontend, value }: { method: Method; frontend: string; value: string },
  ): void {
    if (compatibilityMode) {
      response.redirect(pageAddress(frontend, method, value))
      return
    }
    const nonce = site.random(16).toString('base64url')
    response.set('Content-Security-Policy', contentPolicy(`script-src 'nonce-${nonce}'`))
    const message = messageOf(method, value)
    const page = pageFor(site, request)
    response.type('html').send(render(alistHandoverPage({ page, nonce, message, frontend })))
  }

  async function askToBind(request: Request, response: Response, frontend: string): Promise<void> {
    const signedIn = await freshly(request)
    const page = pageOf(request, signedIn)
    response.type('html').send(render(alistBindPage({ page, name: open.config.name, frontend })))
  }

  /** Who is signed in at this browser, recently enough to change what opens the account. */
  async function freshly(request: Request): Promise<SignedIn> {
    const signedIn = await site.sessions.of(request)
    if (!signedIn) throw refuse('noToken', { source, step: 'start' })
    if (!site.sessions.isFresh(signedIn.session))
      throw new SsoError('sign_in_again', { source, step: 'start' })
    return signedIn
  }

  function beginning(from: unknown): { method: Method; frontend: string } {
    if (!open.config.enabled) throw refuse('notEnabled', { source, step: 'start' })
    const { method, frontend = frontends.length === 1 ? frontends[0] : undefined } = from as Record<
      string,
      unknown
    >
    if (method === undefined || method === '') throw refuse('noMethod', { source, step: 'start' })
    if (!isMethod(method)) throw refuse('wrongMethod', { source, step: 'start' })
    // of all that names a front end only this is held to a list: Referer and Origin say who opened the window
    if (typeof frontend !== 'string' || !frontends.includes(frontend))
      throw refuse('noFrontend', { source, step: 'start' })
    platform()
    return { method, frontend }
  }

  /** AList knows platforms that people are redirected to and from; one whose answer is posted comes without a cookie. */
  function platform() {
    const { redirect } = open.source
    if (!redirect || redirect.post) throw refuse('noPlatform', { source })
    return { redirect }
  }

  /** The source, as one whose vendor sends people back to AList's address. */
  function returningHere(method: Method): OpenSource {
    const callbackUrl = redirectUri(config.publicUrl, compatibilityMode, method)
    return { ...open, config: { ...open.config, callbackUrl } }
  }

  function pageOf(request: Request, { account, token }: SignedIn) {
    return { ...pageFor(site, request), account, token: formToken(site.formKeys, token) }
  }
}
