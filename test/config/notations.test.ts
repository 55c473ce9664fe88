import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { eachSlip, find, site } from './slip.ts'

const names = 'permissions: [write, rename]'

/** A number that another reader of YAML takes for another one, or for text. */
eachSlip(site, [
  ['version: 1\n', 'version: 0x1\n', 'write 1'],
  ['version: 1\n', 'version: 0o1\n', 'write 1'],
  ['accounts: 20', 'accounts: 0x14', 'write 20'],
  ['clientId: dingwjlht8b93ara', 'clientId: 0x300', 'put it in quotes: "0x300"', 'clientId: "0x300"'],
  ['clientId: dingwjlht8b93ara', 'clientId: 0b11', 'put it in quotes: "0b11"', 'clientId: "0b11"'],
])

test.each([
  ['0o1400', 'write 768'],
  ['0x300', 'write 768'],
  ['0768', 'remove the zero'],
  ['0b1100000000', 'write permissions: 768'],
  ['1_000', 'write permissions: 1000'],
  ['"0x300"', 'write permissions: 768'],
])('permissions: %s', async (written, help) => {
  expect((await find(site.replace(names, `permissions: ${written}`))).map(({ help }) => help)).toEqual([help])
})

test('is corrected where it gives nobody anything', async () => {
  const fixOf = async (right: string, wrong: string) =>
    (await compile(site.replace(right, wrong), { file: 'sso.config.yaml' })).diagnostics.map(({ fix }) =>
      fix?.edits.map(({ text }) => text),
    )
  expect(await fixOf('version: 1\n', 'version: 0x1\n')).toEqual([['1']])
  expect(await fixOf(names, 'permissions: 0x300')).toEqual([undefined])
})
