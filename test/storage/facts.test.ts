import { expect, test } from 'vitest'
import { factsIn } from '../../src/storage/bindings.ts'

test('facts that an older version kept are of no public source, and without an address', () => {
  const then = {
    departments: ['/示例/研发部'],
    groups: ['staff'],
    domain: 'example.com',
    title: null,
    attributes: {},
  }
  expect(factsIn(JSON.stringify(then))).toEqual({ ...then, email: null, public: false, directory: false })
})
