/**
 * The same question again gets the same answer for `lifeMs`; what failed is asked again. `isWorth`: an answer that is
 * not is given to whoever waits for it, and asked again.
 */
export function keptAnswers<T>(
  { now }: { now(): number },
  lifeMs: number,
  ask: (question: string) => Promise<T>,
  isWorth: (answer: T) => boolean = () => true,
): (question: string) => Promise<T> {
  const kept = new Map<string, { answer: Promise<T>; until: number }>()
  return question => {
    const held = kept.get(question)
    if (held && held.until > now()) return held.answer
    const answer = ask(question)
    kept.set(question, { answer, until: now() + lifeMs })
    const forget = () => void kept.delete(question)
    answer.then(found => isWorth(found) || forget(), forget)
    return answer
  }
}
