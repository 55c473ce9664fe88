import type { Request, Response, Router } from 'express'
import {
  changeAccount,
  disableAccount,
  enableAccount,
  endSessions,
  type Hand,
  takeIdentity,
} from '../../../accounts/administer.ts'
import { fieldsOf } from '../../../accounts/fields.ts'
import { findPerson } from '../../../accounts/person.ts'
import { Halt, SsoError } from '../../../errors.ts'
import type { Account } from '../../../model.ts'
import { namesOf } from '../../../permissions.ts'
import { accountList, viewOf } from '../../admin/accounts.ts'
import { type DraftOf, draftIn, sealed, unsealed } from '../../admin/draft.ts'
import { type Administrator, changing, isAbout, looking } from '../../admin/entry.ts'
import { handOf } from '../../admin/hand.ts'
import { asked } from '../../admin/question.ts'
import { type OneAccountPage, oneAccountPage } from '../../pages/admin/account.tsx'
import { accountsPage } from '../../pages/admin/accounts.tsx'
import type { AdminPage } from '../../pages/admin/frame.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'
import type { AdminText } from '../../text/admin-en.ts'
import { wishIn } from './wish.ts'

type Done = keyof AdminText['done']
type Work = (hand: Hand, account: Account, administrator: Administrator) => Promise<Done | undefined>

/** `/admin/accounts`: everybody, one of them, and what can be done about them. */
export function accountRoutes(router: Router, site: Site): void {
  const { storage, config } = site

  router.get('/admin/accounts', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    const query = { q: asked(request, 'q'), after: asked(request, 'after') }
    const list = await accountList(site, { words: query.q, after: query.after })
    response.type('html').send(render(accountsPage({ page: administrator.page, list, query })))
  })

  router.get('/admin/accounts/:id', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    const { done } = administrator.page.text.admin
    const account = await accountOf(request)
    const { draft: seal } = request.query
    const draft =
      typeof seal === 'string'
        ? unsealed(seal, draftOf(administrator.signedIn.account, account.id), site)
        : undefined
    const word = draft ? 'kept' : asked(request, 'done')
    const sentence = word !== undefined && Object.hasOwn(done, word) ? done[word as Done] : undefined
    const notice = sentence === undefined ? undefined : ({ kind: 'info', sentence } as const)
    await show(response, administrator.page, account, { notice, ...(draft && { draft }) })
  })

  const draftOf = (by: Account, id: string): DraftOf => ({ administrator: by.id, account: id })

  router.post('/admin/accounts/:id', (request, response) => {
    const id = String(request.params.id)
    const keep = (by: Account) => sealed(draftIn(request.body), draftOf(by, id), site)
    return doing(request, response, change(request, response), keep)
  })

  const change =
    (request: Request, response: Response): Work =>
    async (hand, account, { page }) => {
      try {
        const fields = fieldsOf(wishIn(request.body, account, config), config)
        return (await changeAccount(hand, account, fields)).length > 0 ? 'changed' : 'unchanged'
      } catch (error) {
        // of what the form has, only the base directory is typed
        if (!(error instanceof Halt)) throw error
        response.status(422)
        const notice = { kind: 'error', sentence: page.text.admin.baseDirFault } as const
        await show(response, page, account, { notice, draft: draftIn(request.body) })
        return undefined
      }
    }

  const deeds: Readonly<Record<string, readonly [(hand: Hand, account: Account) => Promise<unknown>, Done]>> =
    {
      disable: [disableAccount, 'disabled'],
      enable: [enableAccount, 'enabled'],
      'sessions/end': [endSessions, 'ended'],
    }
  for (const [path, [deed, done]] of Object.entries(deeds))
    router.post(`/admin/accounts/:id/${path}`, (request, response) =>
      doing(request, response, async (hand, account) => {
        await deed(hand, account)
        return done
      }),
    )

  router.post('/admin/accounts/:id/unbind/:source', (request, response) =>
    doing(request, response, async (hand, account) => {
      await takeIdentity(hand, account, String(request.params.source))
      return 'unbound'
    }),
  )

  /** Something about the account of the address, and back to its page with what was done; undefined: it has answered. */
  async function doing(
    request: Request,
    response: Response,
    work: Work,
    draft?: (by: Account) => string | undefined,
  ): Promise<void> {
    const path = `/admin/accounts/${String(request.params.id)}`
    const administrator = await changing(site, request, response, path, draft)
    if (!administrator) return
    const account = await accountOf(request)
    isAbout(response, account)
    const by = `administrator ${administrator.signedIn.account.username}`
    const done = await work(handOf(site, by, request.ip), account, administrator)
    site.peopleChanged()
    if (done !== undefined) response.redirect(303, `${config.publicUrl}${path}?done=${done}`)
  }

  async function accountOf({ params }: Request): Promise<Account> {
    const account = await storage.accounts.find(String(params.id))
    if (!account) throw new SsoError('not_found')
    return account
  }

  async function show(
    response: Response,
    page: AdminPage,
    { id }: Account,
    { notice, draft }: Pick<OneAccountPage, 'notice' | 'draft'>,
  ): Promise<void> {
    const person = await findPerson(id, storage, config)
    if (!person) throw new SsoError('not_found')
    const props: OneAccountPage = {
      page,
      view: await viewOf(site, person.account),
      stored: person.account,
      matches: person.rights.matches,
      vouched: person.identities,
      namesOf: sum => namesOf(sum, config.permissions).names,
      permissionNames: config.permissions.bits.map(({ name }) => name),
      sessions: await storage.sessions.of(id, site.sessions.alive()),
      ...(notice && { notice }),
      ...(draft && { draft }),
    }
    response.type('html').send(render(oneAccountPage(props)))
  }
}
