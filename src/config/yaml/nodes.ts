import { isScalar } from 'yaml'
import type { NodeCheck } from './check.ts'
import { byReference, isSecretPlace } from './secret-place.ts'

export const unknownTag: NodeCheck = ({ node, path, text, span: [start] }) => {
  // asked in this order, since a map works its tag out
  if (!('tag' in node) || node.tag === undefined) return undefined
  const written = tagBefore(text, start)
  if (written === undefined) return undefined
  return {
    rule: 'yaml/unknown-tag',
    severity: 'error',
    at: path,
    on: written.span,
    failed: path,
    // the tag is not named: `secret: !abc` is a secret that begins with "!"
    message: 'tags are not supported',
    label: 'a tag',
    help:
      written.tag === '!env' || isSecretPlace(path)
        ? byReference
        : 'remove the tag; put a value that begins with "!" in quotes',
  }
}

/** A value that begins with `&` is an anchor, and then there is no value. */
export const emptyAnchor: NodeCheck = ({ node, path, text, span: [start] }) => {
  if (!isScalar(node) || node.anchor === undefined || node.source !== '') return undefined
  const at = text.lastIndexOf('&', start)
  return {
    rule: 'yaml/empty-anchor',
    severity: 'error',
    at: path,
    failed: path,
    on: [Math.max(at, 0), start],
    message: 'an anchor without a value: what begins with "&" is a name here',
    help: isSecretPlace(path) ? byReference : 'put a value that begins with "&" in quotes',
  }
}

function tagBefore(text: string, end: number): { tag: string; span: [number, number] } | undefined {
  const line = text.slice(0, end)
  const found = /(?<![^\s,[{])(!\S*)\s*(?:&\S+\s*)?$/.exec(line.slice(Math.max(0, line.length - 300)))
  if (found?.[1] === undefined) return undefined
  const start = end - found[0].length
  return { tag: found[1], span: [start, start + found[1].length] }
}
