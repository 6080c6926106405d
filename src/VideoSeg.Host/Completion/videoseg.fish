# Completion of videoseg for fish: source it, or put it into ~/.config/fish/completions/videoseg.fish.
# The program itself says what fits; where it knows nothing, a file name may.
function __videoseg_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l word (commandline -ct)
    set -l line (string join ' ' -- $words (string replace -r -- '^(--[^=]*)=' '$1 ' "$word"))
    # Of --option=value only the value is completed.
    set -l option (string match -r -- '^--[^=]*=' $word)
    set -l value (string replace -- "$option" '' "$word")
    set -l found
    for suggestion in (env DOTNET_ROOT=@DOTNET_ROOT@ @PROGRAM@ "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
        # Options only where one was begun: a file is the likelier wish. /? and /h are for other systems.
        string match -q -- '/*' $suggestion; and continue
        string match -q -- '-*' $suggestion; and not string match -q -- '-*' "$value"; and continue
        test -n "$suggestion"; and set -a found $suggestion
    end
    set -q found[1]; or set found (__fish_complete_path "$value")
    printf '%s\n' "$option"$found
end
complete -c videoseg -f -a '(__videoseg_complete)'
