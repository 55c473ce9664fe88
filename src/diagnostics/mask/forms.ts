import { covered } from '../redact.ts'
import { secretForm, withForms } from '../secret-form.ts'

/** `a:b@c:1`: nothing shorter has the form of a secret. */
const shortestForm = 7

/** What may be random. */
const longWord = /[A-Za-z0-9+/_=-]{32,}/g

/** A text without what is a secret by its form. */
export function withoutForms(text: string): string {
  if (text.length < shortestForm) return text
  return withForms(text, covered).replace(longWord, found =>
    secretForm(found) === undefined ? found : covered(found),
  )
}
