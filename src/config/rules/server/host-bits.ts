import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** The address of one proxy with the length of its network trusts all of its neighbours too. */
export const hostBits: Rule = ({ root: { server } }) =>
  (server?.trustedProxies ?? []).flatMap((entry, index) => {
    const network = networkOf(entry)
    if (network === undefined) return []
    const [address = ''] = entry.split('/')
    return [
      {
        at: ['server', 'trustedProxies', index],
        message: `${quote(entry)} is the whole network ${network}: every address in it is trusted as a proxy`,
        help: `write ${network} if that is meant, or ${address}/${widthOf(address)} for this one address`,
      },
    ]
  })

/** The network as it is usually written; undefined where it is so already, or has no address of one proxy in it. */
function networkOf(entry: string): string | undefined {
  const [address = '', length] = entry.split('/')
  const width = widthOf(address)
  const kept = Number(length)
  // neither what is no address nor a length of 0, every address there is: both have an error of their own
  if (length === undefined || kept === 0 || (width === 128 && !URL.canParse(`http://[${address}]/`)))
    return undefined
  const bits = width === 32 ? ofIPv4(address) : ofIPv6(address)
  const rest = BigInt(width - kept)
  const first = (bits >> rest) << rest
  return first === bits ? undefined : `${width === 32 ? toIPv4(first) : toIPv6(first)}/${kept}`
}

/** The schema has seen to the grammar of IPv4. */
const widthOf = (address: string): number => (address.includes(':') ? 128 : 32)

const ofIPv4 = (address: string): bigint =>
  address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)

const toIPv4 = (bits: bigint): string => [24n, 16n, 8n, 0n].map(at => (bits >> at) & 255n).join('.')

/** By way of the URL parser's one spelling, which has no dots in it. */
function ofIPv6(address: string): bigint {
  const [head = '', tail] = oneSpelling(address).split('::')
  const groups = (part = '') => part.split(':').filter(group => group !== '')
  const [before, behind] = [groups(head), groups(tail)]
  const between = Array<string>(8 - before.length - behind.length).fill('0')
  return [...before, ...between, ...behind].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}

const toIPv6 = (bits: bigint): string =>
  oneSpelling(
    Array.from({ length: 8 }, (_, at) => ((bits >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(':'),
  )

const oneSpelling = (address: string): string => new URL(`http://[${address}]/`).hostname.slice(1, -1)
