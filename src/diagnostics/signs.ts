/**
 * The signs of a text: its code points, but an emoji that is joined of several is one, as it is to whoever looks at it. No
 * joiner and no selector hides in there; anywhere else they do, and in flags made of tags anything may.
 */
export const signsOf = (text: string): readonly string[] =>
  inEmoji.test(text) ? (text.match(sequences()) ?? []) : [...text]

/** Of a sign: whether it is such an emoji. */
export const isJoined = (sign: string): boolean => sign.length > 1 && inEmoji.test(sign)

const inEmoji = /[\u200D\uFE0F]/

const emoji = '[\\p{RGI_Emoji}--\\p{RGI_Emoji_Tag_Sequence}]'
let known: RegExp | undefined
// most texts have none; of emoji the longest that there is
const sequences = () => (known ??= new RegExp(`${emoji}|[\\s\\S]`, 'gv'))
