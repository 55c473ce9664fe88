/** How long the app and its library have together. */
const patienceMs = 5_000

/**
 * The script of the silent sign-in: loads the vendor's library, runs the source's `askForCode`, posts the code. Whatever
 * goes wrong or takes too long leads the ordinary way, once. All that differs from visit to visit is in the form.
 */
export function inAppScript(askForCode: string): string {
  // HTML would see the end of the element, or a comment, in the middle of the code
  if (/<\/?script|<!--/i.test(askForCode)) throw new Error('askForCode has a piece of HTML in it')
  return `(() => {
  const form = document.getElementById('in-app')
  const { library, parameters, otherwise } = form.dataset
  let isOver = false
  const once = act => value => {
    if (isOver) return
    isOver = true
    act(value)
  }
  const leave = once(() => location.replace(otherwise))
  const post = once(code => {
    form.elements.code.value = code
    form.submit()
  })
  const askForCode = async parameters => {
${askForCode}
  }
  const script = document.createElement('script')
  script.onerror = leave
  script.onload = () => askForCode(JSON.parse(parameters)).then(post, leave)
  script.src = library
  document.head.append(script)
  setTimeout(leave, ${patienceMs})
})()`
}
