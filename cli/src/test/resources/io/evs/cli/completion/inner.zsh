# In the shell that complete.zsh drives: completion that tells its words instead of showing them.
autoload -Uz compinit && compinit -D -u
source $1
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
compadd() {
  local end=${argv[(i)(-|--)]}
  if [[ " ${argv[1,end]} " == *' -'[OAD]' '* ]]; then
    builtin compadd "$@"
    return
  fi
  local -a hits
  builtin compadd -A hits "$@"
  local hit
  for hit in $hits; do print -r -- "HIT:$hit"; done
  builtin compadd "$@"
}
told() { print -r -- END-OF-HITS }
comppostfuncs=(told)
