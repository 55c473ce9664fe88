import { expect, it } from 'vitest'
import { SsoError } from '../src/errors.ts'
import type { Entry } from '../src/plugin.ts'
import { walk } from '../src/walk.ts'
import { all, Clock, departmentsOf, faultsOf, readingOn } from './directory/following.ts'

const department = (id: string, parent: string | null = null): Entry => ({
  department: { id, name: `Department ${id}`, parent },
})
const reading = () => readingOn(new Clock())
const begin = async function* () {
  yield department('1')
}

it('tells a department that lies in two places, and one of the file that lies below another', async () => {
  const of = async (id: string) =>
    id === '1' ? [department('2', '1'), department('3', '1')] : id === '2' ? [department('3', '2')] : []
  expect(faultsOf(await all(walk(reading(), { begin, of })))).toEqual(['department 3 lies in two places'])
  const entries = await all(walk(reading(), { begin, roots: ['3'], of }))
  expect(faultsOf(entries)).toEqual([])
  expect(departmentsOf(entries).at(-1)).toMatchObject({ id: '3', parent: '2' })
})

it('ends with the first department that cannot be read, whichever fails first, and asks nothing after it', async () => {
  const asked: string[] = []
  let open = 0
  const of = async (id: string) => {
    asked.push(id)
    if (id === '1') return ['2', '3', '4'].map(each => department(each, '1'))
    open += 1
    // the one behind fails before the one in front
    for (let turns = 0; turns < (id === '2' ? 20 : 1); turns += 1) await Promise.resolve()
    open -= 1
    throw new SsoError('source_refused', { vendorCode: id })
  }
  const entries: Entry[] = []
  const read = (async () => {
    for await (const entry of walk(reading(), { begin, of })) entries.push(entry)
  })()
  await expect(read).rejects.toMatchObject({ vendorCode: '2' })
  expect(open).toBe(0)
  expect(asked).toEqual(['1', '2', '3', '4'])
  expect(entries.at(-1)).toEqual({ mark: '1' })
})

it('asks several at once, and no more than twelve', async () => {
  let [open, most] = [0, 0]
  const of = async (id: string) => {
    open += 1
    most = Math.max(most, open)
    await Promise.resolve()
    open -= 1
    return id === '1' ? Array.from({ length: 40 }, (_, n) => department(`a${n}`, '1')) : []
  }
  expect(departmentsOf(await all(walk(reading(), { begin, of })))).toHaveLength(41)
  expect(most).toBe(12)
})
