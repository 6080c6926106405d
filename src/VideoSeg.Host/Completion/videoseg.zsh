#compdef videoseg
# Completion of videoseg for zsh: source it after compinit, or put it as _videoseg into a folder of $fpath.
# The program itself says what fits; where it knows nothing, a file name may.
_videoseg() {
  local line="${(j: :)words[2,CURRENT-1]}" word="${words[CURRENT]}"
  local -a suggestions
  [[ -z "$line" ]] || line+=" "
  # Of --option=value the equals sign goes.
  if [[ "$word" == --*=* ]]; then
    line+="${word%%=*} "
    word="${word#*=}"
    compset -P '*='
  fi

  line+="$word"
  suggestions=("${(@f)$(DOTNET_ROOT=@DOTNET_ROOT@ @PROGRAM@ "[suggest:${#line}]" "$line" 2>/dev/null)}")
  # Options only where one was begun: a file is the likelier wish. /? and /h are for other systems.
  [[ "$word" == -* ]] || suggestions=(${suggestions:#-*})
  suggestions=(${suggestions:#/*})
  if (( ${#suggestions} )); then compadd -a suggestions; else _files; fi
}
if [[ "${funcstack[1]}" == _videoseg ]]; then _videoseg "$@"; else compdef _videoseg videoseg; fi
