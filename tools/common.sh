# Sourced by the tools: --help prints the comment at the head of a tool, whole checks its numbers, and a
# terminal or reader that goes away ends a tool by its EXIT trap, so that it leaves no node behind.
trap 'exit 129' HUP
trap 'exit 141' PIPE

usage() { sed -n '2,$ { /^#/!q; s/^# \{0,1\}//p; }' "$0"; }

# Ends the tool unless each argument is a whole number above 0.
whole() {
  for each; do
    case $each in
      '' | 0* | *[!0-9]*)
        echo "${0##*/}: \"$each\" is not a whole number above 0 (${0##*/} --help shows the usage)" >&2
        exit 2
        ;;
    esac
  done
}

if [ "${1-}" = --help ]; then
  usage
  exit 0
fi
