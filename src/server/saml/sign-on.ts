import type { Request, Response } from 'express'
import type { Person } from '../../accounts/person.ts'
import type { SamlApp, Statement } from '../../apps/saml/app.ts'
import type { AuthnRequest } from '../../apps/saml/authn-request.ts'
import { contexts, type Status } from '../../apps/saml/names.ts'
import { type Answer, failureXml, newId, successXml } from '../../apps/saml/response.ts'
import { SsoError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import type { OpenApp } from '../apps/apps.ts'
import { mayEnter } from '../apps/enter.ts'
import { silentAddress } from '../in-app.ts'
import { record } from '../record.ts'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'
import type { Idp } from './idp.ts'
import { keepPending, type Pending } from './pending.ts'
import { post } from './post.ts'

/** An app of SAML, and the identity provider that it trusts. */
export interface Door {
  readonly site: Site
  readonly idp: Idp
  readonly app: OpenApp
  readonly saml: SamlApp
}

/** A request of an app, kept while its person signs in. */
export interface SignOn extends Pending {
  readonly kind: 'sign-on'
  readonly request: AuthnRequest
  readonly relayState: string | undefined
  readonly receivedAt: number
}

/** Answers a request, or lets its person sign in first. `handle`: it is kept already. */
export async function answerSignOn(
  door: Door,
  request: Request,
  response: Response,
  signOn: SignOn,
  handle?: string,
): Promise<void> {
  const { site } = door
  const { forceAuthn, isPassive } = signOn.request
  const signedIn = await site.sessions.of(request)
  const isProved = signedIn && (!forceAuthn || signedIn.session.provedAt > signOn.receivedAt)
  if (isProved) return enter(door, request, response, signOn, signedIn, handle)
  if (isPassive) return fail(door, request, response, signOn, 'noPassive')
  if (handle === undefined) await site.limits.signIn(request.ip ?? '')
  await toSignIn(door, request, response, forceAuthn, handle ?? (await keepPending(site, door.app, signOn)))
}

async function toSignIn(
  { site, app }: Door,
  request: Request,
  response: Response,
  again: boolean,
  handle: string,
): Promise<void> {
  const { publicUrl } = site.config
  const back = new URL(`${publicUrl}/saml/${app.config.id}/sso`)
  back.searchParams.set('continue', handle)
  const returnTo = back.pathname + back.search
  const silent = again ? undefined : silentAddress(site, request, returnTo)
  const query = new URLSearchParams({ ...(again && { again: '' }), returnTo })
  response.redirect(303, silent ?? `${publicUrl}/signin?${query}`)
}

async function enter(
  door: Door,
  request: Request,
  response: Response,
  signOn: SignOn,
  signedIn: SignedIn,
  handle: string | undefined,
): Promise<void> {
  const { site, saml } = door
  response.locals.signedIn = true
  const { nameIdFormat, context, isPassive } = signOn.request
  // what cannot be said is not asked about the person first: the app learns nothing of them
  const unable: Status | undefined = !saml.names(nameIdFormat)
    ? 'invalidNameIdPolicy'
    : context === 'none'
      ? 'noAuthnContext'
      : undefined
  if (unable !== undefined) return fail(door, request, response, signOn, unable)
  // who has to wait for that finds the request still there
  await site.limits.entry(signedIn.account.id)
  if (handle !== undefined) await site.storage.saml.take(sha256(handle), site.now())
  try {
    await assertTo(door, request, response, signedIn, signOn)
  } catch (thrown) {
    const isNo = thrown instanceof SsoError && noes.has(thrown.code)
    if (!isPassive || !isNo) throw thrown
    fail(door, request, response, signOn, 'requestDenied')
  }
}

const noes: ReadonlySet<string> = new Set(['app_refused', 'app_user_missing', 'app_closed'])

/** Lets somebody into the app: the one place where assertions are made. Without a request they are unsolicited. */
export async function assertTo(
  door: Door,
  request: Request,
  response: Response,
  { account, session }: Pick<SignedIn, 'account' | 'session'>,
  signOn?: Pick<SignOn, 'request' | 'relayState'>,
): Promise<void> {
  const { site, app, saml } = door
  const person = await mayEnter(site, request, app, account)
  const { nameId, attributes } = await statementOf(door, request, person)
  await isStillIn(door, request, session.id)
  const now = site.now()
  const fresh = newId(site.random)
  const sessionIndex = saml.signsOut
    ? (
        await site.storage.openings.open({
          handle: fresh,
          app: app.config.id,
          sessionId: session.id,
          accountId: account.id,
          subject: nameId.value,
          openedAt: now,
        })
      ).handle
    : fresh
  const asked = signOn?.request
  const acsUrl = asked?.acsUrl ?? saml.sp.acs[0].url
  const xml = successXml(
    answerTo(door, acsUrl, asked?.id),
    {
      audience: saml.sp.entityId,
      nameId,
      attributes,
      provedAt: session.provedAt,
      sessionIndex,
      context: asked?.context ?? contexts.unspecified,
    },
    saml.signsResponse,
  )
  const about = { accountId: account.id, address: request.ip, detail: { app: app.config.id } }
  await record(site, { event: 'app-opened', ...about })
  const relayState = asked ? signOn.relayState : saml.relayState
  post(site, request, response, {
    name: app.config.name,
    action: acsUrl,
    field: 'SAMLResponse',
    xml,
    relayState,
  })
}

/** What is said of them; who cannot be told from others is refused like who may not enter, and that is written down. */
async function statementOf(
  { site, idp, app, saml }: Door,
  request: Request,
  person: Person,
): Promise<Statement> {
  const who = await idp.who(person)
  try {
    return await saml.statement(who, idp.known(app.config.id))
  } catch (thrown) {
    if (!(thrown instanceof SsoError)) throw thrown
    const { account } = person
    const { code, cause, userName } = thrown
    const about = { app: app.config.id, by: 'statement', lacking: String(cause) }
    await record(site, { event: 'app-refused', accountId: account.id, address: request.ip, detail: about })
    throw new SsoError(code, { app: app.config.id, who: account.username, cause, userName })
  }
}

/** An app may have been asked who they are meanwhile, for seconds: whoever was disabled or signed out in these gets nothing. */
async function isStillIn({ site, app }: Door, request: Request, sessionId: string): Promise<void> {
  const held = await site.sessions.heldById(sessionId)
  if (!held) throw new SsoError('sign_in_again', { app: app.config.id })
  await mayEnter(site, request, app, held.account)
}

function fail(door: Door, request: Request, response: Response, signOn: SignOn, status: Status): void {
  const { acsUrl, id } = signOn.request
  door.site.log.info({ app: door.app.config.id, status }, 'SAML request refused')
  post(door.site, request, response, {
    name: door.app.config.name,
    action: acsUrl,
    field: 'SAMLResponse',
    xml: failureXml(answerTo(door, acsUrl, id), status),
    relayState: signOn.relayState,
  })
}

const answerTo = ({ site, idp }: Door, acsUrl: string, inResponseTo: string | undefined): Answer => ({
  issuer: idp.entityId,
  acsUrl,
  inResponseTo,
  now: site.now(),
  random: site.random,
  pair: idp.keys.signing,
})
