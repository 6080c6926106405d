#!/usr/bin/env bash
# Sums up test results: durations, the slowest tests, what was skipped and why, what failed and why, and as its last line
# "N passed, N failed, N skipped".
# Usage: eng/test-summary.sh FOLDER, where each NAME.exit holds the exit code of a test project and NAME.xml its results (xUnit's -xml).
# Exit code 1 where a test failed, a project crashed or no test ran; and, with VIDEOSEG_REQUIRE_DATA=1, where one was skipped for want of data.
set -euo pipefail
folder="$1"

# One line a fact, tab-separated, from xUnit's XML: "assembly passed failed skipped seconds", "test seconds name", "skip reason name" and
# "fail message name". A record is what follows one "<"; only the start of a reason or message is needed, so a "<" within it does no harm.
read_results() {
  awk -v RS='<' -v OFS='\t' '
    function value(key) {
      if (!match($0, "[ \n]" key "=\"[^\"]*\"")) return ""
      return plain(substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4))
    }
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#x[0-9A-Fa-f]+;/, " ", text)
      gsub(/&amp;/, "\\&", text); gsub(/[\t\r\n]+/, " ", text)
      return text
    }
    /^assembly[ \n]/ { print "assembly", value("passed"), value("failed") + value("errors"), value("skipped"), value("time") }
    /^test[ \n]/ { name = value("name"); if (value("result") != "Skip") print "test", value("time"), name }
    /^reason>/ { in_reason = 1; if ($0 != "reason>") { print "skip", plain(substr($0, 8)), name; in_reason = 0 } next }
    /^failure[ \n>]/ { failed = name }
    /^message>/ { in_message = 1; if ($0 != "message>") { print "fail", plain(substr($0, 9)), failed; in_message = 0 } next }
    in_reason && /^!\[CDATA\[/ { text = substr($0, 9); sub(/\]\]>.*/, "", text); print "skip", plain(text), name }
    in_message && /^!\[CDATA\[/ { text = substr($0, 9); sub(/\]\]>.*/, "", text); print "fail", plain(text), failed == "" ? "outside of any test" : failed; failed = "" }
    { in_reason = in_message = 0 }' "$1"
}

passed=0 failed=0 skipped=0 faults=() facts="$(mktemp)"
trap 'rm -f "$facts"' EXIT
for exit_file in "$folder"/*.exit; do
  [ -e "$exit_file" ] || continue
  name="$(basename "$exit_file" .exit)"
  code="$(cat "$exit_file")"
  results="$folder/$name.xml"
  line=""
  if [ -s "$results" ]; then
    read_results "$results" >>"$facts"
    line="$(read_results "$results" | awk -F'\t' '$1 == "assembly" { print $2, $3, $4, $5 }')"
  fi
  read -r p f s seconds <<<"${line:-0 0 0 0}"
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
    f=1
    faults+=("$name ended with exit code $code before all its tests were done (124: it took too long; 134, 139: it crashed)")
  elif [ -z "$line" ]; then
    f=1
    faults+=("$name left no results")
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%s: %s passed, %s failed, %s skipped in %s s\n' "$name" "$p" "$f" "$s" "$seconds"
done

slowest="$(awk -F'\t' '$1 == "test" && $2 >= 1 { printf "  %6.1f s  %s\n", $2, $3 }' "$facts" | LC_ALL=C sort -rn | sed -n 1,8p)"
if [ -n "$slowest" ]; then printf 'Slowest tests:\n%s\n' "$slowest"; fi
if [ "$skipped" -gt 0 ]; then
  echo "Skipped tests:"
  awk -F'\t' '$1 == "skip" { count[$2]++; names[$2] = names[$2] "\n      " $3 }
    END { for (reason in count) printf "  %d because: %s%s\n", count[reason], reason, names[reason] }' "$facts"
fi

# Last, since of a long output the end is what people, and logs that are cut, still have.
awk -F'\t' '$1 == "fail" { printf "%s  %s\n    %s\n", seen++ ? "" : "Failed tests:\n", $3, substr($2, 1, 400) }' "$facts"

if [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ]; then faults+=("no test ran"); fi
if [ "${VIDEOSEG_REQUIRE_DATA-}" = 1 ]; then
  # The reason is VideoSeg.TestKit.RealData.SkipReason.
  without_data="$(awk -F'\t' '$1 == "skip" && index($2, "needs VIDEOSEG_DATA") == 1' "$facts" | wc -l)"
  if [ "$without_data" -gt 0 ]; then faults+=("VIDEOSEG_DATA is set, yet $without_data tests were skipped for want of data"); fi
fi
for fault in ${faults[@]+"${faults[@]}"}; do echo "error: $fault"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ ${#faults[@]} -eq 0 ]
