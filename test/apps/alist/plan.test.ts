import { describe, expect, it } from 'vitest'
import type { AListUser } from '../../../src/apps/alist/admin/client.ts'
import { ownersAmong, type Standing } from '../../../src/apps/alist/admin/owners.ts'
import { leaversIn, plan } from '../../../src/apps/alist/admin/plan.ts'
import type { AListUserRow } from '../../../src/storage/alist-users.ts'

const standing = (username: string, mayEnter: boolean): Standing => ({
  accountId: `account of ${username}`,
  username,
  mayEnter,
})
const user = (ssoId: string, disabled = false): AListUser => ({
  ...{ id: 7, ssoId, disabled, isBuiltIn: false, row: {} },
})
const row = (ssoId: string, state: AListUserRow['state'], owner = ssoId): AListUserRow => ({
  ...{ id: 7, ssoId, accountId: `account of ${owner}`, state },
})

/** What becomes of the one user. */
function deed(users: AListUser[], standings: Standing[], known: AListUserRow[]) {
  const { shut, open, found, gone } = plan(users, ownersAmong(standings), known)
  return {
    ...(shut.length > 0 && { shut: shut[0]?.row }),
    ...(open.length > 0 && { open: open[0]?.row }),
    ...(found.length > 0 && { found: found[0] }),
    ...(gone.length > 0 && { gone: gone[0] }),
  }
}

describe('what is to be done at AList', () => {
  it.each<[string, AListUser[], Standing[], AListUserRow[], object]>([
    ['nothing, of who is in and open', [user('a')], [standing('a', true)], [row('a', 'open')], {}],
    ['to learn whose somebody is', [user('a')], [standing('a', true)], [], { found: row('a', 'open') }],
    ['to shut out who is not in', [user('a')], [standing('a', false)], [], { shut: row('a', 'shut') }],
    [
      'the same, of an account that is no more',
      [user('a')],
      [],
      [row('a', 'open')],
      { shut: row('a', 'shut') },
    ],
    [
      'to let in again whom we have shut out',
      [user('a', true)],
      [standing('a', true)],
      [row('a', 'shut')],
      { open: row('a', 'open') },
    ],
    [
      'nothing, of who was shut out by somebody else',
      [user('a', true)],
      [standing('a', false)],
      [row('a', 'theirs')],
      {},
    ],
    [
      'to remember who was',
      [user('a', true)],
      [standing('a', false)],
      [row('a', 'open')],
      { found: row('a', 'theirs') },
    ],
    [
      'to forget that, of who is back, and to leave them as they are',
      [user('a', true)],
      [standing('a', true)],
      [row('a', 'theirs')],
      { found: row('a', 'open') },
    ],
    [
      'to believe who let somebody in there before we did',
      [user('a')],
      [standing('a', true)],
      [row('a', 'shut')],
      { found: row('a', 'open') },
    ],
    [
      'to shut out whoever was let in there and is not in',
      [user('a')],
      [standing('a', false)],
      [row('a', 'shut')],
      { shut: row('a', 'shut') },
    ],
    [
      'to compare names as usernames are compared',
      [user('ＡNYI')],
      [standing('Anyi', false)],
      [],
      { shut: row('ＡNYI', 'shut', 'Anyi') },
    ],
    [
      'to go by who has a name now, before who had it',
      [user('a')],
      [standing('a', true), { ...standing('a-left', false) }],
      [row('a', 'open', 'a-left')],
      { found: row('a', 'open') },
    ],
    [
      'to forget who is nobody’s by another sso_id',
      [user('x')],
      [standing('a', false)],
      [row('a', 'open')],
      { gone: 7 },
    ],
    ['the same, without one', [user('')], [standing('a', false)], [row('a', 'open')], { gone: 7 }],
    ['the same, of a user who is not there', [], [standing('a', false)], [row('a', 'open')], { gone: 7 }],
    [
      'and of one who has become an administrator',
      [{ ...user('a'), isBuiltIn: true }],
      [standing('a', false)],
      [row('a', 'open')],
      { gone: 7 },
    ],
  ])('is %s', (_, users, standings, known, expected) => {
    expect(deed(users, standings, known)).toEqual(expected)
  })

  it('begins with those who are known to be open, whoever they are', () => {
    const rows = (['open', 'shut', 'theirs'] as const).map((state, id) => ({ ...row('a', state), id }))
    expect(leaversIn(rows, ownersAmong([standing('a', false)])).map(({ id }) => id)).toEqual([0])
    expect(leaversIn(rows, ownersAmong([standing('a', true)]))).toEqual([])
  })
})
