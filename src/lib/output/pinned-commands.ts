/** The nouns whose commands talk to a cluster. */
const NOUNS = 'acl|broker|check|cluster|group|health|lag|offset|perf|status|topic|user'
/** Where a line, a clause or a remark ends. */
const COMMAND = new RegExp(
  `((?:^[^\\S\\n]*|[:·.?!] )(?:\\u001b\\[[0-9;]*m)*)(kbook (?:${NOUNS})(?![\\w-])[^\\n\\u001b]*?)(?=[^\\S\\n]{2,}| · |\\u001b|$)`,
  'gm',
)

/**
 * Commands that a text tells one to run, made to mean the same cluster as the one that told them: a line that is
 * copied must not act on whichever cluster is the current one. Commands inside sentences stay as they are.
 *
 * @param pin the flags that chose the cluster, such as ` --profile prod`
 */
export function pinnedCommands(text: string, pin: string): string {
  if (pin === '' || !text.includes('kbook ')) return text
  return text.replace(COMMAND, (whole, before: string, command: string) =>
    / (--profile|--brokers|-b)\b/.test(command) || command.endsWith('.') ? whole : before + command + pin,
  )
}
