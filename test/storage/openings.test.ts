import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/storage.ts'
import { engines, type Opened } from './engines.ts'
import { account, session } from './rows.ts'

describe.each(engines)('openings on $name', ({ open }) => {
  let opened: Opened
  let storage: Storage
  beforeEach(async () => {
    opened = await open()
    storage = opened.storage
    await storage.accounts.insert(account)
    for (const each of ['a', 'b']) await storage.sessions.insert(session(each))
  })
  afterEach(() => opened.close())

  const into = (app: string, of: string, handle = `${app} of ${of}`) =>
    storage.openings.open({
      handle,
      app,
      sessionId: `id ${of}`,
      accountId: 'x',
      subject: 'sub',
      openedAt: 1,
    })

  it('are one per session and app, whose handle stays', async () => {
    await into('wiki', 'a', 'first')
    expect((await into('wiki', 'a', 'second')).handle).toBe('first')
    expect(await storage.openings.find('second')).toBeUndefined()
  })

  it.each([
    ['signed out', () => storage.sessions.end('a')],
    ['ended with all of the account but one', () => storage.sessions.endAll('x', 'b')],
    ['ended with those of its source', () => storage.sessions.endOfSource('x', 'local', 'b')],
    ['ended for a newer one', () => storage.sessions.trim('x', 1)],
  ])('are to be told of a session that is %s, and are no more to be found', async (_how, end) => {
    await into('wiki', 'a')
    await into('wiki', 'b')
    await end()
    expect((await storage.openings.toTell(10, 0)).map(({ handle }) => handle)).toEqual(['wiki of a'])
    expect(await storage.openings.find('wiki of a')).toBeUndefined()
    expect(await storage.openings.find('wiki of b')).toMatchObject({ subject: 'sub' })
  })

  it('stay with a session that gets another cookie', async () => {
    await into('wiki', 'a')
    expect(await storage.sessions.replace('a', { ...session('a'), hash: 'c' })).toBe(true)
    expect(await storage.openings.toTell(10, 0)).toEqual([])
    await storage.sessions.end('c')
    expect(await storage.openings.toTell(10, 0)).toHaveLength(1)
    expect(await storage.sessions.replace('c', session('a'))).toBe(false)
  })

  it('go in silence with a session that runs out, and wait until they are told with one that was ended', async () => {
    await into('wiki', 'a')
    await into('files', 'b')
    await storage.sessions.end('b')
    await storage.sessions.sweep(100)
    await storage.openings.sweep()
    expect(await storage.openings.find('wiki of a')).toBeUndefined()
    expect((await storage.openings.toTell(10, 0)).map(({ app }) => app)).toEqual(['files'])
  })

  it('are told the least tried first, and forgotten when told', async () => {
    await into('wiki', 'a')
    await into('files', 'a')
    await storage.sessions.endAll('x')
    await storage.openings.toldInVain('files of a', 5)
    expect((await storage.openings.toTell(10, 4)).map(({ app }) => app)).toEqual(['wiki'])
    expect((await storage.openings.toTell(10, 5)).map(({ app, tries }) => [app, tries])).toEqual([
      ['wiki', 0],
      ['files', 1],
    ])
    await storage.openings.forget('wiki of a')
    expect((await storage.openings.toTell(10, 5)).map(({ app }) => app)).toEqual(['files'])
  })
})
