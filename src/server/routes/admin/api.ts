import express, { type Request, type Router } from 'express'
import {
  changeAccount,
  disableAccount,
  enableAccount,
  endSessions,
  type Hand,
  takeIdentity,
} from '../../../accounts/administer.ts'
import { fieldsOf } from '../../../accounts/fields.ts'
import { SsoError } from '../../../errors.ts'
import type { Account } from '../../../model.ts'
import { accountList, viewOf } from '../../admin/accounts.ts'
import { apiFailures, Refusal } from '../../admin/api-failures.ts'
import { appViews } from '../../admin/apps.ts'
import { auditPage, misunderstood } from '../../admin/audit.ts'
import { bearerOf } from '../../admin/bearer.ts'
import { handOf } from '../../admin/hand.ts'
import { probesOf, reportsOf, sourceViews } from '../../admin/sources.ts'
import type { Site } from '../../site.ts'
import { limitIn, oneOf, questionOf } from './api-question.ts'
import { wishOf } from './api-wish.ts'

const mostRuns = 10

/** `/api/admin`: the same as the pages, for programs that have a token. Without any token there is nobody it answers. */
export function adminApi(router: Router, site: Site): void {
  const { storage, config } = site
  const api = express.Router({ caseSensitive: true, strict: true })
  router.use('/api/admin', api)

  const reads: Readonly<Record<string, (request: Request) => unknown>> = {
    '/accounts': request => {
      const { q: words, after, limit, ...rest } = questionOf(request, ['q', 'disabled', 'after', 'limit'])
      const disabled = oneOf('disabled', rest.disabled, ['true', 'false'])
      const search = { words, after, ...(disabled !== undefined && { disabled: disabled === 'true' }) }
      return accountList(site, search, limitIn(limit))
    },
    '/accounts/:id': async request => viewOf(site, await accountOf(request)),
    '/sources': () => sourceViews(site),
    '/directories': () =>
      Promise.all(
        config.sources
          .filter(({ enabled, sync }) => enabled && sync)
          .map(async ({ id }) => ({ source: id, runs: await reportsOf(storage, id, mostRuns) })),
      ),
    '/apps': () => appViews(site),
    '/audit': request => {
      const keys = ['account', 'event', 'since', 'until', 'after', 'limit'] as const
      const { limit, ...question } = questionOf(request, keys)
      const fault = misunderstood(question)
      if (fault !== undefined) throw new Refusal('request_invalid', fault)
      return auditPage(site, question, limitIn(limit))
    },
  }
  for (const [path, answer] of Object.entries(reads))
    api.get(path, async (request, response) => {
      await bearerOf(site, request, 'read')
      response.json(await answer(request))
    })

  const changes: Readonly<
    Record<string, (hand: Hand, account: Account, body: Record<string, unknown>) => Promise<unknown>>
  > = {
    '': (hand, account, body) => changeAccount(hand, account, fieldsOf(wishOf(body), config)),
    '/disable': disableAccount,
    '/enable': enableAccount,
    '/sessions/end': endSessions,
    '/unbind': (hand, account, { source }) => {
      if (typeof source !== 'string') throw new Refusal('request_invalid', 'give { "source": ID }')
      return takeIdentity(hand, account, source)
    },
  }
  const json = express.json({ limit: '100kb' })
  for (const [path, change] of Object.entries(changes))
    api.post(`/accounts/:id${path}`, json, async (request, response) => {
      const token = await bearerOf(site, request, 'write')
      const body = bodyOf(request)
      const account = await accountOf(request)
      await change(handOf(site, `token ${token.name}`, request.ip), account, body)
      site.peopleChanged()
      response.json(await viewOf(site, await accountOf(request)))
    })

  api.post('/sources/:id/check', json, async (request, response) => {
    await bearerOf(site, request, 'write')
    bodyOf(request)
    const source = String(request.params.id)
    const steps = (await probesOf(site, source)).map(({ name, state, found = null, mend }) => ({
      name: name.en,
      state,
      found,
      mend: mend?.en ?? null,
    }))
    response.json({ source, steps })
  })

  api.use((_request, _response, next) => next(new SsoError('not_found')))
  api.use(apiFailures(site))

  async function accountOf({ params }: Request): Promise<Account> {
    const account = await storage.accounts.find(String(params.id))
    if (!account) throw new Refusal('not_found', 'there is no such account')
    return account
  }
}

/** A browser posts no JSON to another site without asking first, and nobody answers that. */
function bodyOf(request: Request): Record<string, unknown> {
  const body: unknown = request.body
  if (!request.is('application/json') || typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('request_invalid', 'send a JSON object as application/json')
  return body as Record<string, unknown>
}
