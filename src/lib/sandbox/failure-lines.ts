const LOGGED = /^\S+ \S+ \[.*?\] (?:ERROR|FATAL) \S+ - (.*)$/
const THROWN = /^(?:Exception in thread "[^"]*" )?((?:Caused by: )?[\w.$]+(?:Exception|Error)(?:: .*)?)$/
const SAID = /^(Error\b.*)$/
const SHOWN = 5

/** What went wrong, out of all that Kafka or its JVM printed; the last lines where nothing looks like it. */
export function failureLines(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const failures = lines.flatMap(
    (line) => (LOGGED.exec(line) ?? THROWN.exec(line) ?? SAID.exec(line))?.[1] ?? [],
  )
  return failures.length > 0 ? [...new Set(failures)].slice(0, SHOWN) : lines.slice(-SHOWN)
}
