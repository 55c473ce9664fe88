import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPrivateAddress } from '../../src/server/private-address.ts'

describe('a private address', () => {
  it.each([
    ...[
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '10.255.255.255',
      '100.64.0.1',
      '100.127.255.255',
      '127.0.0.1',
      '127.255.255.254',
    ],
    ...[
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.1',
      '192.0.2.1',
      '192.168.0.1',
      '192.168.255.255',
    ],
    ...[
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '::',
      '::1',
      '0:0:0:0:0:0:0:1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::FFFF:10.0.0.1',
      '::ffff:0:0',
      '0:0:0:0:0:ffff:127.0.0.1',
    ],
    ...[
      '::ffff:169.254.169.254',
      '::ffff:a9fe:a9fe',
      '64:ff9b::7f00:1',
      '64:ff9b::127.0.0.1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2002:a00:1::1',
    ],
    ...[
      '::127.0.0.1',
      '::7f00:1',
      '::ffff:0:127.0.0.1',
      '2001::1',
      '2001:0:7f00:1::',
      '100::1',
      '2001:db8::1',
      'fc00::1',
      'fd12:3456::1',
    ],
    ...[
      'fe80::1',
      'febf::1',
      'fec0::1',
      'ff02::1',
      '3fff::1',
      '5f00::1',
      'fd00:ec2::254',
      'fe80::1%eth0',
      '::1%lo',
    ],
    ...[
      '',
      'localhost',
      'example.com',
      '127.1',
      '0x7f000001',
      '2130706433',
      '017700000001',
      '127.0.0.1 ',
      '[::1]',
      '1.2.3',
      '1.2.3.4.5',
      ':::',
    ],
  ])('is %j', address => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each([
    ...[
      '1.1.1.1',
      '8.8.8.8',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
      '128.0.0.1',
      '169.253.0.1',
    ],
    ...[
      '172.15.255.255',
      '172.32.0.0',
      '192.167.1.1',
      '198.17.0.1',
      '198.20.0.1',
      '223.255.255.255',
      '47.95.1.1',
      '140.82.112.3',
    ],
    ...['2606:4700::1111', '2400:3200::1', '2a00:1450::1', '2001:4860:4860::8888', '::ffff:8.8.8.8'],
  ])('is not %s', address => {
    expect(isPrivateAddress(address)).toBe(false)
  })

  it('is one in every IPv6 spelling of it', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const privates = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    )
    fc.assert(
      fc.property(privates, ([a, b, c, d]) => {
        const hex = (high: number, low: number) => (high * 256 + low).toString(16)
        for (const prefix of ['::ffff:', '64:ff9b::', '::']) {
          expect(isPrivateAddress(`${prefix}${a}.${b}.${c}.${d}`)).toBe(true)
          expect(isPrivateAddress(`${prefix}${hex(a, b)}:${hex(c, d)}`)).toBe(true)
        }
        expect(isPrivateAddress(`2002:${hex(a, b)}:${hex(c, d)}::1`)).toBe(true)
      }),
    )
  })
})
