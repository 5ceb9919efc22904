# bash completion for evs, made by `evs completion bash`

_evs_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

_evs_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# What only a running node knows; nothing if none answers in time.
_evs_asked() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done < <(timeout 3 "${COMP_WORDS[0]}" completion --words "$1" 2>/dev/null </dev/null)
}

_evs_asked_or_files() {
  _evs_asked "$1"
  compopt -o filenames 2>/dev/null
  mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
}

_evs() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=evs i
  COMPREPLY=()
  # bash takes --name=value for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${COMP_WORDS[i]}" in
      'evs bench' | \
        'evs group' | \
        'evs group join' | \
        'evs group send' | \
        'evs group listen' | \
        'evs group list' | \
        'evs group members' | \
        'evs lock' | \
        'evs lock list' | \
        'evs leader' | \
        'evs barrier' | \
        'evs node' | \
        'evs leave' | \
        'evs log-level' | \
        'evs demo' | \
        'evs doctor' | \
        'evs status' | \
        'evs members' | \
        'evs events' | \
        'evs why' | \
        'evs dump' | \
        'evs shell' | \
        'evs console' | \
        'evs verify' | \
        'evs simulate' | \
        'evs keygen' | \
        'evs key' | \
        'evs key install' | \
        'evs key use' | \
        'evs key retire' | \
        'evs key list' | \
        'evs config' | \
        'evs config show' | \
        'evs config explain' | \
        'evs completion' | \
        'evs help' | \
        'evs version')
        command="$command ${COMP_WORDS[i]}" ;;
    esac
  done
  case "$command $prev" in
    'evs bench --config') _evs_files -f; return ;;
    'evs bench --color') _evs_words 'auto always never'; return ;;
    'evs bench --transport') _evs_words 'unicast multicast'; return ;;
    'evs bench --profile') _evs_words 'default fast lossy'; return ;;
    'evs bench --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs bench --trace') _evs_files -d; return ;;
    'evs bench --socket') _evs_files -f; return ;;
    'evs bench --wait-for') :; return ;;
    'evs bench --nodes') :; return ;;
    'evs bench --sizes') :; return ;;
    'evs bench --writes') :; return ;;
    'evs bench --decay') :; return ;;
    'evs bench --duration') :; return ;;
    'evs bench --warmup') :; return ;;
    'evs bench --at-half') _evs_words 'first all none'; return ;;
    'evs bench --senders') _evs_words 'one all'; return ;;
    'evs bench --guarantee') _evs_words 'agreed safe'; return ;;
    'evs bench --rate') :; return ;;
    'evs bench --interval') :; return ;;
    'evs bench --csv') _evs_files -f; return ;;
    'evs bench --hdr') _evs_files -f; return ;;
    'evs bench --report') _evs_files -f; return ;;
    'evs group join --config') _evs_files -f; return ;;
    'evs group join --color') _evs_words 'auto always never'; return ;;
    'evs group join --transport') _evs_words 'unicast multicast'; return ;;
    'evs group join --profile') _evs_asked groups; return ;;
    'evs group join --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs group join --trace') _evs_files -d; return ;;
    'evs group join --socket') _evs_files -f; return ;;
    'evs group join --wait-for') :; return ;;
    'evs group join --wait') :; return ;;
    'evs group join --guarantee') _evs_words 'agreed safe'; return ;;
    'evs group join --exec') :; return ;;
    'evs group send --config') _evs_files -f; return ;;
    'evs group send --color') _evs_words 'auto always never'; return ;;
    'evs group send --transport') _evs_words 'unicast multicast'; return ;;
    'evs group send --profile') _evs_asked groups; return ;;
    'evs group send --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs group send --trace') _evs_files -d; return ;;
    'evs group send --socket') _evs_files -f; return ;;
    'evs group send --wait-for') :; return ;;
    'evs group send --wait') :; return ;;
    'evs group send --to') _evs_asked groups; return ;;
    'evs group send --require') :; return ;;
    'evs group send --guarantee') _evs_words 'agreed safe'; return ;;
    'evs group listen --config') _evs_files -f; return ;;
    'evs group listen --color') _evs_words 'auto always never'; return ;;
    'evs group listen --transport') _evs_words 'unicast multicast'; return ;;
    'evs group listen --profile') _evs_asked groups; return ;;
    'evs group listen --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs group listen --trace') _evs_files -d; return ;;
    'evs group listen --socket') _evs_files -f; return ;;
    'evs group listen --wait-for') :; return ;;
    'evs group listen --wait') :; return ;;
    'evs group listen --count') :; return ;;
    'evs group listen --timeout') :; return ;;
    'evs group listen --format') :; return ;;
    'evs group list --config') _evs_files -f; return ;;
    'evs group list --color') _evs_words 'auto always never'; return ;;
    'evs group list --transport') _evs_words 'unicast multicast'; return ;;
    'evs group list --profile') _evs_asked groups; return ;;
    'evs group list --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs group list --trace') _evs_files -d; return ;;
    'evs group list --socket') _evs_files -f; return ;;
    'evs group list --wait-for') :; return ;;
    'evs group list --wait') :; return ;;
    'evs group members --config') _evs_files -f; return ;;
    'evs group members --color') _evs_words 'auto always never'; return ;;
    'evs group members --transport') _evs_words 'unicast multicast'; return ;;
    'evs group members --profile') _evs_asked groups; return ;;
    'evs group members --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs group members --trace') _evs_files -d; return ;;
    'evs group members --socket') _evs_files -f; return ;;
    'evs group members --wait-for') :; return ;;
    'evs group members --wait') :; return ;;
    'evs lock --config') _evs_files -f; return ;;
    'evs lock --color') _evs_words 'auto always never'; return ;;
    'evs lock --transport') _evs_words 'unicast multicast'; return ;;
    'evs lock --profile') _evs_words 'default fast lossy'; return ;;
    'evs lock --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs lock --trace') _evs_files -d; return ;;
    'evs lock --socket') _evs_files -f; return ;;
    'evs lock --wait-for') :; return ;;
    'evs lock --timeout') :; return ;;
    'evs lock -E') :; return ;;
    'evs lock --on-loss') :; return ;;
    'evs lock list --config') _evs_files -f; return ;;
    'evs lock list --color') _evs_words 'auto always never'; return ;;
    'evs lock list --transport') _evs_words 'unicast multicast'; return ;;
    'evs lock list --profile') _evs_words 'default fast lossy'; return ;;
    'evs lock list --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs lock list --trace') _evs_files -d; return ;;
    'evs lock list --socket') _evs_files -f; return ;;
    'evs lock list --wait-for') :; return ;;
    'evs leader --config') _evs_files -f; return ;;
    'evs leader --color') _evs_words 'auto always never'; return ;;
    'evs leader --transport') _evs_words 'unicast multicast'; return ;;
    'evs leader --profile') _evs_words 'default fast lossy'; return ;;
    'evs leader --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs leader --trace') _evs_files -d; return ;;
    'evs leader --socket') _evs_files -f; return ;;
    'evs leader --wait-for') :; return ;;
    'evs leader --exec') :; return ;;
    'evs barrier --config') _evs_files -f; return ;;
    'evs barrier --color') _evs_words 'auto always never'; return ;;
    'evs barrier --transport') _evs_words 'unicast multicast'; return ;;
    'evs barrier --profile') _evs_words 'default fast lossy'; return ;;
    'evs barrier --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs barrier --trace') _evs_files -d; return ;;
    'evs barrier --socket') _evs_files -f; return ;;
    'evs barrier --wait-for') :; return ;;
    'evs barrier --parties') :; return ;;
    'evs barrier --timeout') :; return ;;
    'evs node --config') _evs_files -f; return ;;
    'evs node --color') _evs_words 'auto always never'; return ;;
    'evs node --transport') _evs_words 'unicast multicast'; return ;;
    'evs node --profile') _evs_words 'default fast lossy'; return ;;
    'evs node --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs node --trace') _evs_files -d; return ;;
    'evs node --socket') _evs_files -f; return ;;
    'evs node --wait-address') :; return ;;
    'evs leave --config') _evs_files -f; return ;;
    'evs leave --color') _evs_words 'auto always never'; return ;;
    'evs leave --socket') _evs_files -f; return ;;
    'evs leave --timeout') :; return ;;
    'evs log-level --config') _evs_files -f; return ;;
    'evs log-level --color') _evs_words 'auto always never'; return ;;
    'evs log-level --socket') _evs_files -f; return ;;
    'evs demo --config') _evs_files -f; return ;;
    'evs demo --color') _evs_words 'auto always never'; return ;;
    'evs demo --duration') :; return ;;
    'evs doctor --config') _evs_files -f; return ;;
    'evs doctor --color') _evs_words 'auto always never'; return ;;
    'evs doctor --transport') _evs_words 'unicast multicast'; return ;;
    'evs doctor --profile') _evs_words 'default fast lossy'; return ;;
    'evs doctor --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs doctor --trace') _evs_files -d; return ;;
    'evs doctor --socket') _evs_files -f; return ;;
    'evs doctor --wait') :; return ;;
    'evs status --config') _evs_files -f; return ;;
    'evs status --color') _evs_words 'auto always never'; return ;;
    'evs status --socket') _evs_files -f; return ;;
    'evs status --wait') :; return ;;
    'evs status --interval') :; return ;;
    'evs status --wait-for') :; return ;;
    'evs members --config') _evs_files -f; return ;;
    'evs members --color') _evs_words 'auto always never'; return ;;
    'evs members --socket') _evs_files -f; return ;;
    'evs members --wait') :; return ;;
    'evs members --interval') :; return ;;
    'evs events --config') _evs_files -f; return ;;
    'evs events --color') _evs_words 'auto always never'; return ;;
    'evs events --socket') _evs_files -f; return ;;
    'evs events --last') :; return ;;
    'evs why --config') _evs_files -f; return ;;
    'evs why --color') _evs_words 'auto always never'; return ;;
    'evs why --socket') _evs_files -f; return ;;
    'evs why --wait') :; return ;;
    'evs why --last') :; return ;;
    'evs dump --config') _evs_files -f; return ;;
    'evs dump --color') _evs_words 'auto always never'; return ;;
    'evs dump --socket') _evs_files -f; return ;;
    'evs dump --wait') :; return ;;
    'evs shell --config') _evs_files -f; return ;;
    'evs shell --color') _evs_words 'auto always never'; return ;;
    'evs shell --transport') _evs_words 'unicast multicast'; return ;;
    'evs shell --profile') _evs_words 'default fast lossy'; return ;;
    'evs shell --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs shell --trace') _evs_files -d; return ;;
    'evs shell --socket') _evs_files -f; return ;;
    'evs console --config') _evs_files -f; return ;;
    'evs console --color') _evs_words 'auto always never'; return ;;
    'evs console --transport') _evs_words 'unicast multicast'; return ;;
    'evs console --profile') _evs_words 'default fast lossy'; return ;;
    'evs console --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs console --trace') _evs_files -d; return ;;
    'evs console --socket') _evs_files -f; return ;;
    'evs console --nodes') :; return ;;
    'evs console --messages') :; return ;;
    'evs console --payload') :; return ;;
    'evs console --safe') :; return ;;
    'evs console --loss') :; return ;;
    'evs console --duplicate') :; return ;;
    'evs console --reorder') :; return ;;
    'evs console --corrupt') :; return ;;
    'evs console --partitions') :; return ;;
    'evs console --crashes') :; return ;;
    'evs console --pauses') :; return ;;
    'evs console --state-faults') :; return ;;
    'evs console --quorum') :; return ;;
    'evs console --until') :; return ;;
    'evs console --group') :; return ;;
    'evs console --seed') :; return ;;
    'evs verify --config') _evs_files -f; return ;;
    'evs verify --color') _evs_words 'auto always never'; return ;;
    'evs verify --transport') _evs_words 'unicast multicast'; return ;;
    'evs verify --profile') _evs_words 'default fast lossy'; return ;;
    'evs verify --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs verify --trace') _evs_files -d; return ;;
    'evs verify --socket') _evs_files -f; return ;;
    'evs verify --nodes') :; return ;;
    'evs verify --duration') :; return ;;
    'evs verify --messages') :; return ;;
    'evs verify --seed') :; return ;;
    'evs verify --loss') :; return ;;
    'evs verify --rotate') :; return ;;
    'evs simulate --config') _evs_files -f; return ;;
    'evs simulate --color') _evs_words 'auto always never'; return ;;
    'evs simulate --nodes') :; return ;;
    'evs simulate --messages') :; return ;;
    'evs simulate --payload') :; return ;;
    'evs simulate --safe') :; return ;;
    'evs simulate --loss') :; return ;;
    'evs simulate --duplicate') :; return ;;
    'evs simulate --reorder') :; return ;;
    'evs simulate --corrupt') :; return ;;
    'evs simulate --partitions') :; return ;;
    'evs simulate --crashes') :; return ;;
    'evs simulate --pauses') :; return ;;
    'evs simulate --state-faults') :; return ;;
    'evs simulate --quorum') :; return ;;
    'evs simulate --until') :; return ;;
    'evs simulate --seed') :; return ;;
    'evs simulate --seeds') :; return ;;
    'evs simulate --profile') _evs_words 'default fast lossy'; return ;;
    'evs simulate --scenario') _evs_asked_or_files scenarios; return ;;
    'evs simulate --exhaustive') :; return ;;
    'evs simulate --paths') :; return ;;
    'evs simulate --trace') _evs_files -d; return ;;
    'evs keygen --config') _evs_files -f; return ;;
    'evs keygen --color') _evs_words 'auto always never'; return ;;
    'evs keygen --size') :; return ;;
    'evs key install --config') _evs_files -f; return ;;
    'evs key install --color') _evs_words 'auto always never'; return ;;
    'evs key install --transport') _evs_words 'unicast multicast'; return ;;
    'evs key install --profile') _evs_words 'default fast lossy'; return ;;
    'evs key install --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs key install --trace') _evs_files -d; return ;;
    'evs key install --socket') _evs_files -f; return ;;
    'evs key install --wait') :; return ;;
    'evs key use --config') _evs_files -f; return ;;
    'evs key use --color') _evs_words 'auto always never'; return ;;
    'evs key use --transport') _evs_words 'unicast multicast'; return ;;
    'evs key use --profile') _evs_words 'default fast lossy'; return ;;
    'evs key use --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs key use --trace') _evs_files -d; return ;;
    'evs key use --socket') _evs_files -f; return ;;
    'evs key use --wait') :; return ;;
    'evs key retire --config') _evs_files -f; return ;;
    'evs key retire --color') _evs_words 'auto always never'; return ;;
    'evs key retire --transport') _evs_words 'unicast multicast'; return ;;
    'evs key retire --profile') _evs_words 'default fast lossy'; return ;;
    'evs key retire --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs key retire --trace') _evs_files -d; return ;;
    'evs key retire --socket') _evs_files -f; return ;;
    'evs key retire --wait') :; return ;;
    'evs key list --config') _evs_files -f; return ;;
    'evs key list --color') _evs_words 'auto always never'; return ;;
    'evs key list --transport') _evs_words 'unicast multicast'; return ;;
    'evs key list --profile') _evs_words 'default fast lossy'; return ;;
    'evs key list --security') _evs_words 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none'; return ;;
    'evs key list --trace') _evs_files -d; return ;;
    'evs key list --socket') _evs_files -f; return ;;
    'evs key list --wait') :; return ;;
    'evs config show --config') _evs_files -f; return ;;
    'evs config show --color') _evs_words 'auto always never'; return ;;
    'evs config explain --config') _evs_files -f; return ;;
    'evs config explain --color') _evs_words 'auto always never'; return ;;
  esac
  case $command in
    'evs')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help -V --version'
      else
        _evs_words 'bench group lock leader barrier node leave log-level demo doctor status members events why dump shell console verify simulate keygen key config completion help version'
      fi ;;
    'evs bench')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --nodes --sizes --writes --decay --duration --warmup --at-half --senders --guarantee --rate --interval --passive --csv --hdr --report'
      fi ;;
    'evs group')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help'
      else
        _evs_words 'join send listen list members'
      fi ;;
    'evs group join')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --wait --guarantee --exec --until-eof --time'
      else
        _evs_asked groups
      fi ;;
    'evs group send')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --wait --to --require --lines --guarantee'
      else
        _evs_asked groups
      fi ;;
    'evs group listen')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --wait --count --timeout --reconnect --time --format'
      else
        _evs_asked groups
      fi ;;
    'evs group list')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --wait'
      fi ;;
    'evs group members')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --wait'
      else
        _evs_asked groups
      fi ;;
    'evs lock')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --shared --timeout --try -E --on-loss'
      else
        _evs_words 'list'
      fi ;;
    'evs lock list')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for'
      fi ;;
    'evs leader')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --exec'
      fi ;;
    'evs barrier')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait-for --parties --timeout'
      fi ;;
    'evs node')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --wait-address'
      fi ;;
    'evs leave')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket --timeout'
      fi ;;
    'evs log-level')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket'
      fi ;;
    'evs demo')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --duration'
      fi ;;
    'evs doctor')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --wait'
      fi ;;
    'evs status')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket --all --wait --watch --interval --wait-for --counters'
      fi ;;
    'evs members')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket --all --wait --watch --interval'
      fi ;;
    'evs events')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket -f --follow --last'
      fi ;;
    'evs why')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket --wait --last'
      else
        _evs_files -f
      fi ;;
    'evs dump')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --socket --wait'
      else
        _evs_files -f
      fi ;;
    'evs shell')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon'
      fi ;;
    'evs console')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --nodes --messages --payload --safe --loss --duplicate --reorder --corrupt --partitions --crashes --pauses --state-faults --quorum --locks --services --state --sealed --until --group --ascii --simulate --tour --seed'
      fi ;;
    'evs verify')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --nodes --duration --messages --chaos --seed --loss --rotate'
      else
        _evs_files -d
      fi ;;
    'evs simulate')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --nodes --messages --payload --safe --loss --duplicate --reorder --corrupt --partitions --crashes --pauses --state-faults --quorum --locks --services --state --sealed --until --seed --seeds --profile --swarm --scenario --shrink --exhaustive --paths --list --coverage --trace'
      fi ;;
    'evs keygen')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --size --force --passphrase'
      else
        _evs_files -f
      fi ;;
    'evs key')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help'
      else
        _evs_words 'install use retire list'
      fi ;;
    'evs key install')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait'
      else
        _evs_files -f
      fi ;;
    'evs key use')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait --offline'
      else
        _evs_asked keys
      fi ;;
    'evs key retire')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait --force'
      else
        _evs_asked keys
      fi ;;
    'evs key list')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --transport --profile --security --insecure --trace --socket --no-daemon --wait --all'
      fi ;;
    'evs config')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help'
      else
        _evs_words 'show explain'
      fi ;;
    'evs config show')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color --origin'
      fi ;;
    'evs config explain')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json --config -q --quiet -v --verbose --color'
      fi ;;
    'evs completion')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help'
      else
        _evs_words 'bash zsh fish'
      fi ;;
    'evs help')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help'
      else
        _evs_words 'bench group lock leader barrier node leave log-level demo doctor status members events why dump shell console verify simulate keygen key config completion help version'
      fi ;;
    'evs version')
      if [[ $cur == -* ]]; then
        _evs_words '-h --help --json'
      fi ;;
  esac
}

complete -F _evs evs
