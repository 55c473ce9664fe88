import { BlockList, isIP } from 'node:net'

/** Addresses that are not on the public internet (IANA special-purpose registries, RFC 6890). */
const ranges = {
  ipv4: [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
  ipv6: [
    ['::', 96], // itself, ::1, and the old form that carries any IPv4 address
    ['::ffff:0:0:0', 96], // translates to any IPv4 address
    ['64:ff9b::', 96], // translates to any IPv4 address
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23], // protocols, Teredo among them: carries any IPv4 address
    ['2001:db8::', 32],
    ['2002::', 16], // 6to4: carries any IPv4 address
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10], // site-local of old
    ['3fff::', 20],
    ['5f00::', 16],
    ['ff00::', 8],
  ],
} as const

const blocked = new BlockList()
for (const family of ['ipv4', 'ipv6'] as const) {
  for (const [address, prefix] of ranges[family]) blocked.addSubnet(address, prefix, family)
}

/** True for every address that only this machine or its neighbours can mean; also for what is no address. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address)
  // BlockList compares an IPv4-mapped IPv6 address with the IPv4 ranges by itself
  return version === 0 || blocked.check(address, version === 4 ? 'ipv4' : 'ipv6')
}
