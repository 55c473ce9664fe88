/** A page of a simulated vendor: it says SANDBOX, and no script runs on it. */
export function document(status: number, title: string, colour: string, body: Markup): Response {
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body style="--vendor: ${colour}">
<header><strong>SANDBOX</strong> 模拟页面，没有真实账号 <span lang="en">A simulated vendor, no real accounts</span></header>
<main>${body}
</main>
</body>
</html>
`
  return new Response(page.text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    },
  })
}

export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | Markup | Part[]

/** Markup in which everything that is not markup already has been escaped. */
export function html(literals: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(
    literals.reduce((before, literal, index) => before + render(parts[index - 1] ?? '') + literal),
  )
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(render).join('')
  return part.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

const style = new Markup(`
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1b1b1f; background: #f4f5f7; border-top: 6px solid var(--vendor) }
header { padding: .5rem 1rem; background: #ffe08a; color: #3a2c00; text-align: center }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { margin: .5rem 0; font-size: 1.5rem }
h2 { margin: 1.25rem 0 .5rem; font-size: 1rem }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .5rem; margin: 0; padding: 0; list-style: none }
li a, .cancel { display: block; padding: .6rem .8rem; border: 1px solid #c4c6cf; border-radius: .5rem; background: #fff; color: inherit; text-decoration: none; overflow-wrap: anywhere }
li a:hover, li a:focus-visible, .cancel:hover, .cancel:focus-visible { border-color: var(--vendor); outline: 2px solid var(--vendor) }
small { color: #55575f }
.cancel { display: inline-block; margin-top: 1rem }
li details, main > details { padding: .6rem .8rem; border: 1px solid #c4c6cf; border-radius: .5rem; background: #fff; overflow-wrap: anywhere }
form { display: grid; gap: .5rem; margin: .5rem 0 }
input, select, button { font: inherit; max-width: 100%; box-sizing: border-box }
label { display: grid }
`)
