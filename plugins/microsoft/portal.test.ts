import { expect, it } from 'vitest'
import { consoleSteps } from './console.ts'
import { inPortal } from './portal.ts'

const given = {
  ...{ tenant: '72f988bf-86f1-41af-91ab-2d7cd011db47', clientId: 'an-app', clientSecret: '{ env: A }' },
  strategy: 'openid-client' as const,
  allow: { groups: ['staff'] },
  follows: true,
}
const urls = {
  callback: 'https://sso.example.com/auth/ms/callback',
  home: 'https://sso.example.com',
  egressIps: [],
}

const placesFor = (login: string) =>
  consoleSteps(
    { ...given, endpoints: { login, graph: 'https://graph.microsoft.com' } } as never,
    urls,
  ).flatMap(({ place }) => [place.zh, place.en])

it.each([
  ['https://login.microsoftonline.com', 'entra.microsoft.com'],
  ['https://login.microsoftonline.us', 'portal.azure.us › Microsoft Entra ID'],
  ['https://login.partner.microsoftonline.cn', 'portal.azure.cn › Microsoft Entra ID'],
  ['https://login.elsewhere.example', 'entra.microsoft.com'],
])('an app of %s is registered at %s', (login, portal) => {
  const places = placesFor(login)
  expect(places.length).toBeGreaterThan(10)
  for (const place of places) expect(place.startsWith(`${portal} › `)).toBe(true)
})

it('without an address the portal is that of the world', () => {
  const place = { zh: 'entra.microsoft.com › 应用注册', en: 'entra.microsoft.com › App registrations' }
  expect(inPortal(place, undefined)).toBe(place)
  expect(inPortal(place, '{ env: LOGIN }')).toBe(place)
})
