import type { Rule } from '../rule.ts'

/** The proxy says which host and path is asked for: nobody else may say so. */
export const trustedProxies: Rule = ({ root: { server }, apps }) => {
  const asking = apps.find(({ type }) => type === 'forward-auth')
  if (asking === undefined || server === undefined || server.trustedProxies.length > 0) return []
  return [
    {
      at: asking.path,
      on: 'first' as const,
      message: 'forward-auth needs to know which proxies to believe',
      label: 'this app',
      help: 'list the addresses of your proxies under server.trustedProxies, such as [127.0.0.1/32]',
    },
  ]
}
