/** Text as it may stand in an element or in an attribute of XML and of HTML. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'\r\n\t]/g, character => `&#${character.charCodeAt(0)};`)

/** XML 1.0 §2.2: what is no Char can stand in no document, escaped or not. */
export const legal = (text: string): string =>
  text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
