# Prints what zsh offers for the line $2 after the script $1 was loaded, one word per line.
zmodload zsh/zpty || exit 1
zpty z zsh -f -i
zpty -w z "PROMPT='' RPROMPT='' ; source ${(q)3} ${(q)1} ; print READY"
while zpty -r z line; do [[ $line == READY* ]] && break; done
zpty -w -n z "$2"$'\t'
while zpty -r z line; do
  [[ $line == *END-OF-HITS* ]] && break
  [[ $line == *HIT:* ]] && print -r -- ${${line#*HIT:}%%[$'\r\n']*}
done
zpty -d z
