import { expect, test } from 'vitest'
import { installed } from './fixtures/packages.ts'
import { loadStrategy } from './load.ts'

const named = async (text: string, strategy?: string, type?: string) => {
  const folder = await installed({ 'passport-odd': text }, type)
  return (await loadStrategy({ module: 'passport-odd', strategy }, folder)).name
}

test.each([
  ['Strategy', 'exports.Strategy = class Found {}', 'commonjs'],
  ['the package itself', 'module.exports = class Found {}', 'commonjs'],
  ['Strategy of the default export', 'export default { Strategy: class Found {} }', 'module'],
  ['Strategy of an ECMAScript module', 'export class Strategy { static name = "Found" }', 'module'],
  ['the default export', 'export default class Found {}', 'module'],
  [
    'the default export of compiled code',
    'exports.default = class Found {}; exports.__esModule = true',
    'commonjs',
  ],
])('finds %s', async (_what, text, type) => {
  expect(await named(text, undefined, type)).toBe('Found')
})

test('finds the strategy that the file names, and not another one', async () => {
  const text = 'exports.Strategy = class Other {}; exports.OIDCStrategy = class Found {}'
  expect(await named(text, 'OIDCStrategy')).toBe('Found')
  await expect(named(text, 'SamlStrategy')).rejects.toThrow(
    'the package "passport-odd" exports no "SamlStrategy"',
  )
})

test('asks for a name where no usual one is there', async () => {
  await expect(named('exports.OIDCStrategy = class {}')).rejects.toThrow(/name it in "strategy"/)
})

test('names a package that is not there, and how to get it', async () => {
  const folder = await installed({})
  await expect(loadStrategy({ module: '@acme/passport-odd' }, folder)).rejects.toThrow(
    'the package "@acme/passport-odd" is not installed; run npm install @acme/passport-odd in the folder of the configuration file',
  )
})

test('says why a package that is there cannot be loaded', async () => {
  await expect(named('require("passport-gone")')).rejects.toThrow(
    /^the package "passport-odd" cannot be loaded: Cannot find module 'passport-gone'/,
  )
})

test('looks where the file is, and not where sso-kit is', async () => {
  const folder = await installed({})
  await expect(loadStrategy({ module: 'passport-gitlab2' }, folder)).rejects.toThrow(/is not installed/)
})
