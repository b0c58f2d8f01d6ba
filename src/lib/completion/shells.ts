import type {Candidate} from './complete.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** What the scripts take for "complete file names yourself". */
export const FILES = ':files'

/**
 * The words as they were typed. bash hands over `--profile=a` and `k:9092` in three parts.
 *
 * @returns the words, and how much of the last one bash does not replace
 */
export function wordsOf(shell: Shell, parts: readonly string[]): {words: string[]; kept: number} {
  if (shell !== 'bash') return {words: [...parts], kept: 0}
  const words: string[] = []
  let kept = 0
  let joins = false
  for (const part of parts) {
    const separates = /^[=:]+$/.test(part)
    const before = words.at(-1)
    if (before !== undefined && (separates || joins)) {
      kept = separates ? before.length + part.length : before.length
      words[words.length - 1] = before + part
    } else {
      kept = 0
      words.push(part)
    }
    joins = separates
  }
  return {words, kept}
}

/** Candidates as the shell's script reads them, one a line. */
export function candidateLines(shell: Shell, candidates: readonly Candidate[], kept: number): string[] {
  return candidates
    .filter(({value}) => isTypable(value))
    .map(({value, description = ''}) => {
      const words = description.replace(CONTROL, ' ')
      if (shell === 'bash') return value.slice(kept)
      if (shell === 'fish') return `${value}\t${words}`
      return `${value.replaceAll(':', '\\:')}:${words}`
    })
}

// A name comes from a cluster that anybody may have written to.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g
const isTypable = (value: string): boolean => value.search(CONTROL) < 0

/** What the shell is to load. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# bash completion for kbook, for ~/.bashrc:  source <(kbook completion bash)
_kbook() {
  local line current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == '${FILES}' ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
    else
      COMPREPLY+=("$(printf '%q' "$line")")
    fi
  done < <(kbook completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _kbook kbook
`,
  zsh: `#compdef kbook
# zsh completion for kbook, for ~/.zshrc after compinit:  source <(kbook completion zsh)
_kbook() {
  local -a found
  found=("\${(@f)$(kbook completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $found[1] == '${FILES}' ]]; then
    compset -P '--*='
    _files
  elif [[ -n $found[1] ]]; then
    _describe -V kbook found
  fi
}
# Loaded from a folder of fpath, this file is the function itself.
if [[ $funcstack[1] == _kbook ]]; then _kbook; else compdef _kbook kbook; fi
`,
  fish: `# fish completion for kbook, for ~/.config/fish/config.fish:  kbook completion fish | source
function __kbook_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (kbook completion fish -- $words[2..-1] 2>/dev/null)
  if test "$found[1]" = '${FILES}'
    set -l flag (string match -r -- '^--[^=]*=' $words[-1])
    for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $words[-1]))
      echo "$flag$path"
    end
  else
    string join \\n -- $found
  end
end
complete -c kbook -f -a '(__kbook_complete)'
`,
}
