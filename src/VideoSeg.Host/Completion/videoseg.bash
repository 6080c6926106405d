# Completion of videoseg for bash: source it, or put it into ~/.local/share/bash-completion/completions/videoseg.
# The program itself says what fits; where it knows nothing, a file name may.
_videoseg() {
  local line="${COMP_LINE:0:COMP_POINT}" word suggestions
  line="${line#"${line%%[![:space:]]*}"}"
  # Its own name goes; of --option=value the equals sign.
  line="${line#"${COMP_WORDS[0]}"}"
  line="${line#"${line%%[![:space:]]*}"}"
  word="${line##*[[:space:]]}"
  if [[ "$word" == --*=* ]]; then
    line="${line%"$word"}${word/=/ }"
    word="${word#*=}"
  fi

  suggestions="$(DOTNET_ROOT=@DOTNET_ROOT@ @PROGRAM@ "[suggest:${#line}]" "$line" 2>/dev/null)" || suggestions=""
  # Options only where one was begun: a file is the likelier wish. /? and /h are for other systems.
  [[ "$word" == -* ]] || suggestions="$(grep -v '^-' <<<"$suggestions")"
  suggestions="$(grep -v '^/' <<<"$suggestions")"
  # Where nothing is left, readline completes a file name.
  mapfile -t COMPREPLY < <(compgen -W "$suggestions" -- "$word")
}
complete -o default -F _videoseg videoseg
