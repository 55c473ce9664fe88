import fc from 'fast-check'
import { EqualityFilter, FilterParser } from 'ldapts'
import { describe, expect, it } from 'vitest'
import { dnKey, suffixOf } from './dn.ts'
import { comparedWith, filled, isFilter } from './filter.ts'
import { lineOf } from './line.ts'

describe('a filter', () => {
  it.each([
    '(uid={username})',
    '(&(objectClass=person)(uid={username}))',
    '(&(objectCategory=person)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(sAMAccountName={username}))',
    '(|(a=b)(&(c>=1)(d<=2)(e~=f)))',
    '(uid=a*b)',
    '(cn=\\28x\\29)',
    '(o:dn:2.4.8.10:=Ace)',
  ])('is %s, for us as for ldapts', text => {
    expect(isFilter(text)).toBe(true)
    expect(() => FilterParser.parseString(text)).not.toThrow()
  })

  it.each([
    '',
    'uid={username}',
    '(uid={username}',
    '(&(a=b)',
    '(a=b)(c=d)',
    '(&a=b)',
    '((a=b))',
    '(!(a=b)(c=d))',
    '(=x)',
  ])('is not %j', text => {
    expect(isFilter(text)).toBe(false)
  })

  it('has one place for the name', () => {
    expect(comparedWith('(&(objectClass=person)(uid={username}))', ['username'])).toBe('uid')
    expect(comparedWith('(member:1.2.840.113556.1.4.1941:={dn})', ['dn', 'username'])).toBe('member')
    for (const text of [
      '(uid=lisi)',
      '(|(uid={username})(mail={username}))',
      '(uid={username}*)',
      '(mail={username}@example.com)',
      '({username}=x)',
      '(&(a={dn})(b={username}))',
    ])
      expect(comparedWith(text, ['username', 'dn']), text).toBeUndefined()
  })

  it('compares with what was typed and nothing else, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[*()\\&|!=~<>:$\0]*$/)),
        typed => {
          const filter = FilterParser.parseString(filled('(uid={username})', { username: typed }))
          expect(filter).toBeInstanceOf(EqualityFilter)
          expect(filter).toMatchObject({ attribute: 'uid', value: typed })
        },
      ),
    )
  })
})

describe('a DN', () => {
  it.each([
    ['cn=Wiki,ou=Groups,dc=example,dc=com', 'CN=wiki, OU=groups , DC=Example,DC=com'],
    ['cn=a\\2Cb,dc=x', 'cn=a\\,b,dc=x'],
    ['cn=\\E5\\B9\\B3\\E5\\8F\\B0,dc=x', 'cn=平台,dc=x'],
    ['cn=a+uid=b,dc=x', 'uid=B+cn=A,dc=x'],
    ['cn=two  words,dc=x', 'cn=two words,dc=x'],
  ])('%s is %s', (one, other) => {
    expect(dnKey(one)).toBeDefined()
    expect(dnKey(one)).toBe(dnKey(other))
  })

  it.each([
    ['cn=a\\,ou=b,dc=x', 'cn=a,ou=b,dc=x'],
    ['cn=a\\5C\\,b,dc=x', 'cn=a\\,b,dc=x'],
    ['cn=a\\+uid=b,dc=x', 'cn=a+uid=b,dc=x'],
    ['cn=a,dc=x', 'ou=a,dc=x'],
    ['cn=a,dc=x', 'cn=a,dc=x,dc=y'],
  ])('%s is not %s', (one, other) => {
    expect(dnKey(one)).toBeDefined()
    expect(dnKey(one)).not.toBe(dnKey(other))
  })

  it.each(['', 'wiki', 'cn=a,', ',dc=x', 'cn=a,,dc=x', 'cn=a,b', 'cn=a\\', 'cn=a"b', '=a'])(
    'is not %j',
    text => {
      expect(dnKey(text)).toBeUndefined()
    },
  )

  it.each([
    ['ou=people,dc=corp,dc=example,dc=com', 'dc=corp,dc=example,dc=com'],
    ['OU=People, DC=Corp, DC=com', 'dc=corp,dc=com'],
    ['dc=example,dc=com', 'dc=example,dc=com'],
    ['ou=people,o=example', 'o=example'],
    ['dc=odd,ou=people,dc=example', 'dc=example'],
  ])('%s is in %s', (dn, suffix) => {
    expect(suffixOf(dn)).toBe(suffix)
  })
})

describe('the address', () => {
  const upgrade = async () => {}
  it.each([
    ['ldaps://dc1.example.com', 'required', { host: 'dc1.example.com', port: 636, tls: 'at once' }],
    ['ldaps://dc1.example.com:3269/', 'never', { host: 'dc1.example.com', port: 3269, tls: 'at once' }],
    ['ldap://dc1.example.com', 'required', { host: 'dc1.example.com', port: 389, tls: upgrade }],
    ['ldap://[::1]:1389', 'never', { host: '::1', port: 1389, tls: 'never' }],
  ] as const)('%s with StartTLS %s', (url, startTls, line) => {
    expect(lineOf({ url, startTls }, upgrade)).toMatchObject(line)
  })
})
