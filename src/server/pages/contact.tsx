/** Whom to ask, the file's `ui.contact`: an address becomes a link, anything else stays the text that it is. */
export function Contact({ to }: { to: string }) {
  if (/^https:\/\/\S+$/.test(to)) return <a href={to}>{to}</a>
  if (/^[^\s@:?&]+@[^\s@:?&]+$/.test(to)) return <a href={`mailto:${to}`}>{to}</a>
  return <strong>{to}</strong>
}
