import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanUsername, usernameCandidates, usernameFault, usernameKey } from '../../src/accounts/username.ts'
import { sha256 } from '../../src/hash.ts'

const reserved = ['admin', 'administrator', 'root', 'system', 'sso-kit', 'guest', '管理员', '系统', '客服']

/** Text of everything: any code point, halves of pairs, and much of what is odd about names. */
const odd = fc.constantFrom(
  ...[
    '\u200b',
    '\u200d',
    '\u202e',
    '\ufeff',
    '\u00ad',
    '\u034f',
    '\u115f',
    '\u1160',
    '\u3164',
    '\uffa0',
    '\ufe0f',
    '\u{e0100}',
    '\u{e0041}',
  ],
  ...[
    'ａ',
    'Ａ',
    'ﬁ',
    'ſ',
    'İ',
    'ı',
    'ẞ',
    'Σ',
    'ς',
    'ǅ',
    'а',
    'Е',
    'ο',
    '\ud800',
    '\udfff',
    '/',
    '\\',
    '..',
    ' ',
    '\t',
    '\u0000',
    '😀',
    '㊙',
    '½',
  ],
)
const wish = fc
  .array(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom(...reserved)), {
    maxLength: 40,
  })
  .map(parts => parts.join(''))
const subject = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }),
  fc.uuid(),
  fc.nat().map(String),
)

describe('a username', () => {
  it.each([
    'anyi',
    '安怡',
    'Seán',
    'o.neill',
    'a@b.c',
    'x+y',
    'анна',
    'Ελένη',
    '𠮷野健',
    'jos\u0065\u0301',
    '3',
    '张伟2',
  ])('may be %s', username => {
    expect(usernameFault(username)).toBeUndefined()
  })

  it.each([
    ['', 'length'],
    ['a'.repeat(65), 'length'],
    ['an yi', 'characters'],
    ['an/yi', 'characters'],
    ['../anyi', 'characters'],
    ['.anyi', 'characters'],
    ['-anyi', 'characters'],
    ['@anyi', 'characters'],
    ['a\u0000b', 'characters'],
    ['a\nb', 'characters'],
    ['😀', 'characters'],
    ['\ud800', 'characters'],
    ['аnyi', 'scripts'],
    ['аdmin', 'scripts'],
    ['αlpha', 'scripts'],
    ['admin', 'reserved'],
    ['Admin', 'reserved'],
    ['ＡＤＭＩＮ', 'reserved'],
    ['ⓐⓓⓜⓘⓝ', 'reserved'],
    ['ſyſtem', 'reserved'],
    ['管理员', 'reserved'],
    ['sso-kit', 'reserved'],
    ['sso－kit', 'reserved'],
  ])('may not be %j: %s', (username, fault) => {
    expect(usernameFault(username)).toBe(fault)
  })

  it.each([
    ['a zero-width space', '\u200b'],
    ['a joiner', '\u200d'],
    ['a direction mark', '\u202e'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['a grapheme joiner', '\u034f'],
    ['a Hangul filler', '\u3164'],
    ['a halfwidth Hangul filler', '\uffa0'],
    ['a Hangul initial filler', '\u115f'],
    ['a variation selector', '\ufe0f'],
    ['a supplementary variation selector', '\u{e0100}'],
    ['a Mongolian variation selector', '\u180b'],
    ['a Khmer inherent vowel', '\u17b4'],
    ['a tag', '\u{e0061}'],
  ])('may not hide %s', (_, hidden) => {
    for (const username of [`anyi${hidden}`, `an${hidden}yi`, `${hidden}anyi`, hidden]) {
      expect(usernameFault(username)).toBe('characters')
      expect(cleanUsername(username)).toBe(username === hidden ? undefined : 'anyi')
    }
  })

  it.each([
    ['Anyi', 'anyi'],
    ['ＡＮＹＩ', 'anyi'],
    ['jos\u00e9', 'jose\u0301'],
    ['ﬁona', 'fiona'],
    ['STRASSE', 'strasse'],
  ])('is the same as another one: %s and %s', (one, two) => {
    expect(usernameKey(one)).toBe(usernameKey(two))
  })

  it('has one key, which is its own key', () => {
    fc.assert(
      fc.property(wish, text => usernameKey(usernameKey(text)) === usernameKey(text)),
      { numRuns: 2_000 },
    )
  })
})

describe('a wish', () => {
  it.each([
    ['Seán O’Neill', 'Seán_ONeill'],
    ['T. J. "Tommy" Johnson', 'T._J._Tommy_Johnson'],
    ['  anyi  ', 'anyi'],
    ['../../etc/passwd', 'etcpasswd'],
    ['Nemo <nobody@nowhere>', 'Nemo_nobody@nowhere'],
    ['anyi😀', 'anyi'],
    ['Admin', 'Admin'], // legal with something behind it
  ])('%j becomes %j', (text, username) => {
    expect(cleanUsername(text)).toBe(username)
  })

  it.each(['', ' ', '😀🎉', '\u200b', '...', '---', 'аdmin', '\ud800', '㊙'.repeat(0), '<>'])(
    '%j becomes nothing',
    text => {
      expect(cleanUsername(text)).toBeUndefined()
    },
  )

  it('becomes a legal name, or a reserved one, or nothing', () => {
    fc.assert(
      fc.property(wish, text => {
        const cleaned = cleanUsername(text)
        return cleaned === undefined || [undefined, 'reserved'].includes(usernameFault(cleaned))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the names to try', () => {
  const tried = (text: string | undefined, subject: string, digest = sha256('x')) => [
    ...usernameCandidates(text, 'dingtalk', subject, () => digest),
  ]

  it('are the wish and AList’s form of it', () => {
    expect(tried('anyi', 'dc188911').slice(0, 2)).toEqual(['anyi', 'anyi_dc188911'])
  })

  it.each([
    ['no wish', undefined],
    ['an empty wish', ''],
    ['only emoji', '😀🎉'],
    ['mixed scripts', 'аdmin'],
  ])('begin with the source for %s', (_, text) => {
    expect(tried(text, 'dc188911')[0]).toBe('dingtalk_dc188911')
  })

  it.each(reserved)('never are the reserved %s', name => {
    const names = tried(name.toUpperCase(), 'dc188911')
    expect(names.map(usernameKey)).not.toContain(name)
    expect(names.length).toBeGreaterThan(0)
  })

  it('carry nothing of a subject that is no plain word', () => {
    for (const name of tried('anyi', '../../x y')) expect(name).toMatch(/^(anyi|dingtalk)(_[0-9a-f]+)?$/)
  })

  it('are all legal, not reserved, and differ', () => {
    fc.assert(
      fc.property(fc.option(wish, { nil: undefined }), subject, (text, id) => {
        const names = tried(text, id, sha256(id))
        expect(names.filter(name => usernameFault(name) !== undefined)).toEqual([])
        expect(names.every(name => [...name].length <= 64)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('always hold one that nobody else gets', () => {
    fc.assert(
      fc.property(fc.option(wish, { nil: undefined }), subject, subject, (text, one, two) => {
        fc.pre(one !== two)
        const names = (id: string) => tried(text, id, sha256(id)).map(usernameKey)
        const others = new Set(names(two))
        expect(names(one).some(name => !others.has(name))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
