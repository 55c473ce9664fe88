import { beforeEach, describe, expect, it } from 'vitest'
import {
  all,
  Clock,
  departmentsOf,
  faultsOf,
  membersOf,
  readingOn,
  restsOf,
} from '../../test/directory/following.ts'
import { Stage } from './fixtures/stage.ts'
import plugin from './index.ts'

let stage: Stage
let clock: Clock
beforeEach(() => {
  stage = new Stage()
  clock = new Clock()
  Object.defineProperty(stage, 'now', { get: () => clock.time })
})
const directory = async () => (await stage.open()).directory
const read = async (scope: 'all' | string[] = 'all') =>
  all((await directory()).read(scope, readingOn(clock, plugin.directory?.pace)))

describe('a read', () => {
  it('has the organisation, every department below it, and everybody', async () => {
    const entries = await read()
    expect(faultsOf(entries)).toEqual([])
    expect(departmentsOf(entries)).toHaveLength(stage.world.departments.length + 1)
    const ids = new Set(membersOf(entries).map(({ directoryId }) => directoryId))
    for (const person of stage.world.people.filter(({ member }) => member))
      expect(ids, person.id).toContain(person.id)
  })

  it('tells the mailbox of the organisation from an address that people write', async () => {
    const lisi = membersOf(await read()).find(({ directoryId }) => directoryId === 'lisi')
    expect(lisi).toMatchObject({ email: lisi?.fields.org_email, emailAssigned: true })
    const person = stage.world.people.find(({ id }) => id === 'lisi')
    if (person) person.email = ''
    expect(
      membersOf(await read()).find(({ directoryId }) => directoryId === 'lisi')?.emailAssigned,
    ).toBeUndefined()
  })

  it('of departments that lie in each other has the place of each', async () => {
    const entries = await read(['1002', '1001'])
    expect(faultsOf(entries)).toEqual([])
    const parents = new Map(departmentsOf(entries).map(({ id, parent }) => [id, parent]))
    expect([parents.get('1001'), parents.get('1002')]).toEqual(['1', '1001'])
  })

  it('can be gone on with after every department: no list of one is asked for again', async () => {
    const source = await directory()
    const lists = () => stage.calls('department/listsub') + stage.calls('v2/user/list')
    const rests = await restsOf(
      reading => source.read('all', reading),
      () => readingOn(clock, plugin.directory?.pace),
      lists,
    )
    // two lists of each
    const departments = stage.world.departments.length + 1
    expect(rests).toEqual(Array.from({ length: departments }, (_, n) => 2 * (departments - n - 1)))
  })

  it('asks each API as often as DingTalk allows, and none more often', async () => {
    const begun = clock.time
    await read()
    const seconds = (clock.time - begun) / 1000
    expect((stage.calls('department/listsub') - 1) / seconds).toBeLessThanOrEqual(20)
    expect(clock.waited.filter(ms => ms >= 1000)).toEqual([])
  })
})
