import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Whoever is trusted as a proxy says from which address a person comes; sign-in limits count by that address. */
export const trustsEveryone: Rule = ({ root: { server } }) =>
  (server?.trustedProxies ?? []).flatMap((network, index) =>
    /\/0+$/.test(network)
      ? [
          {
            at: ['server', 'trustedProxies', index],
            message: `${quote(network)} is every address there is: anyone could claim to be anyone in X-Forwarded-For`,
            label: 'everyone is trusted',
            help: 'list the addresses of your own proxies, such as 127.0.0.1/32',
          },
        ]
      : [],
  )
