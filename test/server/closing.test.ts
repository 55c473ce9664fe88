import { expect, it } from 'vitest'
import { closing } from '../../src/server/closing.ts'

it('closes in the opposite order, everything, and tells what failed first', async () => {
  const closed: string[] = []
  const opened = closing()
  opened.push(() => closed.push('store'))
  opened.push(async () => {
    throw new Error('second')
  })
  opened.push(async () => {
    throw new Error('first')
  })
  opened.push(async () => closed.push('listener'))
  await expect(opened.close()).rejects.toThrow('first')
  expect(closed).toEqual(['listener', 'store'])
})

it('closes nothing twice', async () => {
  let count = 0
  const opened = closing()
  opened.push(() => {
    count += 1
  })
  await opened.close()
  await opened.close()
  expect(count).toBe(1)
})
